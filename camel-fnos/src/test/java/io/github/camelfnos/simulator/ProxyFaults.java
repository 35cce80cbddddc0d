package io.github.camelfnos.simulator;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What the proxy does wrong at present. It belongs to the proxy's thread. */
final class ProxyFaults {

    private final Set<Direction> frozen = EnumSet.noneOf(Direction.class);
    private final Map<Direction, CutPoint> cutPoints = new EnumMap<>(Direction.class);
    private long delayNanos;
    private int bytesPerSecond;
    private boolean acceptAndClose;
    private boolean swallow;

    boolean isFrozen(Direction direction) {
        return frozen.contains(direction);
    }

    void freeze(Direction direction) {
        frozen.add(direction);
    }

    void thaw(Direction direction) {
        frozen.remove(direction);
    }

    CutPoint cutPoint(Direction direction) {
        return cutPoints.getOrDefault(direction, CutPoint.NEVER);
    }

    void cutAt(Direction direction, CutPoint cutPoint) {
        cutPoints.put(direction, cutPoint);
    }

    long delayNanos() {
        return delayNanos;
    }

    void delay(long nanos) {
        delayNanos = nanos;
    }

    /** 0 is no limit. */
    int bytesPerSecond() {
        return bytesPerSecond;
    }

    void throttle(int newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    boolean acceptsAndCloses() {
        return acceptAndClose;
    }

    void acceptAndClose(boolean wanted) {
        acceptAndClose = wanted;
    }

    boolean swallows() {
        return swallow;
    }

    void swallow(boolean wanted) {
        swallow = wanted;
    }

    void clear() {
        frozen.clear();
        cutPoints.clear();
        delayNanos = 0;
        bytesPerSecond = 0;
        acceptAndClose = false;
        swallow = false;
    }
}
