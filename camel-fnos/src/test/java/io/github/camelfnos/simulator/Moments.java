package io.github.camelfnos.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** When something happened, by {@link System#nanoTime()}: the last 10,000 times, in order. */
final class Moments {

    private static final int MOST = 10_000;

    private final Deque<Long> times = new ArrayDeque<>();
    private int count;

    synchronized void addNow() {
        count++;
        times.add(System.nanoTime());
        if (times.size() > MOST) {
            times.remove();
        }
    }

    /** How many there were in all. */
    synchronized int count() {
        return count;
    }

    synchronized List<Long> times() {
        return List.copyOf(times);
    }
}
