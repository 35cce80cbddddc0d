package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.AnswerCollector;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.ErrnoCategory;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.KnownOperation;
import io.github.camelfnos.protocol.Quote;
import io.github.camelfnos.protocol.Request;

/**
 * Why a request has no answer. The message is one sentence for a person and holds no parameter, token or password.
 */
public final class FnosFailure extends Exception {

    /** What went wrong. */
    public enum Kind {
        /** The NAS answered with an errno. */
        ERRNO,
        /** The NAS refused the login, or ended the session for good. */
        LOGIN_REFUSED,
        /** There is no connection, or it was lost before the answer came. */
        CONNECTION,
        /** No answer came in time. */
        TIMEOUT,
        /** Too many requests wait already. */
        BUSY,
        /** What a slow reader had not taken of the answer could not be kept. */
        SPOOL
    }

    /** The {@link #category} of what did not come in time. */
    static final String TIMEOUT = "timeout";

    private static final String NO_CONNECTION = "connection";
    private static final String NO_ROOM = "spool";
    private static final List<String> CATEGORIES = Stream.concat(Arrays.stream(ErrnoCategory.values()).map(ErrnoCategory::toString),
            Stream.of(NO_CONNECTION, NO_ROOM, TIMEOUT)).sorted().toList();

    private static final String LOGIN_FAILED = "The login at ";
    private static final String UNTIL = "; it is not tried again until another password is set, the context is restarted or an operator "
                                        + "calls forgetRefusal";

    private final Kind kind;
    private final String operation;
    private final String reqid;
    private final int errno;
    private final String serverMessage;
    private final String taskId;
    private final boolean requestSent;
    private final transient Answer answer;

    private FnosFailure(Kind kind, String message, String operation, String reqid, int errno, String serverMessage,
                        String taskId, boolean requestSent) {
        this(kind, message, operation, reqid, errno, serverMessage, taskId, requestSent, null, null);
    }

    private FnosFailure(Kind kind, String message, String operation, String reqid, int errno, String serverMessage,
                        String taskId, boolean requestSent, Answer answer, Throwable cause) {
        // Without a stack trace, as it is made where frames are read, and kept by the thousand where a walk skips folders.
        super(message, cause, false, false);
        this.kind = kind;
        this.operation = operation;
        this.reqid = reqid;
        this.errno = errno;
        this.serverMessage = serverMessage;
        this.taskId = taskId;
        this.requestSent = requestSent;
        this.answer = answer;
    }

    static FnosFailure errno(Request request, Answer answer) {
        Errno errno = Errno.of(answer.errno());
        boolean cancelled = errno.code() == Errno.NONE_GIVEN && Frame.CANCEL.equals(answer.result());
        String what = cancelled ? " was cancelled at the NAS (任务已取消)"
                : " failed " + (errno.code() == Errno.NONE_GIVEN ? "without an errno" : "with errno " + errno.code())
                  + ": " + errno.english() + " (" + errno.chinese() + ")";
        // Its words might tell which of the two was wrong.
        String serverText = errno.code() == Errno.WRONG_CREDENTIALS ? null : answer.serverText();
        String quoted = serverText == null ? "" : request.quote(serverText);
        String closest = errno.code() == Errno.UNKNOWN_OPERATION ? KnownOperation.closestTo(request.operation()) : null;
        return new FnosFailure(Kind.ERRNO, request.operation() + what + (closest == null ? "" : "; did you mean " + closest + "?")
                                           + (quoted.isEmpty() ? "" : "; the NAS says: " + quoted) + " [reqid " + answer.reqid() + "]",
                request.operation(), answer.reqid(), answer.errno(), serverText, answer.taskId(), true, answer, null);
    }

    static FnosFailure loginRefused(NasAddress address, Account account, FnosFailure answer) {
        boolean passing = Errno.of(answer.errno).category() == ErrnoCategory.BUSY;
        return new FnosFailure(Kind.LOGIN_REFUSED, "The NAS at " + address + " refused the login of " + account + ": "
                                                   + answer.getMessage() + (passing ? "" : UNTIL),
                answer.operation, answer.reqid, answer.errno, answer.serverMessage, null, true);
    }

