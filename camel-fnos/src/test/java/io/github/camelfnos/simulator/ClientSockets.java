package io.github.camelfnos.simulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.http.ServerWebSocket;

/** The sockets that are open, and how many there were. */
final class ClientSockets {

    private static final long LEAST_SI = 72_057_594_037_927_937L;

    private final Set<ClientSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong lastSi =
            new AtomicLong(LEAST_SI + 2L * ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));

    ClientSocket accept(ServerWebSocket webSocket, String type) {
        // Always odd and beyond 2^53, so that a client that reads it as a double loses digits at once.
        String si = Long.toString(lastSi.addAndGet(2));
        ClientSocket socket = new ClientSocket(accepted.incrementAndGet(), type, si, webSocket);
        open.add(socket);
        return socket;
    }

    void remove(ClientSocket socket) {
        open.remove(socket);
    }

    void push(String text) {
        open.stream().filter(ClientSocket::isPushTarget).forEach(socket -> socket.send(text));
    }

    int accepted() {
        return accepted.intValue();
    }

    int openCount() {
        return open.size();
    }
}
