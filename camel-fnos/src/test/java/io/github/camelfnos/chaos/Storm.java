package io.github.camelfnos.chaos;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;

/** A thread that brings random faults over a network and a NAS, with calm in between. */
public final class Storm implements AutoCloseable {

    private static final int LONGEST_CALM = 1_500;
    private static final int PATIENCE_MILLIS = 60_000;

    private final FaultProxy proxy;
    private final FnosSimulator nas;
    private final Random random;
    private final Tally faults;
    private volatile long lastSessionFault = Long.MIN_VALUE;
    private volatile long secondLastSessionFault = Long.MIN_VALUE;
    private final AtomicLong forgettingFaults = new AtomicLong();
    private final AtomicLong calmNanos = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object turn = new Object();
    private final Thread thread = new Thread(this::run, "chaos-storm");

    public Storm(FaultProxy proxy, FnosSimulator nas, long seed, Tally faults) {
        this.proxy = proxy;
        this.nas = nas;
        this.random = new Random(seed);
        this.faults = faults;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            do {
                strike();
            } while (!rest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            faults.violation(e);
        }
    }

    private void strike() throws InterruptedException {
        synchronized (turn) {
            Fault first = Fault.any(random);
            begin(first);
            Fault longest = first;
            if (random.nextInt(4) == 0) {
                Fault second = Fault.any(random);
                begin(second);
                longest = second.lasts() ? second : first;
            }
            if (longest.lasts()) {
                over.await(longest.duration(random), TimeUnit.MILLISECONDS);
            }
            calm();
        }
    }

    private void begin(Fault fault) {
        faults.count(fault.name());
        if (fault.endsSessions()) {
            secondLastSessionFault = lastSessionFault;
            lastSessionFault = System.nanoTime();
        }
        if (fault.forgetsTokens()) {
            forgettingFaults.incrementAndGet();
        }
        fault.begin(proxy, nas, random);
    }

    private void calm() {
        proxy.calm();
        nas.faults().dropPongs(false);
        nas.faults().stopAnswering(false);
    }

    private boolean rest() throws InterruptedException {
        long began = System.nanoTime();
        boolean ended = over.await(100 + random.nextInt(LONGEST_CALM - 100), TimeUnit.MILLISECONDS);
        calmNanos.addAndGet(System.nanoTime() - began);
        return ended;
    }

    /** Does something while no fault begins or lasts; connections may still be lost from the last one. */
    public void whileCalm(Runnable action) {
        synchronized (turn) {
            nas.faults().listenAgain();
            action.run();
        }
    }

    /** When the sessions of sockets that stay open were ended, by {@link System#nanoTime()}: the last time but one. */
    long secondLastSessionFault() {
        return secondLastSessionFault;
    }

    /** How often tokens were forgotten. */
    public long forgettingFaults() {
        return forgettingFaults.get();
    }

    public double calmSeconds() {
        return calmNanos.get() / 1e9;
    }

    /** Ends it; all is calm then. */
    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join(PATIENCE_MILLIS);
        nas.faults().listenAgain();
    }
}
