package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** The NAS refused the login, ended the session for good (kicked), or refused credentials that a request carried. */
public final class FnosAuthenticationException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosAuthenticationException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.AUTH_CREDENTIALS, exchange);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
