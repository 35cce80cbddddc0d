package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** Credentials for a third system, such as a remote mount, a cloud drive or a wireless network, were refused. */
public final class FnosRemoteCredentialsException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosRemoteCredentialsException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.REMOTE_CREDENTIALS, exchange);
    }
}
