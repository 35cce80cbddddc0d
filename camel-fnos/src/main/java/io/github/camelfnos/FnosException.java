package io.github.camelfnos;

import java.time.Duration;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.ErrnoCategory;

/**
 * The NAS failed a request, or could not be asked; each {@link ErrnoCategory} has a class of its own. The message is one
 * sentence with the errno, its English and its Chinese text, the operation, the id of the request and what the NAS itself
 * said; it never holds a parameter, a token or a password. See docs/errors.md.
 */
public abstract sealed class FnosException extends CamelExchangeException
        permits FnosAuthenticationException, FnosBusyException, FnosConflictException, FnosConnectionException,
        FnosInvalidRequestException, FnosNoSpaceException, FnosNotFoundException, FnosPermissionDeniedException,
        FnosRemoteCredentialsException, FnosServerException, FnosSessionExpiredException, FnosSpoolException {

    private static final long serialVersionUID = 1L;

    private final int errno;
    private final ErrnoCategory category;
    private final String operation;
    private final String reqId;
    private final String serverMessage;

    FnosException(FnosFailure failure, ErrnoCategory category, Exchange exchange) {
        super(failure.getMessage(), exchange);
        this.errno = failure.errno();
        this.category = category;
        this.operation = failure.operation();
        this.reqId = failure.reqid();
        this.serverMessage = failure.serverMessage();
    }

    /**
     * The exception of a failure other than a timeout.
     *
     * @param exchange null where a route starts, so that the NAS was not asked for an operation yet
     */
    static FnosException of(FnosFailure failure, Exchange exchange) {
        ErrnoCategory category = Errno.of(failure.errno()).category();
        return switch (failure.kind()) {
            case SPOOL -> new FnosSpoolException(failure, exchange);
            case CONNECTION, TIMEOUT -> new FnosConnectionException(failure, exchange);
            case BUSY -> new FnosBusyException(failure, exchange);
            case LOGIN_REFUSED -> category == ErrnoCategory.BUSY
                    ? new FnosBusyException(failure, exchange)
                    : new FnosAuthenticationException(failure, exchange);
            case ERRNO -> switch (category) {
                case BUSY -> new FnosBusyException(failure, exchange);
                case AUTH_SESSION -> new FnosSessionExpiredException(failure, exchange);
                case AUTH_CREDENTIALS -> new FnosAuthenticationException(failure, exchange);
                case REMOTE_CREDENTIALS -> new FnosRemoteCredentialsException(failure, exchange);
                case PERMISSION -> new FnosPermissionDeniedException(failure, exchange);
                case NOT_FOUND -> new FnosNotFoundException(failure, exchange);
                case CONFLICT -> new FnosConflictException(failure, exchange);
                case NO_SPACE -> new FnosNoSpaceException(failure, exchange);
                case INVALID_REQUEST -> new FnosInvalidRequestException(failure, exchange);
                case SERVER -> new FnosServerException(failure, exchange);
            };
        };
    }

    /**
     * The exception of any failure of a request.
     *
     * @param exchange null where there is none yet
     * @param timeout  what the request had
     */
    static Exception of(FnosFailure failure, Exchange exchange, Duration timeout) {
        return failure.kind() == FnosFailure.Kind.TIMEOUT
                ? new ExchangeTimedOutException(exchange, timeout.toMillis(), failure.getMessage())
                : of(failure, exchange);
    }

    /** The NAS's error number; -1 if it reported a failure without one, 0 if it did not answer. */
    public int getErrno() {
        return errno;
    }

    /** What kind of failure it is, or null if the NAS could not be asked. */
    public ErrnoCategory getCategory() {
        return category;
    }

    /**
     * Whether the NAS may accept the same request later. It does not say that this one had no effect, so only what reads is
     * safely redelivered by it.
     */
    public boolean isRetryable() {
        return Errno.of(errno).retryable();
    }

    /** The operation that failed, or null if it was not about one. */
    public String getOperation() {
        return operation;
    }

    /** The id under which the request was sent, or null if it was not. */
    public String getReqId() {
        return reqId;
    }

    /**
     * The NAS's own words in full, or null; to errno 131072 always null. Unlike the message they may repeat a parameter.
     */
    public String getServerMessage() {
        return serverMessage;
    }
}
