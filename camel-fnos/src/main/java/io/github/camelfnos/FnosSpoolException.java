package io.github.camelfnos;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;

/**
 * What came of a streamed answer or of a recursive listing, and was not read yet, could not be kept: the disk takes no more, or
 * {@code spoolLimit} is reached.
 */
public final class FnosSpoolException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosSpoolException(FnosFailure failure, Exchange exchange) {
        super(failure, null, exchange);
        initCause(failure.getCause());
    }
}
