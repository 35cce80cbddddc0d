package io.github.camelfnos.chaos;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelfnos.client.FnosConnection;

/** What the connections have counted, those included that are gone by now; it holds none of them. */
public final class Census {

    private final Map<Integer, Long> reconnects = new ConcurrentHashMap<>();

    public void observe(List<FnosConnection> connections) {
        connections.forEach(connection -> reconnects.put(System.identityHashCode(connection), connection.counters().reconnects()));
    }

    /** How many connections were seen. */
    public int connections() {
        return reconnects.size();
    }

    /** How often they were seen to be ready again; never too many. */
    public long reconnects() {
        return reconnects.values().stream().mapToLong(Long::longValue).sum();
    }
}
