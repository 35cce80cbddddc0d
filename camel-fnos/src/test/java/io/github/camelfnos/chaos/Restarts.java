package io.github.camelfnos.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that stops something and starts it again, now and then. */
public final class Restarts implements AutoCloseable {

    private static final int LEAST_MILLIS = 1_000;
    private static final int MORE_MILLIS = 4_000;
    private static final int PATIENCE_MILLIS = 60_000;

    private final List<Callable<String>> restarts;
    private final Random random;
    private final Tally done;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "chaos-restarts");

    /** @param restarts each stops something, starts it again, and says what it was */
    public Restarts(List<Callable<String>> restarts, long seed, Tally done) {
        this.restarts = restarts;
        this.random = new Random(seed);
        this.done = done;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!over.await(LEAST_MILLIS + random.nextInt(MORE_MILLIS), TimeUnit.MILLISECONDS)) {
                done.count(restarts.get(random.nextInt(restarts.size())).call());
            }
        } catch (Throwable e) {
            done.violation(new AssertionError("A restart failed: " + e, e));
        }
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join(PATIENCE_MILLIS);
        if (thread.isAlive()) {
            throw new AssertionError("A restart does not end");
        }
    }
}
