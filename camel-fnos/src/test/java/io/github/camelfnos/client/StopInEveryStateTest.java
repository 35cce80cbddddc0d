package io.github.camelfnos.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.protocol.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Closing is fast whatever the connection is doing, and leaves no future waiting, no timer and no thread. */
class StopInEveryStateTest {

    private final ConnectionFixture fixture = new ConnectionFixture();
    private final List<AutoCloseable> peers = new ArrayList<>();
    private ServerSocket swallowing;

    /** Its queue of pending connections is full, so that the kernel drops further SYN packets. */
    @BeforeEach
    void startAHostThatSwallowsPackets() throws IOException {
        swallowing = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 4; i++) {
            Socket filler = keep(new Socket());
            try {
                filler.connect(new InetSocketAddress(swallowing.getInetAddress(), swallowing.getLocalPort()), 100);
            } catch (SocketTimeoutException queueIsFull) {
                return;
            }
        }
        throw new IOException("the queue never filled");
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        for (AutoCloseable peer : peers) {
            peer.close();
        }
    }

    @Test
    void idle() {
        assertClosesFast(fixture.anonymous(1));
    }

    @Test
    void connectingToAHostThatSwallowsPackets() throws Exception {
        FnosConnection connection = fixture.anonymous(swallowing.getLocalPort());
        CompletableFuture<Void> ready = connection.connect();
        assertEquals(ConnectionState.CONNECTING, connection.state());

        assertClosesFast(connection);
        assertTrue(failure(ready).getMessage().contains("was closed"));
    }

    @RepeatedTest(20)
    void closedRightAfterItBeganToConnect() throws Exception {
        FnosConnection connection = fixture.anonymous(swallowing.getLocalPort());
        connection.connect();

        assertClosesFast(connection);
    }

    @Test
    void waitingForTheUpgradeOfAServerThatStaysSilent() throws Exception {
        ServerSocket silent = keep(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        FnosConnection connection = fixture.anonymous(silent.getLocalPort());
        CompletableFuture<Void> ready = connection.connect();
        keep(silent.accept()).getInputStream().read();

        assertClosesFast(connection);
        failure(ready);
    }

    @Test
    void loggingIn() throws Exception {
        ScriptedNas silent = keep(new ScriptedNas((line, text) -> {
        }));
        FnosConnection connection = fixture.connection(silent.port(), ConnectionFixture.account("u", "p"));
        CompletableFuture<Void> ready = connection.connect();
        CompletableFuture<Answer> waiting = request(connection, "user.info", Map.of());
        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.LOGGING_IN && silent.received().size() == 1);

        assertClosesFast(connection);
        failure(ready);
        assertEquals(FnosFailure.Kind.CONNECTION, failure(waiting).kind());
    }

    @Test
    void readyWithRequestsInFlight() throws Exception {
        ScriptedNas silent = keep(new ScriptedNas((line, text) -> {
        }));
        FnosConnection connection = connected(fixture.anonymous(silent.port()));
        CompletableFuture<Answer> inFlight = request(connection, "user.info", Map.of());
        await().atMost(PATIENCE).until(() -> silent.received().size() == 1);

        assertClosesFast(connection);
        assertTrue(failure(inFlight).requestSent());
    }

    @Test
    void readyOnAPeerThatHasFrozen() throws Exception {
        ServerSocket listening = keep(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        FnosConnection connection = fixture.anonymous(listening.getLocalPort());
        CompletableFuture<Void> ready = connection.connect();
        Socket frozen = keep(listening.accept());
        RawUpgrade.accept(frozen);
        ready.get();
        CompletableFuture<Answer> inFlight = request(connection, "user.info", Map.of());

        assertClosesFast(connection);
        failure(inFlight);
    }

    @Test
    void lost() throws Exception {
        ScriptedNas nas = keep(new ScriptedNas((line, text) -> {
        }));
        FnosConnection connection = connected(fixture.anonymous(nas.port()));
        nas.close();
        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.BACKING_OFF && connection.status().attempts() > 0);

        assertClosesFast(connection);
    }

    @Test
    void twice() throws Exception {
        ScriptedNas nas = keep(new ScriptedNas((line, text) -> {
        }));
        FnosConnection connection = connected(fixture.anonymous(nas.port()));

        assertClosesFast(connection);
        assertClosesFast(connection);
        assertEquals(FnosFailure.Kind.CONNECTION, failure(connection.connect()).kind());
    }

    @Test
    void connectingGivesUpAtItsDeadline() throws Exception {
        ServerSocket silent = keep(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        fixture.timing(Duration.ofMillis(300), Duration.ofSeconds(2));

        FnosFailure failure = failure(fixture.anonymous(silent.getLocalPort()).connect());

        assertTrue(failure.getMessage().contains("cannot be reached: no WebSocket was opened within 300 ms"), failure.getMessage());
    }

    private void assertClosesFast(FnosConnection connection) {
        ConnectionFixture.close(connection);
        assertEquals(ConnectionState.CLOSED, connection.state());
        assertEquals(0, connection.inFlight());
        assertEquals(0, connection.waiting());
        await().atMost(PATIENCE).until(() -> fixture.timers() == 0);
        // Half of what connecting may take, so that a thread that only its own timeout ends is found.
        await().atMost(Duration.ofSeconds(5)).until(() -> ConnectionFixture.socketThreads() == 0);
    }

    private <T extends AutoCloseable> T keep(T peer) {
        peers.add(0, peer);
        return peer;
    }
}