    static FnosFailure secondFactor(NasAddress address, Account account, Answer answer) {
        return refusal("The NAS at " + address + " did not let " + account + " in: this account asks for a second factor; use "
                       + "`longToken` or `token`", account, answer.reqid());
    }

    static FnosFailure unusableLogin(NasAddress address, Account account, Answer answer, String problem) {
        return refusal("The NAS at " + address + " answered the login of " + account + " in a way that cannot be used: " + problem + UNTIL,
                account, answer.reqid());
    }

    /** @param answer what the NAS said to the tokens last, or null */
    static FnosFailure tokensRefused(NasAddress address, Account account, Throwable answer) {
        String said = answer == null ? "" : ": " + causeOf(answer).getMessage();
        return refusal("The NAS at " + address + " refused the tokens of " + account + ", and no password is set; set new ones, or a "
                       + "password" + said, account, null);
    }

    static FnosFailure kicked(NasAddress address, Account account) {
        return refusal("The NAS at " + address + " has thrown " + account + " out (kicked); camel-fnos does not log in again until the "
                       + "context is restarted or an operator calls forgetRefusal", account, null);
    }

    private static FnosFailure refusal(String message, Account account, String reqid) {
        return new FnosFailure(Kind.LOGIN_REFUSED, message, account.loginOperation(), reqid, Errno.NONE_GIVEN, null, null, true);
    }

    /** What a login or a resume failed with, as a failure of the connection unless the NAS refused it. */
    static FnosFailure ofLogin(NasAddress address, Account account, Throwable problem) {
        Throwable cause = causeOf(problem);
        if (cause instanceof FnosFailure failure
                && (failure.kind == Kind.LOGIN_REFUSED || failure.getMessage().startsWith(LOGIN_FAILED))) {
            return failure;
        }
        return connection(LOGIN_FAILED + address + " failed: " + cause.getMessage(), account.loginOperation(), null, true);
    }

    static FnosFailure connection(String message, String operation, String reqid, boolean requestSent) {
        return new FnosFailure(Kind.CONNECTION, message, operation, reqid, 0, null, null, requestSent);
    }

    /** @param taskId of the task that the request has started, or null */
    static FnosFailure lost(String operation, String reqid, String taskId, String reason) {
        return new FnosFailure(Kind.CONNECTION, "The connection was lost before the answer to " + operation + " came: " + reason
                                                + goesOn(taskId),
                operation, reqid, 0, null, taskId, true);
    }

    private static String goesOn(String taskId) {
        return taskId == null ? "" : "; the task " + Quote.of(taskId) + " goes on at the NAS";
    }

    /** @param what what is with the connection, a clause such as {@code was closed} */
    static FnosFailure unreachable(NasAddress address, String what) {
        return connection("The connection to the NAS at " + address + " " + what, null, null, false);
    }

    /** This failure of a connection that is not tried again by itself. */
    FnosFailure givenUp(Outage outage) {
        return and("given up" + (outage == null ? "" : " after " + outage) + ", restart a route that uses the connection to try again");
    }

    /** This failure, for somebody who comes too early to try again. */
    FnosFailure tooEarly(Duration wait) {
        return and("a start may try again in " + wait.toMillis() / 1000.0 + " s");
    }

    private FnosFailure and(String more) {
        return new FnosFailure(kind, getMessage() + "; " + more, operation, reqid, errno, serverMessage, taskId, requestSent, answer, getCause());
    }

    /** A request that was never sent, because of a failure that lies before it. */
    static FnosFailure notSent(String operation, FnosFailure before) {
        return new FnosFailure(before.kind == Kind.LOGIN_REFUSED ? Kind.LOGIN_REFUSED : Kind.CONNECTION,
                operation + " was not sent: " + before.getMessage(), operation, null,
                before.kind == Kind.LOGIN_REFUSED ? before.errno : 0, before.serverMessage, null, false);
    }

