package io.github.camelfnos;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.ErrnoCategory;

/**
 * The NAS failed a request, or could not be asked. The message is one sentence with the errno, its Chinese and its
 * English text; it never holds a parameter, a token or a password.
 */
public class FnosException extends CamelExchangeException {

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

    /** The exception of a failure other than a timeout; the exchange may be null. */
    static FnosException of(FnosFailure failure, Exchange exchange) {
        return switch (failure.kind()) {
            case CONNECTION, TIMEOUT -> new FnosConnectionException(failure, exchange);
            case BUSY -> new FnosBusyException(failure, exchange);
            case LOGIN_REFUSED -> Errno.of(failure.errno()).category() == ErrnoCategory.BUSY
                    ? new FnosBusyException(failure, exchange)
                    : new FnosAuthenticationException(failure, exchange);
            case ERRNO -> Errno.of(failure.errno()).category() == ErrnoCategory.BUSY
                    ? new FnosBusyException(failure, exchange)
                    : new FnosException(failure, Errno.of(failure.errno()).category(), exchange);
        };
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
     * Whether the NAS may accept the same request later. It does not say that this one had no effect.
     */
    public boolean isRetryable() {
        return category == ErrnoCategory.BUSY || Errno.of(errno).retryable();
    }

    /** The operation that failed, or null if it was not about one. */
    public String getOperation() {
        return operation;
    }

    /** The id under which the request was sent, or null if it was not. */
    public String getReqId() {
        return reqId;
    }

    /** The NAS's own words, or null. */
    public String getServerMessage() {
        return serverMessage;
    }
}
