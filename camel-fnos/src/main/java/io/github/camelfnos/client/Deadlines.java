package io.github.camelfnos.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the requests of a connection that take too long. There is one alarm for all of them, set to the earliest end that any of
 * them may have. Most requests are answered long before, so it rings about once in a {@code requestTimeout}, however many requests
 * there are; an alarm for each of them would cost more than the rest of a short request. Safe for concurrent use.
 */
final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    /** In nanoseconds; some requests may take for ever. */
    private static final long LONGEST_SLEEP = TimeUnit.DAYS.toNanos(1);

    /** Until a request is looked at again whose end went wrong, in nanoseconds. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final ScheduledExecutorService timer;

    // What follows is changed under the lock of this.
    /** Those that are looked after, linked with each other. */
    private PendingRequest first;
    private volatile Alarm alarm;
    private boolean closed;

    Deadlines(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** @param at when it rings, by {@link System#nanoTime} */
    private record Alarm(long at, Future<?> task) {
    }

    /** Looks after a request from now on. */
    void add(PendingRequest request) {
        synchronized (this) {
            request.next = first;
            if (first != null) {
                first.previous = request;
            }
            first = request;
        }
        ringBy(request.latestEnd());
    }

    /** To be called once. */
    synchronized void remove(PendingRequest request) {
        if (request.previous != null) {
            request.previous.next = request.next;
        } else if (first == request) {
            first = request.next;
        }
        if (request.next != null) {
            request.next.previous = request.previous;
        }
        // Or whoever keeps one that has ended would keep all that came after it.
        request.previous = null;
        request.next = null;
        if (closed) {
            cancelIfIdle();
        }
    }

    /**
     * Sees to it that all requests are looked at by then.
     *
     * @param nanos of {@link System#nanoTime}
     */
    void ringBy(long nanos) {
        Alarm set = alarm;
        if (set == null || nanos - set.at < 0) {
            setAlarm(nanos);
        }
    }

    private synchronized void setAlarm(long nanos) {
        if (alarm != null) {
            if (nanos - alarm.at >= 0) {
                return;
            }
            alarm.task.cancel(false);
            // The next request tries again if this one finds no memory for its alarm.
            alarm = null;
        }
        try {
            alarm = new Alarm(nanos, timer.schedule(this::ring, nanos - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.trace("The timer has ended, and so has the connection", e);
        }
    }

    private void ring() {
        synchronized (this) {
            // Who comes from here on is seen below or sets a new one.
            alarm = null;
        }
        long now = System.nanoTime();
        long earliest = now + LONGEST_SLEEP;
        boolean any = false;
        for (PendingRequest request : all()) {
            try {
                if (!request.endIfLate(now)) {
                    long end = request.latestEnd();
                    earliest = end - earliest < 0 ? end : earliest;
                    any = true;
                }
            } catch (RuntimeException | Error e) {
                // Of whoever continues, or for want of memory; the others must not suffer from it, and this one may have to be ended yet.
                LOG.error("The end of a request that took too long went wrong", e);
                earliest = now + PAUSE - earliest < 0 ? now + PAUSE : earliest;
                any = true;
            }
        }
        if (any) {
            ringBy(earliest);
        }
    }

    private synchronized List<PendingRequest> all() {
        List<PendingRequest> all = new ArrayList<>();
        for (PendingRequest request = first; request != null; request = request.next) {
            all.add(request);
        }
        return all;
    }

    /** Nothing new comes from now on; what is still there ends by itself. */
    synchronized void close() {
        closed = true;
        cancelIfIdle();
    }

    private void cancelIfIdle() {
        if (first == null && alarm != null) {
            alarm.task.cancel(false);
            alarm = null;
        }
    }
}
