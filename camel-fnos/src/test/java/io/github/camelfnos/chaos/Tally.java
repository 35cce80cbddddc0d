package io.github.camelfnos.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** How often what has happened, and everything that must not happen. */
public final class Tally {

    private static final int MOST_VIOLATIONS = 20;

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final List<Throwable> violations = new CopyOnWriteArrayList<>();

    public void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    void violation(Throwable violation) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(violation);
        }
    }

    public long sum() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long of(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** The first of what must not happen. */
    public List<Throwable> violations() {
        return List.copyOf(violations);
    }

    @Override
    public String toString() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums.toString();
    }
}
