package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/** The present state of the NAS stands in the way: what the request would make exists already, or something is in use. */
public final class FnosConflictException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosConflictException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.CONFLICT, exchange);
    }
}
