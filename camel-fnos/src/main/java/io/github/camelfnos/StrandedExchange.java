package io.github.camelfnos;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ReactiveExecutor;

/**
 * An exchange of which a step has failed with an {@link Error}. Camel lets that through to whoever called the route, and leaves what
 * was to follow, the end of the exchange included, in its queue of this thread.
 */
record StrandedExchange(Exchange exchange) {

    /** Fails the exchange with the error, and runs what is left. To be called on the thread out of which the error came. */
    void end(Throwable error) {
        exchange.setException(error);
        ReactiveExecutor left = exchange.getContext().getCamelContextExtension().getReactiveExecutor();
        boolean more = true;
        while (more) {
            more = left.executeFromQueue();
        }
    }
}
