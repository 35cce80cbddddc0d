package io.github.camelfnos.client;

import java.util.concurrent.atomic.LongAdder;

/** What a connection has counted since it was made. Safe for concurrent use. */
public final class ConnectionCounters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder lateFrames = new LongAdder();
    private final LongAdder pushes = new LongAdder();
    private final LongAdder malformedFrames = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    /** Requests handed to the socket, those of the login included. */
    public long requests() {
        return requests.sum();
    }

    /** Requests whose answer, or whose turn, did not come in time, those of the login included. */
    public long timeouts() {
        return timeouts.sum();
    }

    /** Frames of requests that had ended before. */
    public long lateFrames() {
        return lateFrames.sum();
    }

    /** Frames that answered no request of this connection. */
    public long pushes() {
        return pushes.sum();
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

    void timeout() {
        timeouts.increment();
    }

    void lateFrame() {
        lateFrames.increment();
    }

    void push() {
        pushes.increment();
    }

    void reconnect() {
        reconnects.increment();
    }

    void malformedFrame() {
        malformedFrames.increment();
    }
}
