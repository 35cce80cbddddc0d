package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PollingConsumerSupport;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.protocol.Answer;

/**
 * Calls an operation for {@code poll} and {@code pollEnrich}: each receive sends one request at once and returns the whole answer, or
 * throws the exception of its failure in a {@link RuntimeCamelException}. It connects with the first of them, so that a NAS that is
 * away is a failure like any other.
 */
public class FnosPollingConsumer extends PollingConsumerSupport implements DynamicPollingConsumer {

    private final Poll poll;
    private ConnectionHandle handle;

    public FnosPollingConsumer(FnosEndpoint endpoint) {
        super(endpoint);
        poll = new Poll(endpoint);
    }

    @Override
    public FnosEndpoint getEndpoint() {
        return (FnosEndpoint) super.getEndpoint();
    }

    @Override
    public Exchange receive() {
        return receive(null);
    }

    /** The same as {@link #receive()}, as no answer comes without waiting. */
    @Override
    public Exchange receiveNoWait() {
        return receive(null);
    }

    /** @param timeout how long the whole answer may take, if positive, in milliseconds; {@code requestTimeout} counts as well */
    @Override
    public Exchange receive(long timeout) {
        return receive(null, timeout);
    }

    @Override
    public Exchange receive(Exchange enriched) {
        return ask(enriched, null);
    }

    @Override
    public Exchange receiveNoWait(Exchange enriched) {
        return ask(enriched, null);
    }

    @Override
    public Exchange receive(Exchange enriched, long timeout) {
        return ask(enriched, timeout > 0 ? Duration.ofMillis(timeout) : null);
    }

    private Exchange ask(Exchange enriched, Duration limit) {
        Map<String, Object> parameters = DynamicUri.Carrier.TO_POLL.take(enriched, getEndpoint());
        try {
            getEndpoint().connectLazily(handle.connection());
            Answer answer = poll.ask(handle, parameters, limit);
            if (answer == null) {
                throw new IllegalStateException(getEndpoint().getOperation() + " was given up, since its poll was stopped");
            }
            Exchange exchange = getEndpoint().createExchange();
            exchange.getMessage().setBody(new FnosResponse(getEndpoint().getOperation(), answer.payload()));
            AnswerHeaders.set(exchange.getMessage(), getEndpoint().getOperation(), answer);
            return exchange;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        handle = getEndpoint().acquireConnection();
    }

    @Override
    protected void doStop() throws Exception {
        poll.cancel();
        if (handle != null) {
            handle.close();
        }
        super.doStop();
    }
}
