package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.AnswerCollector;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;

/**
 * A request from the call until its answer, its deadline or the loss of its connection, whichever is first: it ends
 * exactly once, and its timers end with it.
 *
 * <p>
 * The deadline runs from the call to the first frame, and again from each frame to the next. Calls come from callers, the
 * read thread and the timer; the future is completed outside all locks.
 */
final class PendingRequest {

    /** What became of a frame. */
    enum Taken {
        /** More frames may follow. */
        MORE,
        /** It reported on the task that the request has started. */
        PROGRESS,
        /** It ended the answer. */
        END,
        /** It ended the answer after frames of data, so this server is known to send end frames. */
        END_AFTER_DATA,
        /** It said that the session is gone; the request may be sent once more, under another id. */
        SESSION_GONE,
        /** It said so again, and ended the answer. */
        SESSION_GONE_AGAIN,
        /** The request had ended before. */
        LATE
    }

    private final Request request;
    private final Duration timeout;
    private final long timeoutNanos;
    private final ScheduledExecutorService timer;
    private final Supplier<FnosFailure> outage;
    private final AnswerStream stream;
    private final TaskListener task;
    private final CompletableFuture<Answer> future = new CompletableFuture<>();

    // What follows is guarded by this.
    private String reqid;
    private int login;
    private boolean written;
    private boolean mayBeRepeated;
    private boolean repeated;
    private AnswerCollector collector;
    private boolean ended;
    private long lastSignOfLife = System.nanoTime();
    private Future<?> deadline;
    private Future<?> idleEnd;

    /** A request that is sent once, whatever the answer. */
    PendingRequest(Request request, Duration timeout, ScheduledExecutorService timer) {
        this(request, timeout, timer, () -> null, false, null, TaskListener.NONE);
    }

