package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.protocol.Request;

/**
 * Finds out that the NAS has dropped the session without a word. It goes on answering the heartbeat then, and pushes nothing any more;
 * only a signed request hears of it. So as long as somebody is subscribed to pushes, one is made in each heartbeat interval in which
 * nobody else makes any. What becomes of a session that is found gone is the same as for any request.
 */
final class SessionProbe {

    private static final Request CHEAP = new Request("user.info", Map.of());

    private final FnosConnection connection;
    private final ScheduledExecutorService timer;
    private long requestsBefore;
    private Future<?> ticks;

    SessionProbe(FnosConnection connection, ScheduledExecutorService timer) {
        this.connection = connection;
        this.timer = timer;
    }

    /** Begins, unless it has begun; it ends by itself when nobody is subscribed any more. */
    synchronized void start() {
        Duration interval = connection.settings().timing().heartbeatInterval();
        if (ticks != null || interval.isZero() || connection.settings().account().anonymous()) {
            return;
        }
        requestsBefore = connection.counters().requests();
        ticks = timer.scheduleWithFixedDelay(this::tick, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends, or begins again when it is started again. */
    synchronized void stop() {
        if (ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
    }

    private synchronized void tick() {
        if (connection.subscriptions().isEmpty()) {
            stop();
            return;
        }
        if (connection.counters().requests() == requestsBefore && connection.state() == ConnectionState.READY) {
            connection.request(CHEAP, connection.settings().timing().connectTimeout());
        }
        requestsBefore = connection.counters().requests();
    }
}
