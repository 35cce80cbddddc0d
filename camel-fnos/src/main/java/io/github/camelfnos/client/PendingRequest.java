package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.AnswerCollector;
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
        /** It ended the answer. */
        END,
        /** It ended the answer after frames of data, so this server is known to send end frames. */
        END_AFTER_DATA,
        /** The request had ended before. */
        LATE
    }

    private final Request request;
    private final Duration timeout;
    private final long timeoutNanos;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Answer> future = new CompletableFuture<>();

    // What follows is guarded by this.
    private String reqid;
    private AnswerCollector collector;
    private boolean ended;
    private long lastSignOfLife = System.nanoTime();
    private Future<?> deadline;
    private Future<?> idleEnd;

    PendingRequest(Request request, Duration timeout, ScheduledExecutorService timer) {
        this.request = request;
        this.timeout = timeout;
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

    synchronized void startDeadline() {
        if (!ended) {
            deadline = timer.schedule(this::checkDeadline, timeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Gives the request its id, right before it is handed to the socket.
     *
     * @return false if it has ended in the meantime, so that it is not to be sent
     */
    synchronized boolean sendAs(String reqid) {
        if (ended) {
            return false;
        }
        this.reqid = reqid;
        this.collector = new AnswerCollector(reqid);
        return true;
    }

    /**
     * Takes a frame of the answer.
     *
     * @param mayEndByIdle      whether silence may still end this server's answers; asked again when the silence is over
     * @param answerIdleTimeout after how much silence a single data frame then is the whole answer
     */
    Taken accept(Frame frame, BooleanSupplier mayEndByIdle, Duration answerIdleTimeout) {
        Answer answer;
        boolean afterData;
        synchronized (this) {
            if (ended) {
                return Taken.LATE;
            }
            lastSignOfLife = System.nanoTime();
            cancel(idleEnd);
            if (!collector.add(frame)) {
                if (collector.mayEndByIdle() && mayEndByIdle.getAsBoolean()) {
                    idleEnd = timer.schedule(() -> endByIdle(mayEndByIdle), answerIdleTimeout.toMillis(), TimeUnit.MILLISECONDS);
                }
                return Taken.MORE;
            }
            answer = collector.toAnswer();
            afterData = collector.endedAfterData();
            end();
        }
        complete(answer);
        return afterData ? Taken.END_AFTER_DATA : Taken.END;
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
            future.completeExceptionally(FnosFailure.errno(request.operation(), answer));
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
            String taskId = collector == null ? null : collector.taskId();
            failure = FnosFailure.timeout(request.operation(), reqid, timeout, taskId, reqid != null);
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
