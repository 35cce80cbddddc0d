package io.github.camelfnos.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.impl.ConnectionBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of the NAS: lets WebSockets in at their path and says 404 to everything else. It may be shut and opened
 * again, always on the port of the first time. Its methods may be called from any thread; what they start happens in
 * the order of the calls, and their futures end when it has happened.
 */
final class Door {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String PATH = "/websocket";
    private static final Set<String> TYPES = Set.of("main", "timer", "file");
    private static final int LARGEST_MESSAGE = 64 << 20;
    private static final int BACKLOG = 4096;
    private static final long NO_TIMER = -1;
    private static final int RESERVE_TRIES = 2000;

    private final Vertx vertx;
    private final ClientSockets sockets;
    private final Dispatcher dispatcher;
    private final HttpServerOptions options;
    private final Map<HttpConnection, Promise<Void>> connections = new ConcurrentHashMap<>();
    private Future<?> lastStep = Future.succeededFuture();
    private volatile HttpServer server;
    private volatile ReservedPort reserved;
    private volatile SimulatedCertificate certificate = SimulatedCertificate.LOCALHOST;
    private volatile boolean closed;
    private volatile long reopening = NO_TIMER;

    Door(Vertx vertx, SimulatorOptions options, ClientSockets sockets, Dispatcher dispatcher) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.dispatcher = dispatcher;
        this.options = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setSsl(options.tls())
                .setAcceptBacklog(BACKLOG)
                .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /** Begins to listen, unless it does already; the future holds the port. */
    Future<Integer> open() {
        return inTurn(this::listen);
    }

    /** Closes the port and cuts every connection. */
    Future<Void> shut() {
        return inTurn(this::stopListening);
    }

    /** As {@link #shut()}; the port opens again when the time is over, unless it was opened or shut before that. */
    Future<Void> shutFor(Duration time) {
        long millis = Math.max(1, time.toMillis());
        return inTurn(() -> stopListening().onSuccess(shut -> reopening = vertx.setTimer(millis, this::reopen)));
    }

    /** Drops every TCP connection without a farewell, those in the middle of their upgrade too. */
    Future<Void> cut() {
        return inTurn(this::cutConnections);
    }

    /** The certificate of the handshakes from now on. */
    Future<Void> show(SimulatedCertificate shown) {
        return inTurn(() -> {
            certificate = shown;
            HttpServer listening = server;
            return listening == null ? Future.succeededFuture()
                    : listening.updateSSLOptions(new SSLOptions().setKeyCertOptions(shown.keyStore()), true).mapEmpty();
        });
    }

    /** Gives a shut port back to the system; an open one closes with Vert.x. All that is asked later fails. */
    void close() {
        closed = true;
        release();
    }

    private void release() {
        ReservedPort port = reserved;
        reserved = null;
        if (port != null) {
            port.close();
        }
    }

    private synchronized <T> Future<T> inTurn(Supplier<Future<T>> step) {
        Future<T> done = lastStep.transform(before ->
                closed ? Future.failedFuture("The simulator is closed") : step.get());
        lastStep = done;
        return done;
    }

    private Future<Integer> listen() {
        forgetReopening();
        if (server != null) {
            return Future.succeededFuture(server.actualPort());
        }
        if (options.isSsl()) {
            options.setKeyCertOptions(certificate.keyStore());
        }
        release();
        HttpServer opened = vertx.createHttpServer(options);
        opened.requestHandler(this::enter).connectionHandler(connection -> connected(opened, connection));
        server = opened;
        return opened.listen().map(HttpServer::actualPort).onSuccess(options::setPort).onFailure(e -> server = null);
    }

    private Future<Void> stopListening() {
        forgetReopening();
        HttpServer closing = server;
        if (closing == null) {
            return Future.succeededFuture();
        }
        server = null;
        // Cut first: Vert.x closes its WebSockets with a frame. Who comes in meanwhile is cut by the second round.
        return cutConnections()
                .compose(cut -> closing.close())
                .compose(closed -> cutConnections())
                .compose(cut -> reserve(RESERVE_TRIES));
    }

    /** Vert.x says closed a moment before the system does; only then the port can be reserved. */
    private Future<Void> reserve(int tries) {
        try {
            reserved = ReservedPort.at(options.getHost(), options.getPort());
            return Future.succeededFuture();
        } catch (IOException e) {
            return tries == 0 ? Future.failedFuture(e)
                    : vertx.timer(1, TimeUnit.MILLISECONDS).compose(waited -> reserve(tries - 1));
        }
    }

    private void reopen(long timer) {
        inTurn(() -> reopening == timer ? listen() : Future.succeededFuture())
                .onFailure(e -> LOG.warn("Cannot listen again", e));
    }

    private void forgetReopening() {
        vertx.cancelTimer(reopening);
        reopening = NO_TIMER;
    }

    private Future<Void> cutConnections() {
        Map<HttpConnection, Promise<Void>> now = Map.copyOf(connections);
        now.keySet().forEach(Door::cut);
        return Future.join(now.values().stream().map(Promise::future).toList()).mapEmpty();
    }

    /** Around all that Vert.x and TLS would still send; Vert.x has no public way to do that. */
    private static void cut(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        channel.eventLoop().execute(() -> channel.unsafe().close(channel.unsafe().voidPromise()));
    }

    private void connected(HttpServer by, HttpConnection connection) {
        Promise<Void> closed = Promise.promise();
        connections.put(connection, closed);
        connection.closeHandler(nothing -> {
            connections.remove(connection);
            closed.complete();
        });
        if (server != by) {
            cut(connection);
        }
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
        if (webSocket.isClosed()) {
            return;
        }
        ClientSocket socket = sockets.accept(webSocket, type);
        webSocket.closeHandler(closed -> sockets.remove(socket));
        webSocket.exceptionHandler(e -> LOG.debug("Socket {} failed", socket.id(), e));
        webSocket.frameHandler(frame -> {
            if (frame.isPing()) {
                sockets.countPing();
            }
        });
        webSocket.pongHandler(pong -> sockets.countPong());
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
