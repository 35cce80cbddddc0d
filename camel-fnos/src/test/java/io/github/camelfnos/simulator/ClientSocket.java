package io.github.camelfnos.simulator;

import java.security.KeyPair;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;

/** One accepted WebSocket and what the NAS knows of it: its key, its {@code si} and the session it uses. */
final class ClientSocket {

    private static final String MAIN = "main";

    private final long id;
    private final String type;
    private final String si;
    private final ServerWebSocket webSocket;
    private KeyPair keyPair;
    private volatile Session session;
    private volatile boolean pushTarget;

    ClientSocket(long id, String type, String si, ServerWebSocket webSocket) {
        this.id = id;
        this.type = type;
        this.si = si;
        this.webSocket = webSocket;
    }

    long id() {
        return id;
    }

    String si() {
        return si;
    }

    /** This socket's key pair, taken from the pool at the first call: not for an event loop. */
    synchronized KeyPair keyPair() {
        if (keyPair == null) {
            keyPair = KeyPool.SHARED.next();
        }
        return keyPair;
    }

    /** The session this socket uses or used, or null; it may have ended. */
    Session session() {
        return session;
    }

    boolean isOfTypeMain() {
        return MAIN.equals(type);
    }

    /** Takes up a session, and from now on pushes too if so asked. */
    void use(Session newSession, boolean asPushTarget) {
        session = newSession;
        pushTarget |= asPushTarget;
    }

    boolean isLoggedIn() {
        Session current = session;
        return current != null && !current.isEnded();
    }

    boolean isPushTarget() {
        return pushTarget && isLoggedIn();
    }

    /** Sends a text frame from any thread; the future ends when the network has it, or fails on a closed socket. */
    Future<Void> send(String text) {
        if (webSocket.isClosed()) {
            return Future.failedFuture("The socket is closed");
        }
        try {
            return webSocket.writeTextMessage(text);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    void close() {
        webSocket.close();
    }
}
