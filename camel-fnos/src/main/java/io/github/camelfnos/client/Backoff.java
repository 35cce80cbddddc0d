package io.github.camelfnos.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before each attempt in a row: any time from zero up to a limit that grows exponentially. That is full
 * jitter, by which many clients of a NAS that comes back do not all come at the same moment. Not safe for concurrent use.
 */
final class Backoff {

    private final ReconnectPolicy policy;
    private final DoubleSupplier random;
    private double limitMillis;

    /** @param random gives numbers from 0 to 1 */
    Backoff(ReconnectPolicy policy, DoubleSupplier random) {
        this.policy = policy;
        this.random = random;
        reset();
    }

    /** The wait before the next attempt. */
    Duration next() {
        double millis = limitMillis * random.getAsDouble();
        limitMillis = Math.min(policy.maxDelay().toMillis(), limitMillis * policy.multiplier());
        return Duration.ofMillis(Math.round(millis));
    }

    /** The next attempt is the first one again. */
    void reset() {
        limitMillis = Math.min(policy.maxDelay().toMillis(), policy.delay().toMillis());
    }
}
