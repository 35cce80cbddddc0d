package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** The session is not valid, even after it was taken up again once; or a signature was refused. */
public final class FnosSessionExpiredException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosSessionExpiredException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.AUTH_SESSION, exchange);
    }
}
