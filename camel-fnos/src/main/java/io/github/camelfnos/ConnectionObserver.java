package io.github.camelfnos;

import io.github.camelfnos.client.FnosConnection;

/** Shows the connections of a component to somebody outside. Called by one thread at a time. */
interface ConnectionObserver {

    /**
     * Shows a connection from now on.
     *
     * @param name of no other connection at present
     */
    void begin(String name, FnosConnection connection);

    /** Shows the connection of this name no longer. */
    void end(String name);
}
