package io.github.camelfnos.client;

import io.github.camelfnos.protocol.Frame;

/**
 * What a {@link PushSubscription} hands out: a push, or the news that pushes can come again or no more.
 *
 * @param event    what it is
 * @param sequence for a push, its place among those that came for this subscription, from 1; otherwise 0
 * @param gap      for a push, whether others may have been missed just before it
 * @param frame    the push, or null
 */
public record Push(Event event, long sequence, boolean gap, Frame frame) {

    /** What can be handed out. */
    public enum Event {
        /** The NAS has pushed a frame. */
        PUSHED,
        /** The connection is ready. */
        CONNECTED,
        /** The connection was ready and is no more. */
        DISCONNECTED
    }
}
