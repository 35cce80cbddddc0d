package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether and when a connection that is lost is to be tried again, and how the present outage goes. Its connection changes
 * it under its lock; the outage may be read by anybody.
 */
final class Reconnection {

    private static final int STABLE_DELAYS = 10;

    private final ReconnectPolicy policy;
    private final LongSupplier nanoClock;
    private final Pace pace;
    private volatile Outage outage;
    private boolean ready;
    private long readySince;
    private int attemptsGivenUp;

    Reconnection(ReconnectPolicy policy) {
        this(policy, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param nanoClock gives the time in nanoseconds
     * @param random    gives numbers from 0 to 1
     */
    Reconnection(ReconnectPolicy policy, LongSupplier nanoClock, DoubleSupplier random) {
        this.policy = policy;
        this.nanoClock = nanoClock;
        this.pace = new Pace(policy, nanoClock, random);
    }

    /** The present outage, or null. */
    Outage outage() {
        return outage;
    }

    /**
     * @param  starting whether it was the attempt by which the connection was started
     * @return          whether to try again after this failure
     */
    boolean isWanted(FnosFailure failure, boolean starting) {
        int attempts = outage == null ? 0 : outage.attempts();
        return policy.enabled() && !failure.isFinal()
                && (policy.maxAttempts() == 0 || attempts < policy.maxAttempts())
                && (!starting || policy.startupFailure() == StartupFailure.reconnect);
    }

    /** The connection was lost, or an attempt to make it has failed: the next one has to wait. */
    void fail() {
        if (ready && nanoClock.getAsLong() - readySince > stablePeriod().toNanos()) {
            pace.reset();
        }
        ready = false;
        pace.fail();
    }

    /** How much of the wait is left. */
    Duration left() {
        return Duration.ofNanos(pace.left());
    }

    /** Trying goes on by itself: an outage begins, unless it has begun. */
    void beginOutage() {
        if (outage == null) {
            outage = new Outage();
            attemptsGivenUp = 0;
        }
    }

    /** The next attempt need not wait. */
    void reset() {
        pace.reset();
    }

    /** An attempt is being made. */
    void attempt() {
        if (outage != null) {
            outage.attempt();
        }
    }

    /**
     * The connection is ready.
     *
     * @return the outage that is over, or null if there was none
     */
    Outage succeed() {
        Outage over = outage;
        if (!ready) {
            ready = true;
            readySince = nanoClock.getAsLong();
        }
        outage = null;
        attemptsGivenUp = 0;
        return over;
    }

    /** Trying does not go on by itself. */
    void giveUp() {
        attemptsGivenUp = attempts();
        outage = null;
    }

    /** How many attempts were made since the connection was lost, until it was given up if it was; 0 while it is ready. */
    int attempts() {
        Outage present = outage;
        return present == null ? attemptsGivenUp : present.attempts();
    }

    /** How long a connection must last until its loss is the first again. */
    private Duration stablePeriod() {
        Duration period = policy.delay().multipliedBy(STABLE_DELAYS);
        return period.compareTo(policy.maxDelay()) < 0 ? period : policy.maxDelay();
    }
}
