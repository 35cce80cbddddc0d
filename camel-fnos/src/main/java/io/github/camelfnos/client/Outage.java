package io.github.camelfnos.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The time from the loss of a connection until it is ready again. Written under the connection's lock, read by anybody. */
final class Outage {

    private final long began = System.nanoTime();
    private volatile int attempts;
    private volatile Instant nextAttempt;

    /** The next attempt was planned. */
    void plan(Duration delay) {
        nextAttempt = Instant.now().plus(delay);
    }

    /** An attempt is being made. */
    void attempt() {
        attempts++;
        nextAttempt = null;
    }

    /** How many attempts have been made. */
    int attempts() {
        return attempts;
    }

    /** When the next attempt is due, or null while one is being made. */
    Instant nextAttempt() {
        return nextAttempt;
    }

    /** Its length, and how many attempts it took. */
    @Override
    public String toString() {
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.1f s and %d attempt%s", seconds, attempts, attempts == 1 ? "" : "s");
    }
}
