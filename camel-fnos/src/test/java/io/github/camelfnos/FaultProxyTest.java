package io.github.camelfnos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.github.camelfnos.simulator.Direction;
import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.simulator.Direction.TO_CLIENT;
import static io.github.camelfnos.simulator.Direction.TO_NAS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each fault of the proxy does what it says, seen from bare sockets on both sides. */
@Timeout(60)
class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int QUIET_MILLIS = 100;

    private ServerSocket nas;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void start() throws IOException {
        nas = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.start("127.0.0.1", nas.getLocalPort());
        client = connect();
        server = accept();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        proxy.close();
        nas.close();
    }

    @Test
    void handsEverythingOnWhenCalm() throws Exception {
        byte[] bytes = new byte[5 << 20];
        new Random(1).nextBytes(bytes);
        CompletableFuture<byte[]> atServer = reading(server);
        CompletableFuture<byte[]> atClient = reading(client);
        CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> writeAndEnd(server, bytes));
        writeAndEnd(client, bytes);
        answering.join();

        assertArrayEquals(bytes, atServer.join());
        assertArrayEquals(bytes, atClient.join());
        await().until(() -> proxy.open() == 0);
        assertEquals(1, proxy.accepted());
    }

    @Test
    void handsAResetOn() throws Exception {
        server.setSoLinger(true, 0);
        server.close();

        assertReset(client);
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void resetsWhoDoesNotReachTheTarget() throws Exception {
        nas.close();
        try (Socket lost = connect()) {
            assertReset(lost);
        }
    }

    @Test
    void cutsOrderly() throws Exception {
        client.getOutputStream().write(new byte[1000]);
        await().until(() -> server.getInputStream().available() == 1000);
        proxy.cut();

        assertEquals(0, proxy.open());
        assertEquals(-1, client.getInputStream().read());
        assertEquals(1000, server.getInputStream().readAllBytes().length);
    }

    @Test
    void aCutIsNoResetEvenWhenBytesWereUnread() throws Exception {
        proxy.freeze();
        client.getOutputStream().write(new byte[1000]);
        server.getOutputStream().write(new byte[1000]);
        proxy.cut();

        assertEquals(-1, client.getInputStream().read());
        assertEquals(-1, server.getInputStream().read());
        client.getOutputStream().write(1);
    }

    @Test
    void resets() throws Exception {
        proxy.reset();

        assertEquals(0, proxy.open());
        assertReset(client);
        assertReset(server);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void freezesOneDirection(Direction frozen) throws Exception {
        Socket sender = frozen == TO_NAS ? client : server;
        Socket receiver = frozen == TO_NAS ? server : client;
        proxy.freeze(frozen);

        sender.getOutputStream().write(7);
        receiver.getOutputStream().write(8);
        assertEquals(8, sender.getInputStream().read());
        assertQuiet(receiver);

        proxy.thaw(frozen);
        assertEquals(7, receiver.getInputStream().read());
    }

    @Test
    void freezesLaterConnectionsToo() throws Exception {
        proxy.freeze();
        try (Socket later = connect(); Socket accepted = accept()) {
            later.getOutputStream().write(7);
            accepted.getOutputStream().write(8);
            assertQuiet(accepted);
            assertQuiet(later);

            proxy.thaw();
            assertEquals(7, accepted.getInputStream().read());
            assertEquals(8, later.getInputStream().read());
        }
    }

    @Test
    void doesNotReadWhatItHasFrozen() throws Exception {
        proxy.freeze(TO_NAS);
        AtomicLong sent = new AtomicLong();
        byte[] megabyte = new byte[1 << 20];
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 64; i++) {
                write(client, megabyte);
                sent.incrementAndGet();
            }
        });

        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(10))
                .until(sent::get, was -> was == sent.get() && was < 64);
        assertFalse(sending.isDone());

        proxy.thaw(TO_NAS);
        assertEquals(64 << 20, server.getInputStream().readNBytes(64 << 20).length);
        sending.join();
    }

    @Test
    void delays() throws Exception {
        proxy.delay(Duration.ofMillis(150));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            client.getOutputStream().write(i);
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(i, server.getInputStream().read());
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.toMillis() >= 150, taken::toString);

        proxy.delay(Duration.ZERO);
        server.getOutputStream().write(9);
        assertEquals(9, client.getInputStream().read());
    }

    @Test
    void aDelayIsNoLimitOfTheSpeed() throws Exception {
        proxy.delay(Duration.ofMillis(100));
        int size = 4 << 20;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(client, new byte[size]));
        long start = System.nanoTime();
        assertEquals(size, server.getInputStream().readNBytes(size).length);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        sending.join();

        // Chunk by chunk it would be six seconds at the least.
        assertTrue(taken.toMillis() < 3000, taken::toString);
    }

    @Test
    void throttles() throws Exception {
        proxy.throttle(20_000);
        long start = System.nanoTime();
        client.getOutputStream().write(new byte[10_000]);
        assertEquals(10_000, server.getInputStream().readNBytes(10_000).length);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.toMillis() >= 450 && taken.toMillis() < 5000, taken::toString);

        proxy.throttle(1);
        client.getOutputStream().write(new byte[1000]);
        proxy.throttle(0);
        assertEquals(1000, server.getInputStream().readNBytes(1000).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 1000})
    void cutsAfterSoManyBytes(int bytes) throws Exception {
        proxy.cutAfter(TO_CLIENT, bytes);
        client.getOutputStream().write(new byte[10]);
        assertEquals(10, server.getInputStream().readNBytes(10).length);
        server.getOutputStream().write(new byte[1000]);

        assertEquals(bytes, client.getInputStream().readAllBytes().length);
        assertEquals(-1, server.getInputStream().read());
        try (Socket later = connect(); Socket accepted = accept()) {
            accepted.getOutputStream().write(new byte[1000]);
            assertEquals(bytes, later.getInputStream().readAllBytes().length);
        }
    }

    @Test
    void resetsAfterSoManyBytes() throws Exception {
        client.getOutputStream().write(new byte[50]);
        assertEquals(50, server.getInputStream().readNBytes(50).length);
        proxy.resetAfter(TO_NAS, 100);
        client.getOutputStream().write(new byte[99]);
        assertEquals(99, server.getInputStream().readNBytes(99).length);
        assertQuiet(server);

        client.getOutputStream().write(new byte[1]);
        assertReset(client);
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void countsEachDirectionByItself() throws Exception {
        proxy.cutAfter(TO_CLIENT, 2);
        server.getOutputStream().write(1);
        assertEquals(1, client.getInputStream().read());
        proxy.cutAfter(TO_NAS, 1000);
        server.getOutputStream().write(2);

        assertEquals(2, client.getInputStream().read());
        assertEquals(-1, client.getInputStream().read());
    }

    @Test
    void injectsGarbage() throws Exception {
        try (Socket other = connect(); Socket accepted = accept()) {
            byte[] garbage = {1, 2, 3};
            proxy.garbage(garbage);
            server.getOutputStream().write(4);
            accepted.getOutputStream().write(4);

            assertArrayEquals(new byte[] {1, 2, 3, 4}, client.getInputStream().readNBytes(4));
            assertArrayEquals(new byte[] {1, 2, 3, 4}, other.getInputStream().readNBytes(4));
            assertQuiet(server);
        }
    }

    @Test
    void refusesAndListensAgain() throws Exception {
        int port = proxy.port();
        for (int i = 0; i < 20; i++) {
            proxy.refuse(true);
            proxy.refuse(true);
            assertThrows(ConnectException.class, this::connect);
            proxy.refuse(false);
            proxy.refuse(false);
            connect().close();
            accept().close();
        }
        assertEquals(port, proxy.port());
        client.getOutputStream().write(7);
        assertEquals(7, server.getInputStream().read());
    }

    @Test
    void keepsThePortWhileItRefuses() throws IOException {
        FaultProxy unused = FaultProxy.start("127.0.0.1", nas.getLocalPort());
        unused.refuse(true);
        assertThrows(BindException.class, () -> bind(unused.port()));
        unused.close();
        bind(unused.port());
    }

    private static void bind(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
    }

    @Test
    void acceptsAndCloses() throws Exception {
        proxy.acceptAndClose(true);
        try (Socket closed = connect()) {
            assertEquals(-1, closed.getInputStream().read());
        }
        assertEquals(1, proxy.open());
        assertEquals(2, proxy.accepted());

        proxy.acceptAndClose(false);
        connect().close();
        accept().close();
    }

    @Test
    void swallows() throws Exception {
        proxy.swallow(true);
        try (Socket swallowed = connect()) {
            swallowed.getOutputStream().write(new byte[1 << 20]);
            assertQuiet(swallowed);
            await().until(() -> proxy.open() == 2);
            proxy.garbage(new byte[] {1});
            proxy.calm();
            swallowed.getOutputStream().write(1);
            assertQuiet(swallowed);
        }
        await().until(() -> proxy.open() == 1);
        nas.setSoTimeout(QUIET_MILLIS);
        assertThrows(SocketTimeoutException.class, this::accept, "the target saw nothing of it");
    }

    @Test
    void calmEndsAllFaults() throws Exception {
        proxy.freeze();
        proxy.delay(Duration.ofHours(1));
        proxy.throttle(1);
        proxy.cutAfter(TO_NAS, 1);
        proxy.resetAfter(TO_CLIENT, 1);
        proxy.acceptAndClose(true);
        proxy.swallow(true);
        proxy.refuse(true);

        proxy.calm();

        try (Socket later = connect(); Socket accepted = accept()) {
            for (Socket[] pair : List.of(new Socket[] {client, server}, new Socket[] {later, accepted},
                    new Socket[] {server, client}, new Socket[] {accepted, later})) {
                pair[0].getOutputStream().write(new byte[2000]);
                assertEquals(2000, pair[1].getInputStream().readNBytes(2000).length);
            }
        }
    }

    @Test
    void tellsWhenItAccepted() throws Exception {
        long between = System.nanoTime();
        connect().close();
        accept().close();

        List<Long> times = proxy.acceptTimes();
        assertEquals(2, times.size());
        assertTrue(times.get(0) < between && times.get(1) > between && times.get(1) < System.nanoTime());
    }

    @Test
    void closingLeavesNothing() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FaultProxy other = FaultProxy.start("127.0.0.1", nas.getLocalPort());
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sockets.add(new Socket(other.host(), other.port()));
            sockets.add(accept());
        }
        other.freeze();

        other.close();
        other.close();

        Set<String> left = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
                .map(Thread::getName).filter(name -> name.contains("proxy")).collect(Collectors.toSet());
        assertEquals(Set.of(), left);
        assertEquals(0, other.open());
        assertThrows(ConnectException.class, () -> new Socket(other.host(), other.port()).close());
        assertThrows(IllegalStateException.class, other::cut);
        for (Socket socket : sockets) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertEquals(-1, socket.getInputStream().read());
            socket.close();
        }
    }

    @Test
    void bearsFaultsFromManyThreads() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 50; round++) {
                    proxy.refuse(true);
                    proxy.freeze();
                    proxy.cut();
                    proxy.calm();
                    try (Socket socket = connect()) {
                        socket.getOutputStream().write(1);
                        proxy.reset();
                    } catch (IOException e) {
                        // Another thread refuses or cuts at this moment.
                        proxy.calm();
                    }
                }
            }));
        }
        callers.forEach(CompletableFuture::join);
        proxy.calm();
        nas.close();
        await().until(() -> proxy.open() == 0);
        try (Socket lost = connect()) {
            assertReset(lost);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 300_000})
    void makesTextFrames(int length) throws Exception {
        try (FnosSimulator simulator = FnosSimulator.start();
                FaultProxy between = FaultProxy.start(simulator.host(), simulator.port());
                LiteralClient one = LiteralClient.connect(urlOf(between))) {
            String text = "x".repeat(length);
            between.garbage(FaultProxy.textFrame(text));
            assertEquals(text, one.receiveText());
            one.send("{\"req\":\"ping\"}");
            assertEquals("{\"res\":\"pong\"}", one.receiveText());
        }
    }

    @Test
    void halfAnUpgradeAndHalfAFrame() throws Exception {
        byte[] pong = FaultProxy.textFrame("{\"res\":\"pong\"}");
        try (FnosSimulator simulator = FnosSimulator.start();
                FaultProxy between = FaultProxy.start(simulator.host(), simulator.port())) {
            between.cutAfter(TO_CLIENT, 20);
            try (Socket half = new Socket(between.host(), between.port())) {
                UpgradedSocket.askForUpgrade(half);
                assertEquals("HTTP/1.1 101 Switchi", new String(half.getInputStream().readAllBytes(),
                        StandardCharsets.US_ASCII));
            }
            between.calm();
            try (Socket upgraded = UpgradedSocket.connect(between.host(), between.port())) {
                await().until(() -> simulator.connections() == 2);
                between.cutAfter(TO_CLIENT, pong.length + 5);
                between.garbage(pong);
                simulator.faults().closeAll(1001, "this is cut in the middle");
                assertArrayEquals(pong, upgraded.getInputStream().readNBytes(pong.length));
                assertEquals(5, upgraded.getInputStream().readAllBytes().length);
            }
        }
    }

    @Test
    void letsTlsThrough() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        trusted.setCertificateEntry("nas", FnosSimulator.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (FnosSimulator secure = FnosSimulator.start(SimulatorOptions.defaults().withTls(true));
                FaultProxy between = FaultProxy.start(secure.host(), secure.port());
                LiteralClient one = LiteralClient.connect(tls, "wss://127.0.0.1:" + between.port() + "/websocket?type=main")) {
            assertEquals("succ", one.logIn("admin", "admin").get("result").textValue());
            between.reset();
            await().until(one::isClosed);
            await().until(() -> secure.openSockets() == 0);
        }
    }

    private static String urlOf(FaultProxy between) {
        return "ws://" + between.host() + ":" + between.port() + "/websocket";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(proxy.host(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket accept() throws IOException {
        Socket socket = nas.accept();
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void assertReset(Socket socket) {
        SocketException reset = assertThrows(SocketException.class, () -> socket.getInputStream().read());
        assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
    }

    private static void assertQuiet(Socket socket) throws IOException {
        socket.setSoTimeout(QUIET_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static CompletableFuture<byte[]> reading(Socket socket) {
        return CompletableFuture.supplyAsync(() -> unchecked(() -> {
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        }));
    }

    private static void writeAndEnd(Socket socket, byte[] bytes) {
        write(socket, bytes);
        unchecked(() -> {
            socket.shutdownOutput();
            return null;
        });
    }

    private static void write(Socket socket, byte[] bytes) {
        unchecked(() -> {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            return null;
        });
    }

    private static <T> T unchecked(Callable<T> action) {
        try {
            return action.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
