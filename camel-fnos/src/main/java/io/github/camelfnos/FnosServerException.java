package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/**
 * The NAS failed, or gave an errno that is not known, or none. It is {@linkplain #isRetryable retryable} where the failure
 * passes by itself: internal error, out of memory, I/O error, database error.
 */
public final class FnosServerException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosServerException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.SERVER, exchange);
    }
}
