package io.github.camelfnos;

import org.apache.camel.CamelAuthorizationException;
import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.ErrnoCategory;

/**
 * The user may not do this. Its cause is a {@link CamelAuthorizationException} with the same message, so that a route which
 * handles Camel's own exception handles this one as well.
 */
public final class FnosPermissionDeniedException extends FnosException {

    private static final long serialVersionUID = 1L;

    FnosPermissionDeniedException(FnosFailure failure, Exchange exchange) {
        super(failure, ErrnoCategory.PERMISSION, exchange);
        // Not by the superclass's constructor, which would repeat the cause's message in this one's.
        initCause(new CamelAuthorizationException(failure.getMessage(), exchange));
    }
}
