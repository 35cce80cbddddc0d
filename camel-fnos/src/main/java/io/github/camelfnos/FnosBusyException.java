package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** The NAS is busy, or more requests wait for this connection than {@code maxInFlight} allows; later may be better. */
public final class FnosBusyException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosBusyException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.BUSY, exchange);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