    /**
     * @param outage        why there is no connection, or null while there is one
     * @param mayBeRepeated whether it may be sent a second time after the NAS refused it for want of a session
     * @param stream        gets the frames, so that the answer has no payload; or null
     * @param task          hears of the task that the request may start
     */
    PendingRequest(Request request, Duration timeout, ScheduledExecutorService timer, Supplier<FnosFailure> outage,
                   boolean mayBeRepeated, AnswerStream stream, TaskListener task) {
        this.request = request;
        this.timeout = timeout;
        this.outage = outage;
        this.stream = stream;
        this.task = task;
        this.mayBeRepeated = mayBeRepeated;
        // Saturates where a user means "for ever".
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeout.toMillis());
        this.timer = timer;
        // Also when a caller cancels the future.
        future.whenComplete((answer, failure) -> end());
    }

    Request request() {
        return request;
    }

    CompletableFuture<Answer> future() {
        return future;
    }

    synchronized String reqid() {
        return reqid;
    }

    /** The login of its link under which it was sent last. */
    synchronized int login() {
        return login;
    }

    synchronized void startDeadline() {
        if (!ended) {
            deadline = timer.schedule(this::checkDeadline, timeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Gives the request its id, right before it is handed to the socket.
     *
     * @param  login which login of the link it is sent under
     * @return       false if it has ended in the meantime, so that it is not to be sent
     */
    synchronized boolean sendAs(String reqid, int login) {
        if (ended) {
            return false;
        }
        this.login = login;
        this.written = false;
        this.reqid = reqid;
        this.collector = new AnswerCollector(reqid, stream == null);
        return true;
    }

    /** The socket has taken the request. */
    synchronized void written() {
        written = true;
    }

    synchronized boolean isWritten() {
        return written;
    }

    /** Takes the id back: the socket did not take the request, or the NAS did not look at it. */
    synchronized void notSent() {
        written = false;
        reqid = null;
        collector = null;
    }

    /**
     * Takes a frame of the answer.
     *
     * @param text              the frame as it came
     * @param mayEndByIdle      whether silence may still end this server's answers; asked again when the silence is over
     * @param answerIdleTimeout after how much silence a single data frame then is the whole answer
     */
    Taken accept(Frame frame, String text, BooleanSupplier mayEndByIdle, Duration answerIdleTimeout) {
        Answer answer = null;
        Taken taken;
        String taskId;
        synchronized (this) {
            if (ended) {
                return Taken.LATE;
            }
            lastSignOfLife = System.nanoTime();
            cancel(idleEnd);
            taskId = collector.taskId();
            if (collector.add(frame)) {
                answer = collector.toAnswer();
                taken = end(answer);
            } else {
                taken = taskId != null ? Taken.PROGRESS : Taken.MORE;
            }
        }
        if (taken == Taken.SESSION_GONE) {
            return taken;
        }
        if (taken == Taken.PROGRESS) {
            task.progress(reqid(), taskId, frame);
        }
        // Outside the lock, as it may wait for the disk; what comes in between can only be a failure or a cancellation.
        FnosFailure lost = stream == null || answer != null && answer.failed() ? null : stream.add(text);
        if (answer == null) {
            if (lost == null) {
                watchSilence(mayEndByIdle, answerIdleTimeout);
            } else {
                fail(lost);
            }
        } else if (lost == null) {
            complete(answer);
        } else {
            future.completeExceptionally(lost);
        }
        return taken;
    }

    /** Takes a report on the task that this request has started, which came as a push. */
    void acceptReport(Frame report) {
        String taskId;
        synchronized (this) {
            taskId = collector == null || collector.taskId() == null ? report.reportedTaskId() : collector.taskId();
            if (ended || taskId == null) {
                return;
            }
            lastSignOfLife = System.nanoTime();
        }
        task.progress(reqid(), taskId, report);
    }

    private synchronized void watchSilence(BooleanSupplier mayEndByIdle, Duration answerIdleTimeout) {
        if (!ended && collector.mayEndByIdle() && mayEndByIdle.getAsBoolean()) {
            idleEnd = timer.schedule(() -> endByIdle(mayEndByIdle), answerIdleTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The id of the task that it has started, or null. */
    synchronized String taskId() {
        return collector == null ? null : collector.taskId();
    }

    /** What to do about an answer that is whole. */
    private Taken end(Answer answer) {
        boolean sessionGone = answer.errno() == Errno.NOT_LOGGED_IN;
        if (sessionGone && mayBeRepeated && answer.frames() == 1) {
            mayBeRepeated = false;
            repeated = true;
            notSent();
            return Taken.SESSION_GONE;
        }
        Taken taken = sessionGone && repeated ? Taken.SESSION_GONE_AGAIN
                : collector.endedAfterData() ? Taken.END_AFTER_DATA
                : Taken.END;
        end();
        return taken;
    }

    /** Ends the request with a failure, unless it has ended. */
    void fail(FnosFailure failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            end();
        }
        future.completeExceptionally(failure);
    }

    private void endByIdle(BooleanSupplier mayEndByIdle) {
        Answer answer;
        synchronized (this) {
            if (ended || !collector.mayEndByIdle() || !mayEndByIdle.getAsBoolean()) {
                return;
            }
            answer = collector.toAnswer();
            end();
        }
        complete(answer);
    }

    private void complete(Answer answer) {
        if (answer.failed()) {
            future.completeExceptionally(FnosFailure.errno(request, answer));
        } else {
            future.complete(answer);
        }
    }

    private void checkDeadline() {
        FnosFailure failure;
        synchronized (this) {
            if (ended) {
                return;
            }
            long left = timeoutNanos - (System.nanoTime() - lastSignOfLife);
            if (left > 0) {
                deadline = timer.schedule(this::checkDeadline, left, TimeUnit.NANOSECONDS);
                return;
            }
            FnosFailure lost = reqid == null ? outage.get() : null;
            failure = lost != null ? FnosFailure.noConnectionInTime(request.operation(), timeout, lost)
                    : collector == null ? FnosFailure.timeoutInLine(request.operation(), timeout)
                    : FnosFailure.timeout(request, reqid, timeout, collector);
        }
        fail(failure);
    }

    private synchronized void end() {
        ended = true;
        cancel(deadline);
        cancel(idleEnd);
    }

    private static void cancel(Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
