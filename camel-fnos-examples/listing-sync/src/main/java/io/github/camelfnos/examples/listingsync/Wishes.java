package io.github.camelfnos.examples.listingsync;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wishes for a further run: however many there are while one goes on, one run follows. */
public final class Wishes {

    private final Semaphore wished = new Semaphore(0);

    /** The NAS has pushed that something has changed. */
    public void add() {
        wished.release();
    }

    /** Waits for one, or for this long. */
    void await(Duration atMost) throws InterruptedException {
        wished.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        wished.drainPermits();
    }
}
