package io.github.camelfnos.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final ScheduledExecutorService timer;
    private final ConnectionCounters counters;
    private final Set<PendingRequest> requests = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Changed under the lock of this. */
    private volatile Alarm alarm;

    /** @param counters counts those that time out */
    Deadlines(ScheduledExecutorService timer, ConnectionCounters counters) {
        this.timer = timer;
        this.counters = counters;
    }

    /** @param at when it rings, by {@link System#nanoTime} */
    private record Alarm(long at, Future<?> task) {
    }

    /** Looks after a request from now on. */
    void add(PendingRequest request) {
        requests.add(request);
        ringBy(request.latestEnd());
    }

    void remove(PendingRequest request) {
        requests.remove(request);
        if (closed) {
            cancelIfIdle();
        }
    }

    /** To be told before the request does. */
    void timedOut() {
        counters.timeout();
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
        for (PendingRequest request : requests) {
            if (!request.endIfLate(now)) {
                ringBy(request.latestEnd());
            }
        }
    }

    /** Nothing new comes from now on; what is still there ends by itself. */
    void close() {
        closed = true;
        cancelIfIdle();
    }

    private synchronized void cancelIfIdle() {
        if (requests.isEmpty() && alarm != null) {
            alarm.task.cancel(false);
            alarm = null;
        }
    }
}
