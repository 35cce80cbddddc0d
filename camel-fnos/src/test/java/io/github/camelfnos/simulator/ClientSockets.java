package io.github.camelfnos.simulator;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.http.ServerWebSocket;

/** The sockets that are open, how many there were, and when they came. */
final class ClientSockets {

    private static final long LEAST_SI = 72_057_594_037_927_937L;

    private final Switches switches;
    private final Set<ClientSocket> open = ConcurrentHashMap.newKeySet();
    private final Moments accepted = new Moments();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger pongs = new AtomicInteger();
    private final AtomicLong lastSi =
            new AtomicLong(LEAST_SI + 2L * ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));

    ClientSockets(Switches switches) {
        this.switches = switches;
    }

    ClientSocket accept(ServerWebSocket webSocket, String type) {
        // Always odd and beyond 2^53, so that a client that reads it as a double loses digits at once.
        String si = Long.toString(lastSi.addAndGet(2));
        ClientSocket socket = new ClientSocket(lastId.incrementAndGet(), type, si, webSocket, switches);
        accepted.addNow();
        open.add(socket);
        return socket;
    }

    void remove(ClientSocket socket) {
        open.remove(socket);
        socket.beClosed();
    }

    void push(String text) {
        pushTargets().forEach(socket -> socket.send(text));
    }

    List<ClientSocket> pushTargets() {
        return open.stream().filter(ClientSocket::isPushTarget).toList();
    }

    List<ClientSocket> loggedIn() {
        return open.stream().filter(ClientSocket::isLoggedIn).toList();
    }

    void endSessions() {
        open.forEach(ClientSocket::endSession);
    }

    void closeAll(int code, String reason) {
        open.forEach(socket -> socket.close(code, reason));
    }

    void pingAll() {
        open.forEach(ClientSocket::ping);
    }

    /** One ping frame of the WebSocket protocol came in. */
    void countPing() {
        pings.incrementAndGet();
    }

    void countPong() {
        pongs.incrementAndGet();
    }

    int pings() {
        return pings.get();
    }

    int pongs() {
        return pongs.get();
    }

    int accepted() {
        return accepted.count();
    }

    List<Long> acceptTimes() {
        return accepted.times();
    }

    int openCount() {
        return open.size();
    }
}
