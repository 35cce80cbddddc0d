package io.github.camelfnos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;

/** The names that the components of a context have given to connections, so that none gives one of another's. Safe for concurrent use. */
final class ConnectionNames {

    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    ConnectionNames() {
    }

    /** Those of a context, which all its components share. */
    static synchronized ConnectionNames of(CamelContext context) {
        ConnectionNames names = context.getCamelContextExtension().getContextPlugin(ConnectionNames.class);
        if (names == null) {
            names = new ConnectionNames();
            context.getCamelContextExtension().addContextPlugin(ConnectionNames.class, names);
        }
        return names;
    }

    /** @return false if another has this name */
    boolean take(String name) {
        return taken.add(name);
    }

    void giveBack(String name) {
        taken.remove(name);
    }
}
