package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;

/** There is no connection to the NAS, or it was lost before the answer came. */
public final class FnosConnectionException extends FnosException {

    private static final long serialVersionUID = 1L;

    private final boolean requestSent;

    FnosConnectionException(FnosFailure failure, Exchange exchange) {
        super(failure, null, exchange);
        this.requestSent = failure.requestSent();
    }

    /** Whether the request had been handed to the socket, so that the NAS may have carried it out. */
    public boolean isRequestSent() {
        return requestSent;
    }

    @Override
    public boolean isRetryable() {
        return !requestSent;
    }
}
