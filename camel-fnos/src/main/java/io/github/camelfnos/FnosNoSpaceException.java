package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** A disk, a pool or a quota is full. */
public final class FnosNoSpaceException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosNoSpaceException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.NO_SPACE, exchange);
    }
}
