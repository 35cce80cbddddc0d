package io.github.camelfnos.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What a connection has counted since it was made. Safe for concurrent use. */
public final class ConnectionCounters {

    private final LongAdder requests = new LongAdder();
    private final Map<String, LongAdder> failures = new TreeMap<>();
    private final LongAdder lateFrames = new LongAdder();
    private final LongAdder pushes = new LongAdder();
    private final LongAdder droppedPushes = new LongAdder();
    private final LongAdder malformedFrames = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    ConnectionCounters() {
        FnosFailure.categories().forEach(category -> failures.put(category, new LongAdder()));
    }

    /** Requests handed to the socket, those of the login included. */
    public long requests() {
        return requests.sum();
    }

    /** Requests whose answer, or whose turn, did not come in time, those of the login included. */
    public long timeouts() {
        return failures(FnosFailure.TIMEOUT);
    }

    /**
     * Requests that failed, for whatever reason, those of the login included. One that was repeated counts once.
     *
     * @param category one of {@link FnosFailure#categories}
     */
    public long failures(String category) {
        return failures.get(category).sum();
    }

    /** Frames of requests that had ended before. */
    public long lateFrames() {
        return lateFrames.sum();
    }

    /** Frames that answered no request of this connection. */
    public long pushes() {
        return pushes.sum();
    }

    /** Pushes that a consumer did not get, for want of room. Those of two consumers count twice. */
    public long droppedPushes() {
        return droppedPushes.sum();
    }

    /** Frames that were not one JSON object. */
    public long malformedFrames() {
        return malformedFrames.sum();
    }

    /** How often the connection was ready again after it had been lost. */
    public long reconnects() {
        return reconnects.sum();
    }

    void request() {
        requests.increment();
    }

    void failure(String category) {
        failures.get(category).increment();
    }

    void lateFrame() {
        lateFrames.increment();
    }

    void push() {
        pushes.increment();
    }

    void droppedPushes(long count) {
        droppedPushes.add(count);
    }

    void reconnect() {
        reconnects.increment();
    }

    void malformedFrame() {
        malformedFrames.increment();
    }
}
