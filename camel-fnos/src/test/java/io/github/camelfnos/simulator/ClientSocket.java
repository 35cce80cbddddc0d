package io.github.camelfnos.simulator;

import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** One accepted WebSocket and what the NAS knows of it: its key, its {@code si} and the session it uses. */
final class ClientSocket {

    private static final String MAIN = "main";
    private static final int FLOOD_PORTION = 100;

    private final long id;
    private final String type;
    private final String si;
    private final ServerWebSocket webSocket;
    private final Context context = Vertx.currentContext();
    private final Switches switches;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private KeyPair keyPair;
    private volatile Session session;
    private volatile boolean loggedIn;
    private volatile boolean pushTarget;

    ClientSocket(long id, String type, String si, ServerWebSocket webSocket, Switches switches) {
        this.id = id;
        this.type = type;
        this.si = si;
        this.webSocket = webSocket;
        this.switches = switches;
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
        loggedIn = true;
    }

    /** Takes the session away from this socket alone; what it signs with the session's key is still understood. */
    void endSession() {
        loggedIn = false;
        pushTarget = false;
    }

    boolean isLoggedIn() {
        Session current = session;
        return loggedIn && current != null && !current.isEnded();
    }

    boolean isPushTarget() {
        return pushTarget && isLoggedIn();
    }

    /**
     * Sends a text frame from any thread; the future ends when the network has it, or fails on a closed socket and
     * while the NAS is silent.
     */
    Future<Void> send(String text) {
        if (switches.isSilent()) {
            return Future.failedFuture("The simulator sends nothing at present");
        }
        if (webSocket.isClosed()) {
            return Future.failedFuture("The socket is closed");
        }
        try {
            return webSocket.writeTextMessage(text);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    /** Sends so many frames as fast as the network takes them; the future ends with the last, or when this socket closes. */
    CompletableFuture<Void> flood(long count, LongFunction<String> text) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        closed.thenRun(() -> done.complete(null));
        context.runOnContext(start -> flood(1, count, text, done));
        return done;
    }

    private void flood(long from, long count, LongFunction<String> text, CompletableFuture<Void> done) {
        long number = from;
        // In portions, so that the event loop comes to what the client asks meanwhile.
        for (int i = 0; i < FLOOD_PORTION && number <= count && !webSocket.isClosed() && !webSocket.writeQueueFull(); i++) {
            send(text.apply(number++));
        }
        long next = number;
        if (number > count) {
            done.complete(null);
        } else if (webSocket.writeQueueFull()) {
            webSocket.drainHandler(drained -> flood(next, count, text, done));
        } else if (!webSocket.isClosed()) {
            context.runOnContext(later -> flood(next, count, text, done));
        }
    }

    /** The network has taken its end. */
    void beClosed() {
        closed.complete(null);
    }

    void ping() {
        if (!webSocket.isClosed()) {
            webSocket.writePing(Buffer.buffer());
        }
    }

    void close() {
        webSocket.close();
    }

    void close(int code, String reason) {
        webSocket.close((short) code, reason);
    }
}
