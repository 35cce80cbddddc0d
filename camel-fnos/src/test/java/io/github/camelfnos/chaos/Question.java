package io.github.camelfnos.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.FnosBusyException;
import io.github.camelfnos.FnosConflictException;
import io.github.camelfnos.FnosConnectionException;
import io.github.camelfnos.FnosConstants;
import io.github.camelfnos.FnosException;
import io.github.camelfnos.FnosInvalidRequestException;
import io.github.camelfnos.FnosNotFoundException;
import io.github.camelfnos.FnosPermissionDeniedException;
import io.github.camelfnos.FnosServerException;
import io.github.camelfnos.FnosSessionExpiredException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.Message;

/** One request with all that is needed to tell whether what came of it is right. */
final class Question {

    private static final int NOT_LOGGED_IN = 4224;
    private static final Map<Integer, Class<? extends FnosException>> ERRNOS = Map.of(4096, FnosServerException.class,
            4097, FnosBusyException.class, 4100, FnosNotFoundException.class, 4102, FnosConflictException.class,
            4352, FnosPermissionDeniedException.class, 8192, FnosInvalidRequestException.class, 987_654, FnosServerException.class);
    private static final List<Integer> NUMBERS = ERRNOS.keySet().stream().sorted().toList();
    private static final int LONGEST_SILENCE = 1_000;

    /** How long a session may be gone until the connection has taken it up again. */
    private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Kind kind;
    private final String nonce;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final int errno;
    private final Folder folder;
    private final long timeout;
    private final boolean inBody;
    private final long asked = System.nanoTime();
    private final AtomicInteger executions = new AtomicInteger();
    private final AtomicInteger completions = new AtomicInteger();

    Question(Random random, long number) {
        kind = kind(random.nextInt(1_000));
        nonce = number + "-" + Long.toHexString(random.nextLong());
        errno = NUMBERS.get(random.nextInt(NUMBERS.size()));
        folder = Folder.any(random);
        timeout = kind == Kind.SILENCE ? 100 + random.nextInt(LONGEST_SILENCE) : 0;
        inBody = random.nextBoolean();
        parameters.put("nonce", nonce);
        if (kind == Kind.ERRNO) {
            parameters.put("errno", errno);
        } else if (kind == Kind.LISTING) {
            parameters.put("path", folder.path());
        }
    }

    private static Kind kind(int permille) {
        if (permille < 620) {
            return Kind.ECHO;
        } else if (permille < 720) {
            return Kind.APP_ECHO;
        } else if (permille < 850) {
            return Kind.LISTING;
        } else if (permille < 870) {
            return Kind.LARGE;
        } else if (permille < 990) {
            return Kind.ERRNO;
        }
        return Kind.SILENCE;
    }

    Kind kind() {
        return kind;
    }

    String nonce() {
        return nonce;
    }

    /** Makes the message that asks it of an endpoint with this operation. */
    void ask(Message message, String operation) {
        if (!kind.operation().equals(operation)) {
            message.setHeader(FnosConstants.OPERATION, kind.operation());
        }
        if (timeout > 0) {
            message.setHeader(FnosConstants.REQUEST_TIMEOUT, timeout);
        }
        if (inBody) {
            message.setBody(parameters);
        } else {
            message.setHeader(FnosConstants.PARAMETERS, parameters);
        }
    }

    /** Counts that the NAS carried it out, and says how often it has. */
    int execute() {
        return executions.incrementAndGet();
    }

    /** Counts that its exchange ended, and says how often it has. */
    int complete() {
        return completions.incrementAndGet();
    }

    /**
     * Says what came of it.
     *
     * @param  sessionFault   when the sessions of all sockets were ended the last time but one
     * @throws AssertionError if it is anything but the right answer or a specified exception
     */
    String outcome(Exchange exchange, long sessionFault) {
        Exception failure = exchange.getException();
        if (failure == null) {
            check(isRight(exchange.getMessage()), "the answer is wrong: " + exchange.getMessage().getHeaders());
            return "answer";
        }
        Class<?> type = failure.getClass();
        if (failure instanceof FnosConnectionException lost) {
            check(lost.isRequestSent() || executions.get() == 0, "said not to be sent, but was carried out: " + lost.getMessage());
        } else if (failure instanceof ExchangeTimedOutException) {
            check(exchange.getMessage().getHeader(FnosConstants.REQ_ID) != null || executions.get() == 0,
                    "timed out before it was sent, but was carried out: " + failure.getMessage());
        } else if (type == FnosBusyException.class && ((FnosException) failure).getErrno() == 0) {
            check(executions.get() == 0, "refused as too many, but was carried out");
        } else if (kind == Kind.ERRNO && failure instanceof FnosException failed && failed.getErrno() == errno) {
            check(type == ERRNOS.get(errno), "errno " + errno + " came as " + type);
            return "errno asked for";
        } else if (failure instanceof FnosSessionExpiredException expired && expired.getErrno() == NOT_LOGGED_IN) {
            // It is sent once more after the NAS has dropped the session, but not a third time.
            check(sessionFault != Long.MIN_VALUE && sessionFault - asked > -RENEWAL_NANOS && executions.get() == 0,
                    "refused for want of a session, which has not ended twice: " + failure);
            return "session lost twice";
        } else {
            throw new AssertionError(this + " ended with " + failure, failure);
        }
        return type.getSimpleName();
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError(this + ": " + wrong);
        }
    }

    private boolean isRight(Message message) {
        if (!(message.getBody() instanceof Map<?, ?> body) || !kind.operation().equals(message.getHeader(FnosConstants.ANSWERED_OPERATION))
                || !Boolean.TRUE.equals(message.getHeader(FnosConstants.COMPLETE))) {
            return false;
        }
        return switch (kind) {
            case ECHO -> nonce.equals(body.get("nonce"));
            case APP_ECHO -> body.get("data") instanceof Map<?, ?> data && nonce.equals(data.get("nonce"));
            case LISTING -> body.get("files") instanceof List<?> files && folder.isListedBy(files);
            case LARGE -> nonce.equals(body.get("nonce")) && LargeText.of(nonce).equals(body.get("text"));
            case ERRNO, SILENCE -> false;
        };
    }

    @Override
    public String toString() {
        return kind + " " + nonce;
    }
}
