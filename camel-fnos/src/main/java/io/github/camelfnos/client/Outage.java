package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Locale;

/** The time from the loss of a connection until it is ready again. Written under the connection's lock, read by anybody. */
final class Outage {

    private final long began = System.nanoTime();
    private volatile int attempts;

    /** An attempt is being made. */
    void attempt() {
        attempts++;
    }

    /** How many attempts have been made. */
    int attempts() {
        return attempts;
    }

    /** Its length, and how many attempts it took. */
    @Override
    public String toString() {
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.1f s and %d attempt%s", seconds, attempts, attempts == 1 ? "" : "s");
    }
}
