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

    /** The kind of a report on a task that names none. */
    public static final String PROGRESS = "progress";

    /** What can be handed out. */
    public enum Event {
        /** The NAS has pushed a frame. */
        PUSHED,
        /** The NAS has reported on a task of this connection in a frame without a kind. */
        PROGRESS,
        /** The connection is ready. */
        CONNECTED,
        /** The connection was ready and is no more. */
        DISCONNECTED
    }

    /** Whether this is a push, and no news of the connection. */
    public boolean isPush() {
        return frame != null;
    }

    /** The kind of the push, or null where it names none. */
    public String kind() {
        return event == Event.PROGRESS ? PROGRESS : frame.kind();
    }
}
