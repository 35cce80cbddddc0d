package io.github.camelfnos.client;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides when a request may go out: at most {@code maxInFlight} at once, the others wait in order and hold no thread,
 * and beyond ten times as many in waiting a request is refused.
 *
 * <p>
 * Safe for concurrent use. Requests are sent outside the lock but by one thread at a time, so that they go out in the
 * order in which they came.
 */
final class RequestQueue {

    private static final int WAITING_PER_SLOT = 10;

    private final int maxInFlight;
    private final int capacity;

    // What follows is guarded by this.
    private final LinkedHashSet<PendingRequest> waiting = new LinkedHashSet<>();
    private final Set<PendingRequest> inFlight = new HashSet<>();
    private Link link;
    private String refusal = "it was never opened";
    private boolean sending;

    RequestQueue(int maxInFlight) {
        this.maxInFlight = maxInFlight;
        this.capacity = maxInFlight + WAITING_PER_SLOT * maxInFlight;
    }

    /** Sends the request now or when its turn comes; a refused one fails at once. */
    void submit(PendingRequest request) {
        FnosFailure failure = null;
        synchronized (this) {
            if (refusal != null) {
                failure = notConnected(request);
            } else if (inFlight.size() + waiting.size() >= capacity) {
                failure = FnosFailure.busy(request.request().operation(), inFlight.size(), waiting.size());
            } else {
                waiting.add(request);
            }
        }
        if (failure != null) {
            request.fail(failure);
            return;
        }
        request.future().whenComplete((answer, problem) -> ended(request));
        request.startDeadline();
        sendWaiting();
    }

    /** From now on requests wait for a link. */
    synchronized void hold() {
        link = null;
        refusal = null;
    }

    /** From now on requests go out over this link; those that wait are to be {@link #sendWaiting sent} next. */
    synchronized void open(Link link) {
        this.link = link;
        this.refusal = null;
    }

    /**
     * From now on requests are refused. Those that wait are to be {@link #failWaiting failed} next, outside the caller's
     * locks; those in flight are their link's to fail.
     *
     * @param reason why there is no connection, a clause
     */
    synchronized void refuse(String reason) {
        link = null;
        refusal = reason;
    }

    /** Fails what waits, if requests are refused. */
    void failWaiting() {
        Map<PendingRequest, FnosFailure> refused = new LinkedHashMap<>();
        synchronized (this) {
            if (refusal != null) {
                waiting.forEach(request -> refused.put(request, notConnected(request)));
            }
        }
        refused.forEach(PendingRequest::fail);
    }

    /** How many requests have been sent and are not answered. */
    synchronized int inFlight() {
        return inFlight.size();
    }

    /** How many requests wait for their turn. */
    synchronized int waiting() {
        return waiting.size();
    }

    private void ended(PendingRequest request) {
        synchronized (this) {
            if (!inFlight.remove(request)) {
                waiting.remove(request);
            }
        }
        sendWaiting();
    }

    /** Sends what waits, as far as there are slots; outside the caller's locks. */
    void sendWaiting() {
        PendingRequest next;
        Link to;
        while (true) {
            synchronized (this) {
                // Whoever is sending looks again before it leaves, so nothing is forgotten here.
                if (sending || link == null || waiting.isEmpty() || inFlight.size() >= maxInFlight) {
                    return;
                }
                Iterator<PendingRequest> first = waiting.iterator();
                next = first.next();
                first.remove();
                inFlight.add(next);
                to = link;
                sending = true;
            }
            try {
                to.send(next);
            } finally {
                synchronized (this) {
                    sending = false;
                }
            }
        }
    }

    private FnosFailure notConnected(PendingRequest request) {
        return FnosFailure.connection(request.request().operation() + " was not sent: " + refusal,
                request.request().operation(), null, false);
    }
}
