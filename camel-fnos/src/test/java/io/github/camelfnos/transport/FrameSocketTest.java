package io.github.camelfnos.transport;

import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What goes over a socket that works, in clear and under TLS. */
class FrameSocketTest {

    @TempDir
    private static Path directory;
    private static Certificates certificates;

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificates = new Certificates(directory).make("nas", "-ext", "san=dns:localhost");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void framesGoBothWaysInOrder(boolean tls) throws Exception {
        try (RawPeer peer = peer(tls, socket -> {
            RawWebSocket webSocket = RawWebSocket.accept(socket);
            for (int i = 0; i < 3; i++) {
                webSocket.write(RawWebSocket.TEXT, "back " + webSocket.read(RawWebSocket.TEXT));
            }
        }); Client client = client(peer, tls, Map.of())) {
            client.awaitOpen();
            assertTrue(client.send("one"));
            assertTrue(client.send("zwei ü"));
            assertTrue(client.send("三"));

            client.awaitEvent("text back 三");
            assertEquals(List.of("open", "text back one", "text back zwei ü", "text back 三"), client.events());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void headersGoIntoTheUpgradeRequest(boolean tls) throws Exception {
        try (RawPeer peer = peer(tls, socket -> seen.add(RawWebSocket.accept(socket).head()));
             Client client = client(peer, tls, Map.of("Cookie", "mode=relay"))) {
            client.awaitOpen();

            String head = (String) seen.take();
            assertTrue(head.startsWith("GET /websocket?type=main HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nCookie: mode=relay\r\n"), head);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aPingOfTheServerIsAnsweredAndReported(boolean tls) throws Exception {
        try (RawPeer peer = peer(tls, socket -> {
            RawWebSocket webSocket = RawWebSocket.accept(socket);
            webSocket.write(RawWebSocket.PING, "are you there");
            seen.add(webSocket.read(RawWebSocket.PONG));
        }); Client client = client(peer, tls, Map.of())) {
            client.awaitEvent("ping");

            assertEquals("are you there", seen.poll(20, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void anEndOfTheServerIsReportedTheSameWay(boolean tls) throws Exception {
        try (RawPeer peer = peer(tls, socket -> {
            RawWebSocket.accept(socket);
            socket.close();
        }); Client client = client(peer, tls, Map.of())) {
            assertEquals("the connection broke off without a closing frame", client.closingReason());
            assertFalse(client.send("too late"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aBreakOfTheConnectionIsReportedTheSameWay(boolean tls) throws Exception {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        try (RawPeer nas = peer(tls, RawWebSocket::accept);
             RawPeer between = RawPeer.plain(socket -> {
                 Socket onward = new Socket("127.0.0.1", nas.port());
                 sockets.add(socket);
                 new Thread(() -> pump(onward, socket), "raw-pump").start();
                 pump(socket, onward);
             }); Client client = client(between, tls, Map.of())) {
            client.awaitOpen();
            Socket cut = sockets.take();
            cut.setSoLinger(true, 0);
            cut.close();

            assertEquals("the connection broke off without a closing frame", client.closingReason());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void theSocketIsClosedAfterTheClosingHandshake(boolean tls) throws Exception {
        try (RawPeer peer = peer(tls, socket -> {
            RawWebSocket webSocket = RawWebSocket.accept(socket);
            seen.add("closing frame of " + webSocket.read(RawWebSocket.CLOSE).length() + " bytes");
            webSocket.write(RawWebSocket.CLOSE, "");
            seen.add(socket.getInputStream().read());
        }); Client client = client(peer, tls, Map.of())) {
            client.awaitOpen();
            client.socket().close();

            assertEquals("closing frame of 2 bytes", seen.poll(20, TimeUnit.SECONDS));
            assertEquals(-1, seen.poll(20, TimeUnit.SECONDS));
            client.closingReason();
            Client.awaitNoThreads();
        }
    }

    @Test
    void nothingIsSentInClearWithTls() throws Exception {
        try (RawPeer peer = RawPeer.plain(socket -> {
            seen.add(socket.getInputStream().readNBytes(3));
            socket.close();
        }); Client client = client(peer, true, Map.of("Cookie", "mode=relay"))) {
            client.closingReason();

            // A TLS record of the handshake, of version 3.x.
            assertArrayEquals(new byte[] { 0x16, 0x03 }, Arrays.copyOf((byte[]) seen.take(), 2));
        }
    }

    private static RawPeer peer(boolean tls, RawPeer.Script script) throws Exception {
        return tls ? RawPeer.tls(certificates.showing("nas"), script) : RawPeer.plain(script);
    }

    private static Client client(RawPeer peer, boolean tls, Map<String, String> headers) {
        Client client = new Client("localhost", peer.port(), tls ? Client.TRUST_ALL : null, headers);
        client.socket().open();
        return client;
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (Exception e) {
            // One of them was cut, which is what the test is about.
        }
    }
}
