package io.github.camelfnos.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An abort ends a socket at once whatever it is doing, is told once, and leaves no thread. */
class AbortInEveryPhaseTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private static Path directory;
    private static Certificates certificates;

    private final List<AutoCloseable> peers = new ArrayList<>();
    private final CountDownLatch reached = new CountDownLatch(1);

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificates = new Certificates(directory).make("nas", "-ext", "san=dns:localhost");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable peer : peers) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void beforeItIsOpened(boolean tls) throws Exception {
        RawPeer peer = keep(RawPeer.plain(socket -> {
        }));
        Client client = new Client("127.0.0.1", peer.port(), tls ? Client.TRUST_ALL : null, Map.of());
        client.socket().abort("enough");
        client.socket().open();

        assertAbortsAtOnce(client);
    }

    @RepeatedTest(40)
    void atAnyMoment(RepetitionInfo repetition) throws Exception {
        boolean tls = repetition.getCurrentRepetition() % 2 == 0;
        RawPeer peer = keep(tls ? RawPeer.tls(certificates.showing("nas"), RawWebSocket::accept)
                : RawPeer.plain(RawWebSocket::accept));
        Client client = Client.connecting(peer.port(), tls ? Client.TRUST_ALL : null);
        long moment = System.nanoTime() + repetition.getCurrentRepetition() * 250_000L;
        while (System.nanoTime() < moment) {
            Thread.onSpinWait();
        }

        assertAbortsAtOnce(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void connectingToAHostThatSwallowsPackets(boolean tls) throws Exception {
        Client client = Client.connecting(swallowing().getLocalPort(), tls ? Client.TRUST_ALL : null);
        awaitThreadIn("connect");

        assertAbortsAtOnce(client);
    }

    @Test
    void inTheTlsHandshakeWithAServerThatStaysSilent() throws Exception {
        RawPeer silent = keep(RawPeer.plain(socket -> {
            socket.getInputStream().readNBytes(5);
            reached.countDown();
        }));
        Client client = Client.connecting(silent.port(), Client.TRUST_ALL);
        reached.await();

        assertAbortsAtOnce(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void inTheMiddleOfTheUpgrade(boolean tls) throws Exception {
        RawPeer.Script half = socket -> {
            RawWebSocket.readHead(socket);
            socket.getOutputStream().write("HTTP/1.1 101 Switching".getBytes());
            reached.countDown();
        };
        RawPeer peer = keep(tls ? RawPeer.tls(certificates.showing("nas"), half) : RawPeer.plain(half));
        Client client = Client.connecting(peer.port(), tls ? Client.TRUST_ALL : null);
        reached.await();

        assertAbortsAtOnce(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whileAWriteToAFrozenPeerIsBlocked(boolean tls) throws Exception {
        Client client = writingToAFrozenPeer(tls, RawWebSocket::accept);

        assertAbortsAtOnce(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void afterAnOrderlyCloseThatAFrozenPeerDoesNotLetThrough(boolean tls) throws Exception {
        Client client = writingToAFrozenPeer(tls, RawWebSocket::accept);
        client.socket().close();

        assertAbortsAtOnce(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void noAbortIsNeededWhenAPeerClosesAndReadsNoMore(boolean tls) throws Exception {
        Client client = writingToAFrozenPeer(tls, socket -> {
            RawWebSocket webSocket = RawWebSocket.accept(socket);
            reached.await();
            webSocket.write(RawWebSocket.CLOSE, "");
        });
        reached.countDown();

        assertEquals("the NAS closed the connection (1000)", client.closingReason());
        Client.awaitNoThreads();
        client.close();
    }

    private Client writingToAFrozenPeer(boolean tls, RawPeer.Script frozen) throws Exception {
        RawPeer peer = keep(tls ? RawPeer.tls(certificates.showing("nas"), frozen) : RawPeer.plain(frozen));
        Client client = Client.connecting(peer.port(), tls ? Client.TRUST_ALL : null).awaitOpen();
        // More in one frame than the buffers of both kernels ever grow to, so that its write cannot end.
        client.send("x".repeat(16 * MEGABYTE));
        client.send("x".repeat(MEGABYTE));
        awaitThreadIn("implWrite");
        return client;
    }

    /** Waits until a thread of a socket is in this method and comes no further, because it waits there for the kernel. */
    private static void awaitThreadIn(String method) {
        await().atMost(Client.PATIENCE).pollInterval(Duration.ofMillis(10)).during(Duration.ofMillis(100))
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(entry -> entry.getKey().getName().startsWith("WebSocket") && entry.getValue().length > 0)
                        .map(entry -> List.of(entry.getValue()))
                        .anyMatch(stack -> stack.get(0).isNativeMethod()
                                           && stack.stream().anyMatch(frame -> frame.getMethodName().equals(method))));
    }

    /** Its queue of pending connections is full, so that the kernel drops further SYN packets. */
    private ServerSocket swallowing() throws IOException {
        ServerSocket swallowing = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 4; i++) {
            Socket filler = keep(new Socket());
            try {
                filler.connect(new InetSocketAddress(swallowing.getInetAddress(), swallowing.getLocalPort()), 100);
            } catch (SocketTimeoutException queueIsFull) {
                return swallowing;
            }
        }
        throw new IOException("the queue never filled");
    }

    private static void assertAbortsAtOnce(Client client) {
        long started = System.nanoTime();
        client.socket().abort("enough");
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertTrue(took.compareTo(AT_ONCE) < 0, () -> "the abort took " + took);
        // It was told by the time the abort came back.
        assertEquals("enough", client.events().get(client.events().size() - 1));
        client.close();
    }

    private <T extends AutoCloseable> T keep(T peer) {
        peers.add(0, peer);
        return peer;
    }
}
