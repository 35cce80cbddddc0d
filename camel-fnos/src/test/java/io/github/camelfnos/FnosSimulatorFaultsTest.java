package io.github.camelfnos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedCertificate;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.LiteralClient.authToken;
import static io.github.camelfnos.LiteralClient.tokenLogin;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each switch of the simulator's faults does what it says. Frames are written out as text. */
@Timeout(60)
class FnosSimulatorFaultsTest {

    private static final String USER_INFO = "{\"req\":\"user.info\",\"reqid\":\"1\"}";
    private static final String PING = "{\"req\":\"ping\"}";
    private static final String PONG = "{\"res\":\"pong\"}";
    private static final int NOT_LOGGED_IN = 4224;
    private static final int INVALID_TOKEN = 135168;
    private static final String DEVICE = "device-1";

    private FnosSimulator simulator;
    private LiteralClient client;
    private String token;
    private String longToken;

    @BeforeEach
    void start() throws Exception {
        simulator = FnosSimulator.start();
        client = LiteralClient.connect(simulator.url());
        JsonNode login = client.logIn("admin", "admin");
        token = login.get("token").textValue();
        longToken = login.get("longToken").textValue();
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void dropsPongs() throws Exception {
        simulator.faults().dropPongs(true);
        client.send(PING);
        assertOk(client.call(USER_INFO));

        simulator.faults().dropPongs(false);
        client.send(PING);
        assertEquals(PONG, client.receiveText());
        assertEquals(2, simulator.pings());
    }

    @Test
    void stopsAnswering() throws Exception {
        List<SimulatedRequest> kept = new CopyOnWriteArrayList<>();
        simulator.on("test.kept", kept::add);
        List<String> before = simulator.files().paths();
        client.sendSigned("{\"req\":\"test.kept\",\"reqid\":\"early\"}");
        await().until(() -> kept.size() == 1);

        simulator.faults().stopAnswering(true);
        client.sendSigned(USER_INFO);
        client.sendSigned("{\"req\":\"file.mkdir\",\"reqid\":\"2\",\"path\":\"vol1/1000/new\"}");
        client.send("{\"reqid\":\"no-operation\"}");
        client.send(PING);
        await().until(() -> simulator.pings() == 1);
        simulator.pushText("{\"sysNotify\":\"lost\"}");
        kept.get(0).succeed(Map.of());
        simulator.faults().stopAnswering(false);

        assertOk(client.call("{\"req\":\"user.info\",\"reqid\":\"later\"}"), "later");
        assertEquals(2, simulator.requestCount("user.info"));
        assertEquals(1, simulator.requestCount("file.mkdir"));
        assertEquals(before, simulator.files().paths());
    }

    @Test
    void expiresTokens() throws Exception {
        simulator.faults().expireTokens();

        assertErrno(NOT_LOGGED_IN, client.call(USER_INFO));
        assertErrno(INVALID_TOKEN, client.call(authToken(token, client.si())));
        JsonNode again = client.call(tokenLogin(longToken, DEVICE, client.si()));
        assertNull(again.get("secret"));
        assertOk(client.call(USER_INFO));
        assertPushed(false);
        assertOk(client.call(authToken(again.get("token").textValue(), client.si())), "a");
        assertPushed(true);
    }

    @Test
    void endsTheSessionsOfSockets() throws Exception {
        simulator.faults().endSessionsOfSockets();

        assertErrno(NOT_LOGGED_IN, client.call(USER_INFO));
        assertPushed(false);
        assertOk(client.call(authToken(token, client.si())), "a");
        assertOk(client.call(USER_INFO));
        assertPushed(true);
    }

    @Test
    void forgetsSessions() throws Exception {
        simulator.faults().forgetSessions();

        assertErrno(NOT_LOGGED_IN, client.call(USER_INFO));
        assertErrno(INVALID_TOKEN, client.call(authToken(token, client.si())));
        assertErrno(INVALID_TOKEN, client.call(tokenLogin(longToken, DEVICE, client.si())));
        assertOk(client.logIn("admin", "admin"), "l");
        assertOk(client.call(USER_INFO));
    }

    @Test
    void kicks() throws Exception {
        try (LiteralClient timer = LiteralClient.connect(simulator.url(), "timer");
                LiteralClient stranger = LiteralClient.connect(simulator.url())) {
            timer.logIn("admin", "admin");

            simulator.faults().kick();

            for (LiteralClient kicked : List.of(client, timer)) {
                assertEquals("{\"sysNotify\":\"kicked\"}", kicked.receiveText());
                assertErrno(NOT_LOGGED_IN, kicked.call(USER_INFO));
            }
            stranger.send(PING);
            assertEquals(PONG, stranger.receiveText());
        }
        assertErrno(INVALID_TOKEN, client.call(authToken(token, client.si())));
        assertErrno(INVALID_TOKEN, client.call(tokenLogin(longToken, DEVICE, client.si())));
        assertOk(client.logIn("admin", "admin"), "l");
    }

    @Test
    void pushesTokenExpired() throws Exception {
        simulator.faults().pushTokenExpired();

        assertEquals("{\"sysNotify\":\"tokenExpired\"}", client.receiveText());
        assertErrno(NOT_LOGGED_IN, client.call(USER_INFO));
        assertErrno(INVALID_TOKEN, client.call(authToken(token, client.si())));
        assertOk(client.call(tokenLogin(longToken, DEVICE, client.si())), "t");
    }

    @Test
    void cutsAllSockets() throws Exception {
        try (Socket raw = upgraded()) {
            simulator.faults().cutAll();

            assertEquals(0, simulator.openSockets());
            assertEquals(-1, raw.getInputStream().read(), "no close frame");
        }
        await().until(client::isClosed);
        try (LiteralClient next = resumed()) {
            assertOk(next.call(USER_INFO));
        }
    }

    @Test
    void cutsFromAResponderToo() {
        simulator.on("ping", request -> simulator.faults().cutAll());
        client.send(PING);

        await().until(client::isClosed);
        await().until(() -> simulator.openSockets() == 0);
    }

    @Test
    void closesAllSockets() {
        simulator.faults().closeAll(1001, "going away");

        await().until(client::isClosed);
        assertEquals(1001, client.closeCode());
        assertEquals("going away", client.closeReason());
        await().until(() -> simulator.openSockets() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reboots(boolean keepLongTokens) throws Exception {
        int port = simulator.port();

        simulator.faults().reboot(keepLongTokens);

        assertEquals(0, simulator.openSockets());
        assertEquals(port, simulator.port());
        try (LiteralClient next = LiteralClient.connect(simulator.url())) {
            next.useKey(client.key());
            String si = next.askSi();
            assertErrno(INVALID_TOKEN, next.call(authToken(token, si)));
            assertEquals(keepLongTokens ? "succ" : "fail",
                    next.call(tokenLogin(longToken, DEVICE, si)).get("result").textValue());
        }
    }

    @Test
    void refusesForAWhile() throws Exception {
        long before = System.nanoTime();
        simulator.faults().refuseFor(Duration.ofMillis(400));

        assertEquals(0, simulator.openSockets());
        assertThrows(ConnectException.class, this::connect);
        await().pollInterval(Duration.ofMillis(10)).until(this::isListening);
        assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(400));
        try (LiteralClient next = resumed()) {
            assertOk(next.call(USER_INFO));
        }
    }

    @Test
    void stopsListeningAndListensAgain() throws Exception {
        simulator.faults().listenAgain();
        assertEquals(1, simulator.openSockets(), "it listened all the time");
        for (int i = 0; i < 20; i++) {
            try (Socket idle = connect(); Socket raw = upgraded()) {
                simulator.faults().stopListening();
                simulator.faults().stopListening();
                assertEquals(0, simulator.openSockets());
                assertThrows(ConnectException.class, this::connect);
                assertEquals(-1, raw.getInputStream().read(), "no close frame");
                assertTrue(isEnded(idle));
            }
            simulator.faults().listenAgain();
            connect().close();
        }
    }

    @Test
    void aLaterCallReplacesTheRestOfARefusal() throws Exception {
        simulator.faults().refuseFor(Duration.ofMillis(100));
        simulator.faults().stopListening();
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(10)).until(() -> !isListening());

        simulator.faults().refuseFor(Duration.ofHours(1));
        simulator.faults().listenAgain();
        connect().close();
    }

    @Test
    void keepsThePortWhileItRefuses() throws Exception {
        FnosSimulator unused = FnosSimulator.start();
        unused.faults().stopListening();
        assertThrows(BindException.class, () -> bind(unused.port()));
        unused.close();
        bind(unused.port());
    }

    @Test
    void aClosedSimulatorListensNoMore() {
        simulator.faults().stopListening();
        simulator.close();

        assertThrows(UncheckedIOException.class, () -> simulator.faults().listenAgain());
    }

    @Test
    void countsFramesOfTheWebSocketProtocol() throws Exception {
        client.send(PING);
        assertEquals(PONG, client.receiveText());
        assertEquals(0, simulator.webSocketPings());
        assertEquals(0, simulator.webSocketPongs());

        simulator.faults().pingEverySocket();
        await().until(() -> simulator.webSocketPongs() == 1);
        client.sendPingFrame();
        client.sendPingFrame();
        await().until(() -> simulator.webSocketPings() == 2);
        assertEquals(1, simulator.pings());
    }

    @Test
    void showsAnotherCertificate() throws Exception {
        assertThrows(IllegalStateException.class,
                () -> simulator.faults().showCertificate(SimulatedCertificate.WRONG_HOST));
        SSLContext trusting = trusting(SimulatedCertificate.LOCALHOST.x509(), SimulatedCertificate.WRONG_HOST.x509());
        assertEquals(FnosSimulator.certificate(), SimulatedCertificate.LOCALHOST.x509());
        try (FnosSimulator secure = FnosSimulator.start(SimulatorOptions.defaults().withTls(true));
                LiteralClient old = LiteralClient.connect(trusting, secure.url() + "?type=main")) {
            assertEquals(SimulatedCertificate.LOCALHOST.x509(), shown(trusting, secure));

            secure.faults().showCertificate(SimulatedCertificate.WRONG_HOST);
            assertEquals(SimulatedCertificate.WRONG_HOST.x509(), shown(trusting, secure));
            assertThrows(IllegalStateException.class,
                    () -> LiteralClient.connect(trusting, secure.url() + "?type=main").close());
            old.send(PING);
            assertEquals(PONG, old.receiveText());

            secure.faults().stopListening();
            secure.faults().listenAgain();
            assertEquals(SimulatedCertificate.WRONG_HOST.x509(), shown(trusting, secure));
            secure.faults().showCertificate(SimulatedCertificate.LOCALHOST);
            assertEquals(SimulatedCertificate.LOCALHOST.x509(), shown(trusting, secure));
            LiteralClient.connect(trusting, secure.url() + "?type=main").close();
        }
    }

    @Test
    void dropsTlsWithoutAWord() throws Exception {
        SSLContext trusting = trusting(SimulatedCertificate.LOCALHOST.x509());
        try (FnosSimulator secure = FnosSimulator.start(SimulatorOptions.defaults().withTls(true));
                LiteralClient one = LiteralClient.connect(trusting, secure.url() + "?type=main");
                Socket beforeItsHandshake = new Socket(secure.host(), secure.port())) {
            secure.faults().cutAll();
            assertEquals(0, secure.openSockets());
            await().until(one::isClosed);
            assertNotEquals(1000, one.closeCode());
            secure.faults().stopListening();
            assertTrue(isEnded(beforeItsHandshake));
        }
    }

    @Test
    void asksForASecondFactor() throws Exception {
        simulator.addAccount("anna", "pw");
        simulator.faults().twoFactor("anna", true);

        assertErrno(131072, client.logIn("anna", "wrong"));
        JsonNode challenge = client.logIn("anna", "pw");
        assertOk(challenge, "l");
        assertTrue(challenge.get("accessToken").isTextual());
        assertTrue(challenge.get("isBindTwofaSecret").booleanValue());
        assertFalse(challenge.get("isTrustedDevice").booleanValue());
        assertNull(challenge.get("token"));
        assertNull(challenge.get("secret"));
        assertTrue(client.logIn("admin", "admin").get("token").isTextual());

        simulator.faults().twoFactor("anna", false);
        assertTrue(client.logIn("anna", "pw").get("token").isTextual());
    }

    @Test
    void refusesLogins() throws Exception {
        simulator.faults().refuseLoginsWith(4097);
        assertErrno(4097, client.logIn("admin", "admin"));
        assertErrno(4097, client.logIn("admin", "wrong"));
        assertEquals(3, simulator.passwordLogins());

        simulator.faults().acceptLogins();
        assertOk(client.logIn("admin", "admin"), "l");
    }

    @Test
    void countsLogouts() throws Exception {
        assertEquals(0, simulator.logouts());
        assertOk(client.call("{\"req\":\"user.logout\",\"reqid\":\"1\"}"));
        assertErrno(NOT_LOGGED_IN, client.call("{\"req\":\"user.logout\",\"reqid\":\"1\"}"));
        assertEquals(1, simulator.logouts());
    }

    @Test
    void tellsWhenSocketsAndPasswordsCame() throws Exception {
        long between = System.nanoTime();
        LiteralClient.connect(simulator.url()).close();
        await().until(() -> simulator.connections() == 2);
        client.logIn("admin", "wrong");
        long after = System.nanoTime();

        for (List<Long> times : List.of(simulator.connectionTimes(), simulator.passwordLoginTimes())) {
            assertEquals(2, times.size());
            assertTrue(times.get(0) < between);
            assertTrue(times.get(1) > between && times.get(1) < after);
        }
    }

    @Test
    void bearsFaultsFromManyThreads() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 20; round++) {
                    simulator.faults().stopListening();
                    simulator.faults().kick();
                    simulator.faults().refuseFor(Duration.ofMillis(1));
                    simulator.faults().listenAgain();
                    simulator.faults().cutAll();
                    simulator.faults().expireTokens();
                }
            }));
        }
        callers.forEach(CompletableFuture::join);

        try (LiteralClient next = LiteralClient.connect(simulator.url())) {
            assertOk(next.logIn("admin", "admin"), "l");
            assertOk(next.call(USER_INFO));
        }
    }

    private void assertPushed(boolean expected) throws Exception {
        simulator.pushText("{\"sysNotify\":\"x\"}");
        client.send(PING);
        if (expected) {
            assertEquals("{\"sysNotify\":\"x\"}", client.receiveText());
        }
        assertEquals(PONG, client.receiveText());
    }

    private LiteralClient resumed() throws Exception {
        LiteralClient next = LiteralClient.connect(simulator.url());
        next.useKey(client.key());
        assertOk(next.call(authToken(token, next.askSi())), "a");
        return next;
    }

    private Socket connect() throws IOException {
        return new Socket(simulator.host(), simulator.port());
    }

    private static void bind(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
    }

    private boolean isListening() {
        try {
            connect().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Socket upgraded() throws IOException {
        return UpgradedSocket.connect(simulator.host(), simulator.port());
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            // A connection that nobody had accepted yet is reset.
            return true;
        }
    }

    private static X509Certificate shown(SSLContext context, FnosSimulator secure) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(secure.host(), secure.port())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext trusting(X509Certificate... certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        for (X509Certificate certificate : certificates) {
            trusted.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void assertOk(JsonNode answer) {
        assertOk(answer, "1");
    }

    private static void assertOk(JsonNode answer, String reqid) {
        assertEquals("succ", answer.path("result").textValue(), answer::toString);
        assertEquals(reqid, answer.path("reqid").textValue());
    }

    private static void assertErrno(int errno, JsonNode answer) {
        assertEquals(errno, answer.path("errno").intValue(), answer::toString);
    }
}
