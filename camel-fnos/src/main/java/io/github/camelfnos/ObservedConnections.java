package io.github.camelfnos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.client.ConnectionListener;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.FnosConnection;

/**
 * Gives the connections of a component names that stay the same when a connection is given up and asked for again, and tells the
 * observers of them. What an observer cannot do is logged; no route suffers from it. Safe for concurrent use.
 */
final class ObservedConnections implements ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ObservedConnections.class);

    private final ConnectionNames names;
    private final List<ConnectionObserver> observers;
    private final Map<String, FnosConnection> observed = new HashMap<>();
    private boolean closed;

    ObservedConnections(ConnectionNames names, List<ConnectionObserver> observers) {
        this.names = names;
        this.observers = observers;
    }

    @Override
    public synchronized void added(FnosConnection connection) {
        if (closed) {
            return;
        }
        String name = nameOf(connection.settings());
        if (observed.put(name, connection) != null) {
            // The news of its end are still to come.
            end(name);
        }
        for (ConnectionObserver observer : observers) {
            try {
                observer.begin(name, connection);
            } catch (RuntimeException e) {
                LOG.warn("The connection {} cannot be shown", name, e);
            }
        }
    }

    @Override
    public synchronized void removed(FnosConnection connection) {
        List<String> its = observed.keySet().stream().filter(name -> observed.get(name) == connection).toList();
        for (String name : its) {
            observed.remove(name);
            end(name);
            names.giveBack(name);
        }
    }

    /** Shows none any more. */
    synchronized void close() {
        closed = true;
        for (String name : observed.keySet()) {
            end(name);
            names.giveBack(name);
        }
        observed.clear();
    }

    private void end(String name) {
        for (ConnectionObserver observer : observers) {
            try {
                observer.end(name);
            } catch (RuntimeException e) {
                LOG.warn("The connection {} is shown although it has ended", name, e);
            }
        }
    }

    /** The user, the address and the {@code connectionId}; with a number where others have the same and differ in something else. */
    private String nameOf(ConnectionSettings settings) {
        String name = settings.account() + "@" + settings.address()
                      + (settings.connectionId() == null ? "" : "/" + settings.connectionId());
        String free = name;
        for (int number = 2; !isFree(free, settings); number++) {
            free = name + "#" + number;
        }
        return free;
    }

    /** Whether a name is its own already, or is taken for it now. */
    private boolean isFree(String name, ConnectionSettings settings) {
        FnosConnection present = observed.get(name);
        return present == null ? names.take(name) : present.settings().sharesWith(settings);
    }
}
