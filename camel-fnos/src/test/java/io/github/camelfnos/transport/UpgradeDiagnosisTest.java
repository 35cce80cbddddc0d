package io.github.camelfnos.transport;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Why there is no WebSocket, in words for the person who has mistaken a port, a scheme or a NAS. */
class UpgradeDiagnosisTest {

    @TempDir
    private static Path directory;
    private static Certificates certificates;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificates = new Certificates(directory).make("nas", "-ext", "san=dns:localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = { "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
            "308 Permanent Redirect" })
    void aNasThatEnforcesHttps(String status) throws Exception {
        assertEquals("this NAS requires TLS and points to https://nas:5667/websocket; set secure=true",
                answered("HTTP/1.1 " + status + "\r\nServer: x\r\nLocation: https://nas:5667/websocket\r\n\r\n"));
    }

    @Test
    void aRedirectionThatComesInPieces() throws Exception {
        assertEquals("this NAS requires TLS and points to https://nas:5667/; set secure=true",
                reason(null, socket -> {
                    for (String piece : new String[] { "HTTP/1.1 3", "02 Fou", "nd\r\nloca", "tion:https://nas:5667/", "\r\n",
                            "\r", "\n" }) {
                        write(socket, piece);
                        // Each piece is on its way before the next one is made.
                        socket.getOutputStream().flush();
                    }
                }));
    }

    @Test
    void aRedirectionWhoseHeadIsLargerThanTheReadBuffer() throws Exception {
        assertEquals("no WebSocket is served there (HTTP/1.1 302 Found)",
                answered("HTTP/1.1 302 Found\r\nX: " + "x".repeat(40_000) + "\r\nLocation: https://nas/\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({ "http://nas:5666/login, http://nas:5666/login", "/login, /login" })
    void aRedirectionToElsewhere(String location, String named) throws Exception {
        assertEquals("no WebSocket is served there: it redirects to " + named,
                answered("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n"));
    }

    @Test
    void aRedirectionUnderTlsIsNotAnsweredByMoreTls() throws Exception {
        assertEquals("no WebSocket is served there: it redirects to https://fnos.net/login", reason(Client.TRUST_ALL, socket -> {
            RawWebSocket.readHead(socket);
            write(socket, "HTTP/1.1 302 Found\r\nLocation: https://fnos.net/login\r\n\r\n");
        }));
    }

    @Test
    void aRedirectionToNowhere() throws Exception {
        assertEquals("no WebSocket is served there (HTTP/1.1 302 Found)", answered("HTTP/1.1 302 Found\r\nServer: x\r\n\r\n"));
    }

    @Test
    void theTargetOfARedirectionIsNotTrusted() throws Exception {
        String reason = answered("HTTP/1.1 302 Found\r\nLocation: https://admin:secret@nas/\u001b[31m\u0000\t"
                                 + "x".repeat(1000) + "\r\n\r\n");

        assertTrue(reason.startsWith("this NAS requires TLS and points to https://nas/ [31m xxx"), reason);
        assertTrue(reason.endsWith("x...; set secure=true"), reason);
        assertFalse(reason.contains("secret"), reason);
        assertTrue(reason.length() < 300, reason);
        assertTrue(reason.chars().noneMatch(Character::isISOControl), reason);
    }

    @Test
    void theStatusLineIsNotTrusted() throws Exception {
        String reason = answered("HTTP/1.1 404 \u001b[31m" + "x".repeat(1000) + "\r\n\r\n");

        assertTrue(reason.startsWith("no WebSocket is served there (HTTP/1.1 404 [31mxxx"), reason);
        assertTrue(reason.length() < 300, reason);
    }

    @Test
    void aServerOfOtherThings() throws Exception {
        assertEquals("no WebSocket is served there (HTTP/1.1 404 Not Found)", answered("HTTP/1.1 404 Not Found\r\n\r\n"));
    }

    @Test
    void aTlsPortThatAnswersByAnAlert() throws Exception {
        assertEquals("the port speaks TLS; set secure=true", reason(null, socket -> {
            RawWebSocket.readHead(socket);
            socket.getOutputStream().write(new byte[] { 0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46 });
        }));
    }

    @Test
    void aTlsPortThatAnswersByBadRequest() throws Exception {
        assertEquals("no WebSocket is served there (HTTP/1.1 400 Bad Request); if the port speaks TLS, set secure=true",
                answered("HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port"));
    }

    @Test
    void aTlsPortThatJustCloses() throws Exception {
        assertEquals("the NAS closed the connection without a word; if the port speaks TLS, set secure=true",
                reason(null, socket -> {
                    RawWebSocket.readHead(socket);
                    socket.close();
                }));
    }

    @Test
    void aTlsPortOfJava() throws Exception {
        try (RawPeer peer = RawPeer.tls(certificates.showing("nas"), RawWebSocket::accept);
             Client client = Client.connecting(peer.port(), null)) {
            assertEquals("the port speaks TLS; set secure=true", client.closingReason());
        }
    }

    @Test
    void anEndInTheMiddleOfTheAnswerIsNoHintAtTls() throws Exception {
        assertEquals("the NAS closed the connection (-1)", reason(null, socket -> {
            RawWebSocket.readHead(socket);
            write(socket, "HTTP/1.1 10");
            socket.close();
        }));
    }

    @Test
    void tlsToAPlainPort() throws Exception {
        try (RawPeer peer = RawPeer.plain(socket -> {
            socket.getInputStream().read();
            write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
        }); Client client = Client.connecting(peer.port(), Client.TRUST_ALL)) {
            assertEquals("the port does not speak TLS (fnOS serves it on 5667); check port and secure", client.closingReason());
        }
    }

    @Test
    void tlsToAPlainPortThatJustCloses() throws Exception {
        try (RawPeer peer = RawPeer.plain(socket -> {
            socket.getInputStream().readNBytes(5);
            socket.shutdownOutput();
        }); Client client = Client.connecting(peer.port(), Client.TRUST_ALL)) {
            assertEquals("the connection was closed during the TLS handshake; perhaps the port does not speak TLS"
                         + " (fnOS serves it on 5667)",
                    client.closingReason());
        }
    }

    @Test
    void anotherFailureOfTlsInTheWordsOfTheJdk() throws Exception {
        try (RawPeer peer = RawPeer.plain(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(new byte[] { 0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28 });
        }); Client client = Client.connecting(peer.port(), Client.TRUST_ALL)) {
            String reason = client.closingReason();
            assertTrue(reason.startsWith("TLS failed: ") && reason.contains("handshake_failure"), reason);
        }
    }

    @Test
    void anUnknownHostUnderTls() {
        try (Client client = Client.connecting("nas.invalid", 5667, Client.TRUST_ALL)) {
            assertEquals("the host name nas.invalid is unknown", client.closingReason());
        }
    }

    @Test
    void aPortWhereNobodyListensUnderTls() throws Exception {
        int port;
        try (RawPeer peer = RawPeer.plain(socket -> {
        })) {
            port = peer.port();
        }
        try (Client client = Client.connecting(port, Client.TRUST_ALL)) {
            assertTrue(client.closingReason().startsWith("the host refuses the connection ("), client.closingReason());
        }
    }

    private static String answered(String answer) throws Exception {
        return reason(null, socket -> {
            RawWebSocket.readHead(socket);
            write(socket, answer);
        });
    }

    private static String reason(TlsOptions tls, RawPeer.Script script) throws Exception {
        try (RawPeer peer = tls == null ? RawPeer.plain(script) : RawPeer.tls(certificates.showing("nas"), script);
             Client client = Client.connecting(peer.port(), tls)) {
            return client.closingReason();
        }
    }

    private static void write(Socket socket, String text) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
