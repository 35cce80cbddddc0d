package io.github.camelfnos.client;

import java.util.concurrent.atomic.AtomicBoolean;

/** One user's share of a connection. Closing it twice is harmless; closing the last one closes the connection. */
public final class ConnectionHandle implements AutoCloseable {

    private final FnosConnection connection;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    ConnectionHandle(FnosConnection connection, Runnable release) {
        this.connection = connection;
        this.release = release;
    }

    public FnosConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
