package io.github.camelfnos.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/** Keeps a number of requests in flight for a while, each followed by the next, and measures. */
final class Load {

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Whose threads outlive a measurement, so that what they allocated is known. */
    private static final ExecutorService CALLERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });
    private static final int MAX_SAMPLES = 4_000_000;

    private final Contender contender;
    private final String operation;
    private final int inFlight;
    private final long end;
    private final long[] nanos = new long[MAX_SAMPLES];
    private final AtomicInteger answers = new AtomicInteger();
    private final CountDownLatch left;

    private Load(Contender contender, String operation, int inFlight, Duration time) {
        this.contender = contender;
        this.operation = operation;
        this.inFlight = inFlight;
        this.left = new CountDownLatch(inFlight);
        this.end = System.nanoTime() + time.toNanos();
    }

    static Figures measure(Contender contender, String operation, int inFlight, Duration time) throws InterruptedException {
        return new Load(contender, operation, inFlight, time).run();
    }

    private Figures run() throws InterruptedException {
        long begin = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        long allocated = allocated();
        for (int i = 0; i < inFlight; i++) {
            if (contender.isSynchronous()) {
                CALLERS.execute(this::sendAgainAndAgain);
            } else {
                send();
            }
        }
        if (!left.await(time() + 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(contender.name() + " has " + left.getCount() + " requests in flight that are not answered");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        int count = answers.get();
        long usedCpu = SYSTEM.getProcessCpuTime() - cpu;
        long bytes = allocated() - allocated;
        int samples = Math.min(count, MAX_SAMPLES);
        Arrays.sort(nanos, 0, samples);
        return new Figures(count / seconds, nanos[samples / 2] / 1e3, nanos[(int) (samples * 0.99)] / 1e3, usedCpu / 1e3 / count,
                (double) bytes / count);
    }

    private long time() {
        return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, end - System.nanoTime()));
    }

    private void send() {
        long sent = System.nanoTime();
        contender.send(operation, () -> {
            if (record(sent)) {
                send();
            } else {
                left.countDown();
            }
        });
    }

    private void sendAgainAndAgain() {
        boolean more = true;
        while (more) {
            long sent = System.nanoTime();
            contender.send(operation, () -> {
            });
            more = record(sent);
        }
        left.countDown();
    }

    private boolean record(long sent) {
        long now = System.nanoTime();
        int n = answers.getAndIncrement();
        if (n < MAX_SAMPLES) {
            nanos[n] = now - sent;
        }
        return now < end;
    }

    /** By all threads that live; those of the pools outlive a measurement. */
    static long allocated() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
