package io.github.camelfnos;

import org.apache.camel.Exchange;
import org.apache.camel.spi.annotations.PollDynamic;
import org.apache.camel.support.component.PollDynamicAwareSupport;

/** Lets {@code pollEnrich} poll one endpoint, whatever the parameters of the operation are: these go with the exchange. */
@PollDynamic(FnosConstants.SCHEME)
public class FnosPollDynamicAware extends PollDynamicAwareSupport {

    /** What the superclass does here fails where the component has another name, and nothing of it is needed. */
    @Override
    protected void doInit() {
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        // An endpoint that could not be made has left its own.
        DynamicUri.Carrier.TO_POLL.clear(exchange);
        DynamicUri dynamic = DynamicUri.of(uri, originalUri, getCamelContext());
        if (dynamic.parameters().isEmpty() || FnosComponent.isOfPushes(uri)) {
            // Nobody would take them; a poll of pushes refuses them as it is.
            return null;
        }
        DynamicUri.Carrier.TO_POLL.give(exchange, dynamic.parameters(), null);
        return new DynamicAwareEntry(dynamic.endpoint(), originalUri, dynamic.parameters(), null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return entry.getUri();
    }
}
