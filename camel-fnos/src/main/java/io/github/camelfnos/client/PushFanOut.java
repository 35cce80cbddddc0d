package io.github.camelfnos.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelfnos.protocol.Frame;

/** Brings the pushes of a connection to everybody who has subscribed to them. Safe for concurrent use. */
final class PushFanOut {

    private final ConnectionCounters counters;
    private final List<PushSubscription> subscriptions = new CopyOnWriteArrayList<>();

    /** @param counters counts what does not arrive */
    PushFanOut(ConnectionCounters counters) {
        this.counters = counters;
    }

    PushSubscription subscribe(PushSettings settings) {
        PushSubscription[] self = new PushSubscription[1];
        self[0] = new PushSubscription(settings, counters, () -> subscriptions.remove(self[0]));
        subscriptions.add(self[0]);
        return self[0];
    }

    List<PushSubscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** @param json the frame as it came */
    void push(Link source, Frame frame, byte[] json) {
        push(source, Push.Event.PUSHED, frame.kind(), json);
    }

    /** A report on a task that a request in flight has started: a push too, named {@value Push#PROGRESS} where it has no name. */
    void progress(Link source, Frame frame, byte[] json) {
        if (frame.kind() == null) {
            push(source, Push.Event.PROGRESS, Push.PROGRESS, json);
        } else {
            push(source, frame, json);
        }
    }

    private void push(Link source, Push.Event event, String kind, byte[] json) {
        for (PushSubscription subscription : subscriptions) {
            if (subscription.wants(kind)) {
                subscription.push(source.number(), event, json);
            }
        }
    }

    void ready(Link link) {
        subscriptions.forEach(subscription -> subscription.ready(link.number()));
    }

    void lost(Link link) {
        subscriptions.forEach(subscription -> subscription.lost(link.number()));
    }

    void missed() {
        subscriptions.forEach(PushSubscription::missed);
    }
}
