package io.github.camelfnos.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;

/**
 * A WebSocket server that says exactly what a test writes down, and knows nothing of the protocol.
 */
final class ScriptedNas implements AutoCloseable {

    private static final Pattern REQID = Pattern.compile("\"reqid\":\"([^\"]+)\"");

    private final Vertx vertx = Vertx.vertx();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** @param script called for each text frame, on the server's thread */
    ScriptedNas(BiConsumer<Line, String> script) throws Exception {
        server = vertx.createHttpServer().webSocketHandler(socket -> {
            sockets.add(socket);
            socket.textMessageHandler(text -> {
                received.add(text);
                script.accept(new Line(socket, text), text);
            });
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** Every text frame that has come, to the letter. */
    List<String> received() {
        return received;
    }

    /** Drops every socket without a word. */
    void cut() {
        sockets.forEach(ServerWebSocket::close);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** The socket on which a frame came, and the id of that frame. */
    static final class Line {

        private final ServerWebSocket socket;
        private final String reqid;

        private Line(ServerWebSocket socket, String text) {
            this.socket = socket;
            Matcher matcher = REQID.matcher(text);
            this.reqid = matcher.find() ? matcher.group(1) : "";
        }

        /** Sends literal text, in which {@code $R} stands for the id of the request. */
        void say(String text) {
            socket.writeTextMessage(text.replace("$R", reqid));
        }
    }
}
