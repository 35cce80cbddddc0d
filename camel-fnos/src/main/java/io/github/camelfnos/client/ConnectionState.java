package io.github.camelfnos.client;

import java.util.EnumSet;
import java.util.Set;

/** What a {@link FnosConnection} is doing. */
public enum ConnectionState {

    /** Not connected yet. */
    IDLE,
    /** TCP and the WebSocket upgrade are under way. */
    CONNECTING,
    /** The socket is open, the login is under way. */
    LOGGING_IN,
    /** Requests go out. */
    READY,
    /** The socket was lost, could not be opened, or the login was refused. */
    LOST,
    /** Closed for good. */
    CLOSED;

    /** The states that may follow this one. */
    Set<ConnectionState> successors() {
        return switch (this) {
            case IDLE, LOST -> EnumSet.of(CONNECTING, CLOSED);
            case CONNECTING -> EnumSet.of(LOGGING_IN, LOST, CLOSED);
            case LOGGING_IN -> EnumSet.of(READY, LOST, CLOSED);
            case READY -> EnumSet.of(LOST, CLOSED);
            case CLOSED -> EnumSet.noneOf(ConnectionState.class);
        };
    }
}
