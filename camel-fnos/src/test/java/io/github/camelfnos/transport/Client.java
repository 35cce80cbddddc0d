package io.github.camelfnos.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.core.ConditionFactory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** One of our sockets and everything that its listener is told; at the end no thread of it may be left. */
final class Client implements FrameSocketListener, AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final TlsOptions TRUST_ALL = new TlsOptions(null, null, true, false);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final FrameSocket socket;

    Client(String host, int port, TlsOptions tls, Map<String, String> headers) {
        URI uri = URI.create((tls == null ? "ws://" : "wss://") + host + ":" + port + "/websocket?type=main");
        socket = new JavaWebSocketFrameSocket(uri, new FrameSocketOptions(Duration.ofSeconds(10), 1 << 20, headers, tls), this);
    }

    /** A socket that has begun to connect. */
    static Client connecting(String host, int port, TlsOptions tls) {
        Client client = new Client(host, port, tls, Map.of());
        client.socket.open();
        return client;
    }

    static Client connecting(int port, TlsOptions tls) {
        return connecting("127.0.0.1", port, tls);
    }

    FrameSocket socket() {
        return socket;
    }

    Client awaitOpen() {
        awaitEvent("open");
        return this;
    }

    void awaitEvent(String event) {
        patiently().until(() -> events.contains(event) || !closed.isEmpty());
        assertEquals(List.of(), closed);
    }

    /** "open" or the reason why it never came to that. */
    String outcome() {
        patiently().until(() -> !events.isEmpty());
        return events.get(0);
    }

    /** The one reason of the end. */
    String closingReason() {
        patiently().until(() -> !closed.isEmpty());
        return closed.get(0);
    }

    List<String> events() {
        return events;
    }

    boolean send(String text) {
        return socket.send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onOpen() {
        events.add("open");
    }

    @Override
    public void onText(byte[] utf8) {
        events.add("text " + new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void onBinary(int length) {
        events.add("binary " + length);
    }

    @Override
    public void onPing() {
        events.add("ping");
    }

    @Override
    public void onClosed(String reason) {
        closed.add(reason);
        events.add(reason);
    }

    /** Ends the socket if it has not ended, and proves that it was told once and that no thread is left. */
    @Override
    public void close() {
        socket.abort("the test is over");
        awaitNoThreads();
        assertEquals(1, closed.size(), closed::toString);
    }

    /** Waits until no socket has a thread; half of what connecting may take, so that one that only its timeout ends is found. */
    static void awaitNoThreads() {
        patiently().atMost(Duration.ofSeconds(5)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("WebSocket")));
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }
}
