package io.github.camelfnos.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps what fails from being tried too often: after each failure the next attempt has to wait as its {@link Backoff} says.
 * Not safe for concurrent use.
 */
final class Pace {

    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private long failedAt;
    private long wait;

    Pace(ReconnectPolicy policy) {
        this(policy, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param nanoClock gives the time in nanoseconds
     * @param random    gives numbers from 0 to 1
     */
    Pace(ReconnectPolicy policy, LongSupplier nanoClock, DoubleSupplier random) {
        this.backoff = new Backoff(policy, random);
        this.nanoClock = nanoClock;
    }

    /** An attempt has failed; the wait until the next begins now. */
    void fail() {
        failedAt = nanoClock.getAsLong();
        wait = backoff.next().toNanos();
    }

    /** How much of the wait is left, in nanoseconds, at least 0. */
    long left() {
        return wait == 0 ? 0 : Math.max(0, wait - (nanoClock.getAsLong() - failedAt));
    }

    /** The next attempt need not wait, and the next failure is the first again. */
    void reset() {
        backoff.reset();
        wait = 0;
    }
}
