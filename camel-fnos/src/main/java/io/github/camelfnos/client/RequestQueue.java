package io.github.camelfnos.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Decides when a request may go out: at most {@code maxInFlight} at once, the others wait in order and hold no thread,
 * and beyond ten times as many in waiting a request is refused.
 *
 * <p>
 * Safe for concurrent use. Requests are sent outside the lock but by one thread at a time, so that they go out in the
 * order in which they came.
 */
final class RequestQueue {

    /** Where a request stands. */
    enum Place {
        NOWHERE, WAITING, RETURNED, IN_FLIGHT, ENDED
    }

    private static final int WAITING_PER_SLOT = 10;

    private final int maxInFlight;

    // What follows is guarded by this.
    private final LinkedHashSet<PendingRequest> waiting = new LinkedHashSet<>();
    /** Those that had their turn and were not carried out; they go first. */
    private final LinkedHashSet<PendingRequest> returned = new LinkedHashSet<>();
    private int inFlight;
    private Link link;
    private FnosFailure refusal;
    private boolean sending;

    /** A queue that refuses requests for the time being. */
    RequestQueue(int maxInFlight, FnosFailure refusal) {
        this.maxInFlight = maxInFlight;
        this.refusal = refusal;
    }

    /** Sends the request now or when its turn comes; a refused one fails at once. */
    void submit(PendingRequest request) {
        request.begin(this);
        FnosFailure failure = null;
        Link free = null;
        synchronized (this) {
            if (request.place == Place.ENDED) {
                // Its time was over before it got here.
                return;
            }
            if (refusal != null) {
                failure = notConnected(request);
            } else if (isFull()) {
                failure = FnosFailure.busy(request.request().operation(), inFlight, waiting.size());
            } else if (mayBeSent() && returned.isEmpty() && waiting.isEmpty()) {
                free = takeTurn(request);
            } else {
                waiting.add(request);
                request.place = Place.WAITING;
            }
        }
        if (failure != null) {
            request.fail(failure);
            return;
        }
        if (free != null) {
            send(request, free);
        }
        sendWaiting();
    }

    /**
     * Takes a request back that the NAS has refused unseen, or that was not written: it waits again, before those that have
     * not had their turn.
     */
    void takeBack(PendingRequest request) {
        FnosFailure failure = null;
        synchronized (this) {
            // Otherwise it has ended in the meantime.
            if (request.place == Place.IN_FLIGHT) {
                inFlight--;
                if (refusal == null) {
                    returned.add(request);
                    request.place = Place.RETURNED;
                } else {
                    request.place = Place.NOWHERE;
                    failure = notConnected(request);
                }
            }
        }
        if (failure != null) {
            request.fail(failure);
        }
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
     * @param reason why there is no connection
     */
    synchronized void refuse(FnosFailure reason) {
        link = null;
        refusal = reason;
    }

    /** Fails what waits, if requests are refused. */
    void failWaiting() {
        Map<PendingRequest, FnosFailure> refused = new LinkedHashMap<>();
        synchronized (this) {
            if (refusal != null) {
                returned.forEach(request -> refused.put(request, notConnected(request)));
                waiting.forEach(request -> refused.put(request, notConnected(request)));
            }
        }
        refused.forEach(PendingRequest::fail);
    }

    /** How many requests have been sent and are not answered. */
    synchronized int inFlight() {
        return inFlight;
    }

    /** How many requests wait for their turn. */
    synchronized int waiting() {
        return returned.size() + waiting.size();
    }

    /** Without a connection nothing is in flight, and the slots do not count. */
    private boolean isFull() {
        int slots = link == null ? 0 : maxInFlight;
        return inFlight + returned.size() + waiting.size() >= slots + WAITING_PER_SLOT * maxInFlight;
    }

    /** The request has ended, wherever it stood. */
    void ended(PendingRequest request) {
        synchronized (this) {
            switch (request.place) {
                case IN_FLIGHT -> inFlight--;
                case RETURNED -> returned.remove(request);
                case WAITING -> waiting.remove(request);
                case NOWHERE, ENDED -> {
                    // It held nothing.
                }
            }
            request.place = Place.ENDED;
        }
        sendWaiting();
    }

    private boolean mayBeSent() {
        return link != null && !sending && inFlight < maxInFlight;
    }

    private Link takeTurn(PendingRequest request) {
        inFlight++;
        request.place = Place.IN_FLIGHT;
        sending = true;
        return link;
    }

    /** Sends what waits, as far as there are slots; outside the caller's locks. */
    void sendWaiting() {
        PendingRequest next;
        Link to;
        while (true) {
            synchronized (this) {
                // Whoever is sending looks again before it leaves, so nothing is forgotten here.
                LinkedHashSet<PendingRequest> line = returned.isEmpty() ? waiting : returned;
                if (line.isEmpty() || !mayBeSent()) {
                    return;
                }
                Iterator<PendingRequest> first = line.iterator();
                next = first.next();
                first.remove();
                to = takeTurn(next);
            }
            send(next, to);
        }
    }

    /** By whoever has the turn, which it gives back. */
    private void send(PendingRequest request, Link to) {
        try {
            if (!to.send(request)) {
                leave(to);
                takeBack(request);
            }
        } finally {
            synchronized (this) {
                sending = false;
            }
        }
    }

    /** This link has ended, of which its owner will hear; nothing else is to be tried on it. */
    private synchronized void leave(Link ended) {
        if (link == ended) {
            link = null;
        }
    }

    private FnosFailure notConnected(PendingRequest request) {
        return FnosFailure.notSent(request.request().operation(), refusal);
    }
}
