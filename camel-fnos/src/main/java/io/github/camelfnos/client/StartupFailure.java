package io.github.camelfnos.client;

/** What a first attempt to connect that fails means. A refused login is a failure in both cases. */
public enum StartupFailure {

    /** The start fails. */
    fail,
    /** The start succeeds, and the connection goes on trying. */
    reconnect
}
