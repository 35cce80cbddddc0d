package io.github.camelfnos.client;

import java.util.EnumSet;
import java.util.Set;

/** What a {@link FnosConnection} is doing. */
public enum ConnectionState {

    /** Not connected yet. */
    IDLE,
    /** TCP and the WebSocket upgrade are under way. */
    CONNECTING,
    /** The socket is open; the login, or the resume of a session, is under way. */
    LOGGING_IN,
    /** Requests go out. */
    READY,
    /** The socket was lost or could not be opened; the next attempt comes by itself. */
    BACKING_OFF,
    /** Given up: the login was refused, the session ended for good, or there are to be no further attempts. */
    FAILED,
    /** Closed for good. */
    CLOSED;

    /** The states that may follow this one. */
    Set<ConnectionState> successors() {
        return switch (this) {
            case IDLE, FAILED -> EnumSet.of(CONNECTING, BACKING_OFF, FAILED, CLOSED);
            case CONNECTING -> EnumSet.of(LOGGING_IN, BACKING_OFF, FAILED, CLOSED);
            case LOGGING_IN -> EnumSet.of(READY, BACKING_OFF, FAILED, CLOSED);
            case READY -> EnumSet.of(LOGGING_IN, BACKING_OFF, FAILED, CLOSED);
            case BACKING_OFF -> EnumSet.of(CONNECTING, FAILED, CLOSED);
            case CLOSED -> EnumSet.noneOf(ConnectionState.class);
        };
    }
}
