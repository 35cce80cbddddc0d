package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds out that a peer is dead though its socket looks open (protocol, section 7): sends the heartbeat once an interval,
 * and reports the peer as dead after so many intervals in a row in which nothing came. Any frame is a sign of life, since
 * some boxes never answer a heartbeat. WebSocket-level pings are never sent, for the NAS does not answer them.
 */
final class Heartbeat {

    private final ScheduledExecutorService timer;
    private final Duration interval;
    private final int maxMissed;
    private final Runnable ping;
    private final Consumer<String> dead;
    private volatile boolean heard;
    private int missed;

    // What follows is guarded by this.
    private Future<?> ticks;
    private boolean stopped;

    /**
     * @param ping sends the heartbeat
     * @param dead hears, with a clause that says why, that the peer is dead
     */
    Heartbeat(ScheduledExecutorService timer, Timing timing, Runnable ping, Consumer<String> dead) {
        this.timer = timer;
        this.interval = timing.heartbeatInterval();
        this.maxMissed = timing.heartbeatMaxMissed();
        this.ping = ping;
        this.dead = dead;
    }

    /** Begins, unless it has begun or ended; does nothing where the interval is zero. */
    synchronized void start() {
        if (stopped || ticks != null || interval.isZero()) {
            return;
        }
        heard = true;
        long millis = interval.toMillis();
        // With a fixed delay, so that a machine that slept does not catch up on intervals in which nothing could come.
        ticks = timer.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Ends for good. */
    synchronized void stop() {
        stopped = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    /** A frame has come. */
    void hear() {
        // Most frames find it so, and to look costs less than to write.
        if (!heard) {
            heard = true;
        }
    }

    /** Runs on the timer, never twice at once. */
    private void tick() {
        missed = heard ? 0 : missed + 1;
        heard = false;
        if (missed < maxMissed) {
            ping.run();
        } else {
            stop();
            dead.accept("nothing came from the NAS for " + missed + " heartbeat intervals of " + interval.toMillis() + " ms");
        }
    }
}
