package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Map;

import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.account;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Protocol, section 7: a dead peer is found, a living one is left alone. */
class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int MAX_MISSED = 3;

    private final FnosSimulator nas = FnosSimulator.start();
    private final FaultProxy proxy = FaultProxy.start(nas.host(), nas.port());
    private final ConnectionFixture fixture = new ConnectionFixture().heartbeat(INTERVAL);

    @AfterEach
    void stop() {
        fixture.close();
        proxy.close();
        nas.close();
    }

    private FnosConnection throughProxy() throws Exception {
        return connected(fixture.connection(proxy.port(), account("admin", "admin")));
    }

    private static boolean hasReconnected(FnosConnection connection) {
        return connection.counters().reconnects() == 1 && connection.state() == ConnectionState.READY;
    }

    @Test
    void aFrozenPeerIsFoundInTimeAndTheConnectionRecovers() throws Exception {
        Duration interval = Duration.ofMillis(500);
        fixture.heartbeat(interval);
        FnosConnection connection = throughProxy();
        await().atMost(PATIENCE).until(() -> nas.pings() > 0);

        long frozenAt = System.nanoTime();
        proxy.freeze();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> connection.state() != ConnectionState.READY);
        Duration found = Duration.ofNanos(System.nanoTime() - frozenAt);
        String reason = connection.status().lastReason();
        proxy.calm();

        Duration limit = interval.multipliedBy(MAX_MISSED + 1);
        assertTrue(found.compareTo(limit.plusMillis(300)) < 0, "found after " + found + ", which may take " + limit);
        assertTrue(reason.contains("nothing came from the NAS for 3 heartbeat intervals of 500 ms"), reason);
        await().atMost(PATIENCE).until(() -> hasReconnected(connection));
        assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void anythingThatComesIsASignOfLife() throws Exception {
        nas.faults().dropPongs(true);
        FnosConnection connection = throughProxy();
        long pings = nas.pings();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            nas.push(Map.of("sysNotify", "storageChanged"));
            return nas.pings() >= pings + 2 * MAX_MISSED;
        });

        assertEquals(0, connection.counters().reconnects());
        assertEquals(ConnectionState.READY, connection.state());
    }

    @Test
    void theServersWebSocketPingIsASignOfLifeTooAndIsAnswered() throws Exception {
        nas.faults().dropPongs(true);
        FnosConnection connection = throughProxy();
        long pings = nas.pings();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            nas.faults().pingEverySocket();
            return nas.pings() >= pings + 2 * MAX_MISSED;
        });

        assertEquals(0, connection.counters().reconnects());
        await().atMost(PATIENCE).until(() -> nas.webSocketPongs() > 0);
    }

    @Test
    void withoutPongsAndWithoutAnythingElseTheConnectionIsMadeAnew() throws Exception {
        nas.faults().dropPongs(true);
        FnosConnection connection = throughProxy();

        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() > 0);

        assertTrue(nas.pings() >= MAX_MISSED - 1, nas.pings() + " pings");
    }

    @Test
    void anIdleConnectionThatIsAnsweredStaysAndNoWebSocketPingIsEverSent() throws Exception {
        FnosConnection connection = throughProxy();

        await().atMost(PATIENCE).until(() -> nas.pings() >= 2 * MAX_MISSED + 1);

        assertEquals(0, connection.counters().reconnects());
        assertEquals(0, connection.counters().pushes(), "a pong is no push");
        assertEquals(0, nas.webSocketPings());
    }

    @Test
    void anIntervalOfZeroSendsNone() throws Exception {
        fixture.heartbeat(Duration.ZERO);
        throughProxy();

        await().pollDelay(INTERVAL.multipliedBy(3)).atMost(PATIENCE).until(() -> true);

        assertEquals(0, nas.pings());
    }
}
