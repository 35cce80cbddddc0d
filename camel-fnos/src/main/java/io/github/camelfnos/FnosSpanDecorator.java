package io.github.camelfnos;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Names the spans of {@code fnos:} endpoints by their operation, and tags them with what the NAS answered: the operation, {@code reqid} and
 * {@code errno}. Found by {@code camel-telemetry} where that is there.
 */
public class FnosSpanDecorator extends AbstractSpanDecorator {

    static final String OPERATION = "fnos.operation";
    static final String REQID = "fnos.reqid";
    static final String ERRNO = "fnos.errno";

    @Override
    public String getComponent() {
        return FnosConstants.SCHEME;
    }

    @Override
    public String getComponentClassName() {
        return FnosComponent.class.getName();
    }

    /** The operation of the endpoint, of which there are few, unlike the parameters. */
    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return endpoint instanceof FnosEndpoint fnos ? fnos.getOperation() : super.getOperationName(exchange, endpoint);
    }

    /** What is asked for, since not every request has an answer. */
    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        if (endpoint instanceof FnosEndpoint fnos) {
            tag(span, OPERATION, exchange.getMessage().getHeader(FnosConstants.OPERATION, fnos.getOperation(), Object.class));
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        Message message = exchange.getMessage();
        tag(span, OPERATION, message.getHeader(FnosConstants.ANSWERED_OPERATION));
        tag(span, REQID, message.getHeader(FnosConstants.REQ_ID));
        tag(span, ERRNO, message.getHeader(FnosConstants.ERRNO));
    }

    private static void tag(Span span, String name, Object value) {
        if (value != null) {
            span.setTag(name, value.toString());
        }
    }
}
