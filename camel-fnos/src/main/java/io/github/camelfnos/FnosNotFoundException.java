package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** What the request names does not exist. */
public final class FnosNotFoundException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosNotFoundException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.NOT_FOUND, exchange);
    }
}
