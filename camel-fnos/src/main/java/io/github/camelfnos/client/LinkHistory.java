package io.github.camelfnos.client;

import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.protocol.RequestIds;

/**
 * What a connection keeps from one socket to the next: the ids it has given and those that have ended, the deadlines of requests, what
 * it has counted, and whether its server is known to end answers properly. Safe for concurrent use.
 */
final class LinkHistory {

    private final RequestIds ids = new RequestIds(() -> System.currentTimeMillis() / 1000);
    private final EndedRequests endedRequests = new EndedRequests();
    private final ConnectionCounters counters = new ConnectionCounters();
    private final Deadlines deadlines;
    private final AtomicInteger links = new AtomicInteger();
    private final AtomicBoolean sendsEndFrames = new AtomicBoolean();
    /** Milliseconds since 1970, or 0. */
    private volatile long lastFrame;

    /** @param timer runs the deadlines of requests */
    LinkHistory(ScheduledExecutorService timer) {
        deadlines = new Deadlines(timer);
    }

    /** The number of one more socket, from 1. */
    int nextLink() {
        return links.incrementAndGet();
    }

    RequestIds ids() {
        return ids;
    }

    EndedRequests endedRequests() {
        return endedRequests;
    }

    ConnectionCounters counters() {
        return counters;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    void frameCame() {
        lastFrame = System.currentTimeMillis();
    }

    /** When the last frame came, or null if none did. */
    Instant lastFrame() {
        long millis = lastFrame;
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /** Whether this server has ended an answer after its data; then silence never does (protocol, section 5). */
    boolean sendsEndFrames() {
        return sendsEndFrames.get();
    }

    void sawEndFrame() {
        sendsEndFrames.set(true);
    }
}
