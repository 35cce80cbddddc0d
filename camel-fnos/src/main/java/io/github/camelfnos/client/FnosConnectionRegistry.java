package io.github.camelfnos.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelfnos.transport.FrameSocketFactory;

/**
 * The connections of a component: equal settings share one, through handles of which the last one closes it. Safe for concurrent use.
 */
public final class FnosConnectionRegistry implements AutoCloseable {

    private final FrameSocketFactory sockets;
    private final ScheduledExecutorService timer;
    private final Map<ConnectionSettings, SharedConnection> connections = new HashMap<>();

    /**
     * @param sockets makes the sockets of all connections
     * @param timer   runs their deadlines; it is the caller's to shut down, after this registry is closed
     */
    public FnosConnectionRegistry(FrameSocketFactory sockets, ScheduledExecutorService timer) {
        this.sockets = sockets;
        this.timer = timer;
    }

    /** A handle of the connection of these settings, which is made if there is none; it is not connected by this. */
    public synchronized ConnectionHandle acquire(ConnectionSettings settings) {
        SharedConnection shared = connections.computeIfAbsent(settings,
                key -> new SharedConnection(new FnosConnection(key, sockets, timer)));
        shared.handles++;
        return new ConnectionHandle(shared.connection, () -> release(settings));
    }

    /** The connections that are in use. */
    public synchronized List<FnosConnection> connections() {
        return connections.values().stream().map(shared -> shared.connection).toList();
    }

    /** Closes all connections, whoever still holds handles. */
    @Override
    public void close() {
        List<SharedConnection> left;
        synchronized (this) {
            left = new ArrayList<>(connections.values());
            connections.clear();
        }
        left.forEach(shared -> shared.connection.close());
    }

    private void release(ConnectionSettings settings) {
        FnosConnection unused;
        synchronized (this) {
            SharedConnection shared = connections.get(settings);
            if (shared == null || --shared.handles > 0) {
                return;
            }
            connections.remove(settings);
            unused = shared.connection;
        }
        unused.close();
    }

    private static final class SharedConnection {

        private final FnosConnection connection;
        private int handles;

        SharedConnection(FnosConnection connection) {
            this.connection = connection;
        }
    }
}
