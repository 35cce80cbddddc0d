package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether and when a connection that is lost is to be tried again, and how the present outage goes. Its connection changes
 * it under its lock; the outage may be read by anybody.
 */
final class Reconnection {

    private final ReconnectPolicy policy;
    private final Backoff backoff;
    private volatile Outage outage;
    private boolean ready;
    private long readySince;

    Reconnection(ReconnectPolicy policy) {
        this.policy = policy;
        this.backoff = new Backoff(policy, () -> ThreadLocalRandom.current().nextDouble());
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

    /** The wait before the next attempt; the first one begins an outage. */
    Duration plan() {
        if (ready && System.nanoTime() - readySince > policy.maxDelay().toNanos()) {
            backoff.reset();
        }
        ready = false;
        if (outage == null) {
            outage = new Outage();
        }
        Duration delay = backoff.next();
        outage.plan(delay);
        return delay;
    }

    /** An attempt is being made. */
    void attempt() {
        outage.attempt();
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
            readySince = System.nanoTime();
        }
        outage = null;
        return over;
    }

    /** There are to be no more attempts, or they begin anew. */
    void end() {
        outage = null;
        ready = false;
        backoff.reset();
    }
}
