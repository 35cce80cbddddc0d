package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** The request itself is wrong, and would fail again. */
public final class FnosInvalidRequestException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosInvalidRequestException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.INVALID_REQUEST, exchange);
    }
}
