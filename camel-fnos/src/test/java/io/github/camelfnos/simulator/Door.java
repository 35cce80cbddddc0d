package io.github.camelfnos.simulator;

import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one port of the NAS: lets WebSockets in at their path and says 404 to everything else. */
final class Door {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String PATH = "/websocket";
    private static final Set<String> TYPES = Set.of("main", "timer", "file");
    private static final int LARGEST_MESSAGE = 64 << 20;
    private static final int BACKLOG = 4096;

    private final ClientSockets sockets;
    private final Dispatcher dispatcher;
    private final HttpServer server;

    Door(Vertx vertx, SimulatorOptions options, ClientSockets sockets, Dispatcher dispatcher) {
        this.sockets = sockets;
        this.dispatcher = dispatcher;
        HttpServerOptions serverOptions = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setAcceptBacklog(BACKLOG)
                .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        if (options.tls()) {
            serverOptions.setSsl(true).setKeyCertOptions(TlsIdentity.keyStore());
        }
        server = vertx.createHttpServer(serverOptions).requestHandler(this::enter);
    }

    /** Begins to listen; the future holds the port. */
    Future<Integer> open() {
        return server.listen().map(HttpServer::actualPort);
    }

    private void enter(HttpServerRequest request) {
        String type = typeOf(request);
        if (!PATH.equals(request.path()) || type == null || !TYPES.contains(type) || !isUpgrade(request)) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.toWebSocket()
                .onSuccess(webSocket -> accept(webSocket, type))
                .onFailure(e -> LOG.debug("An upgrade failed", e));
    }

    private static String typeOf(HttpServerRequest request) {
        try {
            return request.getParam("type");
        } catch (IllegalArgumentException e) {
            // A query that cannot be decoded names no type.
            return null;
        }
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private void accept(ServerWebSocket webSocket, String type) {
        ClientSocket socket = sockets.accept(webSocket, type);
        webSocket.closeHandler(closed -> sockets.remove(socket));
        webSocket.exceptionHandler(e -> LOG.debug("Socket {} failed", socket.id(), e));
        webSocket.textMessageHandler(text -> {
            dispatcher.receive(socket, text);
            pauseUntilRead(webSocket);
        });
    }

    /** A client that sends and does not read must not fill the memory with its answers. */
    private static void pauseUntilRead(ServerWebSocket webSocket) {
        if (!webSocket.isClosed() && webSocket.writeQueueFull()) {
            webSocket.pause();
            webSocket.drainHandler(drained -> webSocket.resume());
        }
    }
}