    /** @param soFar what has come of the answer */
    static FnosFailure timeout(Request request, String reqid, Duration timeout, AnswerCollector soFar) {
        String unknown = soFar.unknownResult() == null ? ""
                : "; it sent the result '" + request.quote(soFar.unknownResult()) + "', which is not known and so did not end the answer";
        return new FnosFailure(Kind.TIMEOUT, "no answer to " + request.operation() + " came for " + timeout.toMillis()
                                             + " ms" + goesOn(soFar.taskId()) + unknown,
                request.operation(), reqid, 0, null, soFar.taskId(), true);
    }

    /** The failure of a request that was not sent, as others were in flight. */
    static FnosFailure timeoutInLine(String operation, Duration timeout) {
        return new FnosFailure(Kind.TIMEOUT, operation + " waited for its turn for " + timeout.toMillis() + " ms", operation, null, 0,
                null, null, false);
    }

    /** The failure of a request that waited in vain for a connection that was lost. */
    static FnosFailure noConnectionInTime(String operation, Duration timeout, FnosFailure outage) {
        return connection(operation + " was not sent within " + timeout.toMillis() + " ms: " + outage.getMessage(), operation, null, false);
    }

    /** @param what what is with the frames, a clause such as {@code could not be read} */
    static FnosFailure spool(String operation, String reqid, String what, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return new FnosFailure(Kind.SPOOL, "what came of the answer to " + operation + " and was not read yet " + what + ": " + reason
                                           + "; read faster, or make bufferMemory or spoolLimit larger",
                operation, reqid, 0, null, null, true, null, cause);
    }

    static FnosFailure busy(String operation, int inFlight, int waiting) {
        return new FnosFailure(Kind.BUSY, operation + " was not sent: " + inFlight + " requests are in flight and " + waiting
                                          + " wait for their turn; raise maxInFlight or send fewer at once",
                operation, null, 0, null, null, false);
    }

    /** The answer that says so, or null where the NAS answered no request with it. */
    public Answer answer() {
        return answer;
    }

    /** The failure itself, whatever a future has wrapped around it. */
    static Throwable causeOf(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** All that {@link #category} may be, in alphabetical order. */
    public static List<String> categories() {
        return CATEGORIES;
    }

    /**
     * What kind of failure it is, for who counts them: an {@link ErrnoCategory} by its name, or {@code connection}, {@code timeout} or
     * {@code spool} where the NAS did not answer, or the answer could not be kept.
     */
    public String category() {
        ErrnoCategory category = Errno.of(errno).category();
        return switch (kind) {
            case CONNECTION -> NO_CONNECTION;
            case TIMEOUT -> TIMEOUT;
            case SPOOL -> NO_ROOM;
            case BUSY -> ErrnoCategory.BUSY.toString();
            case LOGIN_REFUSED -> (category == ErrnoCategory.BUSY ? category : ErrnoCategory.AUTH_CREDENTIALS).toString();
            case ERRNO -> category.toString();
        };
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it would be the same again, however often the connection is tried, so that it is not tried again. */
    public boolean isFinal() {
        return kind == Kind.LOGIN_REFUSED && Errno.of(errno).category() != ErrnoCategory.BUSY;
    }

    /** The operation that failed. */
    public String operation() {
        return operation;
    }

    /** The id of the request, or null if it never got one. */
    public String reqid() {
        return reqid;
    }

    /** The NAS's error number, {@link Errno#NONE_GIVEN} for a failure without one, 0 if the NAS did not answer. */
    public int errno() {
        return errno;
    }

    /** The NAS's own words, or null. */
    public String serverMessage() {
        return serverMessage;
    }

    /** The long-running task that the request had started, or null. */
    public String taskId() {
        return taskId;
    }

    /** Whether the request had been handed to the socket, so that the NAS may have carried it out. */
    public boolean requestSent() {
        return requestSent;
    }
}
