package io.github.camelfnos.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One user's share of a connection. Closing it twice is harmless; closing the last one closes the connection. */
public final class ConnectionHandle implements AutoCloseable {

    private final FnosConnection connection;
    private final Supplier<ConnectionHandle> another;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    ConnectionHandle(FnosConnection connection, Supplier<ConnectionHandle> another, Runnable release) {
        this.connection = connection;
        this.another = another;
        this.release = release;
    }

    public FnosConnection connection() {
        return connection;
    }

    /**
     * A further share in the same connection, for what may go on longer than this one.
     *
     * @throws IllegalStateException if the component has stopped
     */
    public ConnectionHandle share() {
        return another.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
