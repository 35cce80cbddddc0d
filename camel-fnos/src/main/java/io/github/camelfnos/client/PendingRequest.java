package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.AnswerCollector;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;

/**
 * A request from the call until its answer, its deadline or the loss of its connection, whichever is first: it ends
 * exactly once.
 *
 * <p>
 * The deadline runs from the call to the first frame, and again from each frame to the next. Calls come from callers, the
 * read thread and the timer. When it ends, its slot and its id are free before its future is completed, outside all locks.
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

    private static final Logger LOG = LoggerFactory.getLogger(PendingRequest.class);

    /** Longer than anybody waits, and short enough to be added to a time. */
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final Request request;
    private final Duration timeout;
    private final long timeoutNanos;
    private final LinkHistory history;
    private final Supplier<FnosFailure> outage;
    private final AnswerStream stream;
    private final TaskListener task;
    private final CompletableFuture<Answer> future = new Releasing();

    // What follows is guarded by this.
    private String reqid;
    private int login;
    private boolean written;
    private boolean mayBeRepeated;
    private boolean repeated;
    private AnswerCollector collector;
    private boolean ended;
    private boolean released;
    private long lastSignOfLife = System.nanoTime();
    /** When silence ends the answer, if it may; or null. */
    private Long silenceEnds;
    private RequestQueue queue;
    private Link link;

    /** Where it stands in its queue, by which this is guarded. */
    RequestQueue.Place place = RequestQueue.Place.NOWHERE;

    /** Its neighbours among the deadlines, by which these are guarded. */
    PendingRequest previous;
    PendingRequest next;

    /** A request that is sent once, whatever the answer. */
    PendingRequest(Request request, Duration timeout, LinkHistory history) {
        this(request, timeout, history, () -> null, false, null, TaskListener.NONE);
    }

    /**
     * @param history       of its connection: watches its time, counts its failure, and knows whether silence may end answers
     * @param outage        why there is no connection, or null while there is one
     * @param mayBeRepeated whether it may be sent a second time after the NAS refused it for want of a session
     * @param stream        gets the frames, so that the answer has no payload; or null
     * @param task          hears of the task that the request may start
     */
    PendingRequest(Request request, Duration timeout, LinkHistory history, Supplier<FnosFailure> outage,
                   boolean mayBeRepeated, AnswerStream stream, TaskListener task) {
        this.request = request;
        this.timeout = timeout;
        this.outage = outage;
        this.stream = stream;
        this.task = task;
        this.mayBeRepeated = mayBeRepeated;
        // Saturates where a user means "for ever".
        this.timeoutNanos = Math.min(FOR_EVER, TimeUnit.MILLISECONDS.toNanos(timeout.toMillis()));
        this.history = history;
    }

    /** Whoever completes it, also a caller who cancels it or sets a timeout of their own, ends the request. */
    private final class Releasing extends CompletableFuture<Answer> {

        @Override
        public boolean complete(Answer answer) {
            releaseSafely(null);
            return super.complete(answer);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            releaseSafely(failure);
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            releaseSafely(null);
            return super.cancel(mayInterrupt);
        }

        /** What it holds may go to the next request, which is sent right here; if that goes wrong, this one ends nevertheless. */
        private void releaseSafely(Throwable failure) {
            try {
                release(failure);
            } catch (RuntimeException | Error e) {
                LOG.error("After {} the next request could not be sent", request.operation(), e);
            }
        }

        /** What continues from it is another's. */
        @Override
        public <T> CompletableFuture<T> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
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

    /**
     * The deadline runs from now on.
     *
     * @param line is told when the request has ended; or null
     */
    void begin(RequestQueue line) {
        synchronized (this) {
            queue = line;
        }
        history.deadlines().add(this);
    }

    /**
     * Gives the request its id, right before it is handed to the socket.
     *
     * @param  over  the link, which is to {@link Link#forget forget} the id when the request has ended
     * @param  login which login of the link it is sent under
     * @return       false if it has ended in the meantime, so that it is not to be sent
     */
    synchronized boolean sendAs(String reqid, Link over, int login) {
        if (ended) {
            return false;
        }
        this.link = over;
        this.login = login;
        this.written = false;
        this.reqid = reqid;
        this.collector = new AnswerCollector(reqid, stream == null);
        return true;
    }

    synchronized boolean hasEnded() {
        return ended;
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
     * @param json              the frame as it came
     * @param answerIdleTimeout after how much silence a single data frame then is the whole answer
     */
    Taken accept(Frame frame, byte[] json, Duration answerIdleTimeout) {
        Answer answer = null;
        Taken taken;
        String id;
        String taskId;
        synchronized (this) {
            if (ended) {
                return Taken.LATE;
            }
            id = reqid;
            lastSignOfLife = System.nanoTime();
            silenceEnds = null;
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
            task.progress(id, taskId, frame);
        }
        // Outside the lock, as it may wait for the disk; what comes in between can only be a failure or a cancellation.
        FnosFailure lost = stream == null || answer != null && answer.failed() ? null : stream.add(json);
        if (answer == null) {
            if (lost == null) {
                watchSilence(answerIdleTimeout);
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

    private void watchSilence(Duration answerIdleTimeout) {
        long end;
        synchronized (this) {
            if (ended || !collector.mayEndByIdle() || history.sendsEndFrames()) {
                return;
            }
            end = System.nanoTime() + answerIdleTimeout.toNanos();
            silenceEnds = end;
        }
        history.deadlines().ringBy(end);
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
        ended = true;
        return taken;
    }

    /** Ends the request with a failure, unless it has ended. */
    void fail(FnosFailure failure) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        future.completeExceptionally(failure);
    }

    private void complete(Answer answer) {
        if (answer.failed()) {
            future.completeExceptionally(FnosFailure.errno(request, answer));
        } else {
            future.complete(answer);
        }
    }

    /** When it ends at the latest, unless a frame comes until then; of {@link System#nanoTime}. */
    synchronized long latestEnd() {
        long deadline = lastSignOfLife + timeoutNanos;
        return silenceEnds != null && silenceEnds - deadline < 0 ? silenceEnds : deadline;
    }

    /**
     * Ends it if its time is over.
     *
     * @param  now of {@link System#nanoTime}
     * @return     whether it has ended
     */
    boolean endIfLate(long now) {
        Answer answer = null;
        FnosFailure failure = null;
        synchronized (this) {
            if (ended) {
                return true;
            }
            boolean silent = silenceEnds != null && now - silenceEnds >= 0;
            if (silent) {
                silenceEnds = null;
            }
            if (silent && collector.mayEndByIdle() && !history.sendsEndFrames()) {
                answer = collector.toAnswer();
                ended = true;
            } else if (now - lastSignOfLife >= timeoutNanos) {
                failure = late();
                ended = true;
            } else {
                return false;
            }
        }
        if (answer != null) {
            complete(answer);
            return true;
        }
        future.completeExceptionally(failure);
        return true;
    }

    private FnosFailure late() {
        FnosFailure lost = reqid == null ? outage.get() : null;
        return lost != null ? FnosFailure.noConnectionInTime(request.operation(), timeout, lost)
                : collector == null ? FnosFailure.timeoutInLine(request.operation(), timeout)
                : FnosFailure.timeout(request, reqid, timeout, collector);
    }

    /** Gives back, once, what it holds: its id, its slot, its place among the deadlines. The failure has been counted before. */
    private void release(Throwable failure) {
        String id;
        synchronized (this) {
            ended = true;
            if (released) {
                return;
            }
            released = true;
            id = reqid;
        }
        if (failure instanceof FnosFailure counted) {
            history.counters().failure(counted.category());
        }
        history.deadlines().remove(this);
        if (id != null) {
            link.forget(id);
        }
        if (queue != null) {
            queue.ended(this);
        }
    }
}
