package io.github.camelfnos.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.account;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who shares a connection with whom, and for how long. */
class FnosConnectionRegistryTest {

    private final FnosSimulator nas = FnosSimulator.start();
    private final ConnectionFixture fixture = new ConnectionFixture();
    private final FnosConnectionRegistry registry = new FnosConnectionRegistry(JavaWebSocketFrameSocket::new, fixture.timer());

    @AfterEach
    void stop() {
        registry.close();
        fixture.close();
        nas.close();
    }

    private ConnectionSettings settings() {
        return settings(null);
    }

    private ConnectionSettings settings(String connectionId) {
        return fixture.settings(nas.port(), account("admin", "admin"), connectionId);
    }

    private static ConnectionSettings withLinger(ConnectionSettings s, Duration linger) {
        Timing t = s.timing();
        return new ConnectionSettings(s.address(), s.account(), new Timing(t.connectTimeout(), t.answerIdleTimeout(),
                t.heartbeatInterval(), t.heartbeatMaxMissed(), linger), s.limits(), s.reconnect(), s.connectionId());
    }

    private static ConnectionSettings withMaxInFlight(ConnectionSettings s, int maxInFlight) {
        return new ConnectionSettings(s.address(), s.account(), s.timing(), new Limits(s.limits().maxFrameSize(), maxInFlight),
                s.reconnect(), s.connectionId());
    }

    private static ConnectionSettings withType(ConnectionSettings s, String type) {
        NasAddress a = s.address();
        return new ConnectionSettings(new NasAddress(a.host(), a.port(), a.path(), type, a.relay(), a.tls()), s.account(), s.timing(),
                s.limits(), s.reconnect(), s.connectionId());
    }

    private static ConnectionSettings withAccount(ConnectionSettings s, Account account) {
        return new ConnectionSettings(s.address(), account, s.timing(), s.limits(), s.reconnect(), s.connectionId());
    }

    private static ConnectionHandle connected(ConnectionHandle handle) throws Exception {
        handle.connection().connect().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return handle;
    }

    @Test
    void aHundredHandlesAreOneSocketAndOneLoginUntilTheLastIsClosed() throws Exception {
        List<ConnectionHandle> handles = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            handles.add(connected(registry.acquire(settings())));
        }

        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());
        handles.subList(1, 100).forEach(handle -> {
            handle.close();
            handle.close();
        });
        assertEquals(ConnectionState.READY, handles.get(0).connection().state());

        handles.get(0).close();

        assertEquals(ConnectionState.CLOSED, handles.get(0).connection().state());
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 0);
        assertTrue(registry.connections().isEmpty());
    }

    @Test
    void anUnusedConnectionLingersAndIsFoundAgain() throws Exception {
        ConnectionSettings settings = withLinger(settings(), Duration.ofSeconds(60));
        FnosConnection first = connected(registry.acquire(settings)).connection();
        registry.acquire(settings).close();
        registry.connections().forEach(connection -> assertSame(first, connection));

        ConnectionHandle again = registry.acquire(settings);

        assertSame(first, again.connection());
        assertEquals(ConnectionState.READY, again.connection().state());
        assertEquals(1, nas.connections());
    }

    @Test
    void anUnusedConnectionIsClosedAfterItsTime() throws Exception {
        ConnectionHandle handle = connected(registry.acquire(withLinger(settings(), Duration.ofMillis(300))));

        handle.close();

        assertEquals(ConnectionState.READY, handle.connection().state());
        await().atMost(PATIENCE).until(() -> handle.connection().state() == ConnectionState.CLOSED && nas.openSockets() == 0);
    }

    @Test
    void closingTheRegistryClosesWhatLingersAtOnce() throws Exception {
        ConnectionHandle handle = connected(registry.acquire(withLinger(settings(), Duration.ofSeconds(60))));
        handle.close();

        registry.close();

        assertEquals(ConnectionState.CLOSED, handle.connection().state());
        assertThrows(IllegalStateException.class, () -> registry.acquire(settings()));
    }

    @Test
    void anUnusedConnectionThatIsNotConnectedDoesNotGoOnTrying() throws Exception {
        FnosConnection connection;
        try (FaultProxy proxy = FaultProxy.start(nas.host(), nas.port())) {
            ConnectionHandle handle = connected(registry.acquire(fixture.settings(proxy.port(), account("admin", "admin"), null)));
            connection = handle.connection();
            proxy.acceptAndClose(true);
            proxy.cut();
            await().atMost(PATIENCE).until(() -> connection.status().attempts() > 0);

            handle.close();

            int accepted = proxy.accepted();
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> proxy.accepted() <= accepted + 1);
        }
        await().atMost(PATIENCE).until(() -> registry.connections().isEmpty() && connection.state() == ConnectionState.CLOSED);
    }

    @Test
    void aThousandTimesOpenedAndClosedLeavesNothing() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            registry.acquire(settings()).close();
        }
        for (int i = 0; i < 20; i++) {
            connected(registry.acquire(settings())).close();
        }

        await().atMost(PATIENCE).until(() -> nas.openSockets() == 0 && ConnectionFixture.socketThreads() == 0 && fixture.timers() == 0);
        assertTrue(registry.connections().isEmpty());
        assertEquals(1, nas.passwordLogins(), "the session is taken up again");
    }

    @Test
    void anotherValueOfAnOptionIsRefusedWithItsNameAndBothValues() {
        registry.acquire(settings());

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> registry.acquire(withMaxInFlight(settings(), 7)));

        assertTrue(refused.getMessage().contains("maxInFlight is 7 here and 256 there"), refused.getMessage());
        assertTrue(refused.getMessage().contains("connectionId"), refused.getMessage());
        refused = assertThrows(IllegalArgumentException.class,
                () -> registry.acquire(withLinger(settings(), Duration.ofMillis(1500))));
        assertTrue(refused.getMessage().contains("lingerTimeout is 1500ms here and 0s there"), refused.getMessage());
    }

    @Test
    void aConnectionOfItsOwnMayDiffer() {
        ConnectionHandle shared = registry.acquire(settings());

        ConnectionHandle own = registry.acquire(withMaxInFlight(settings("narrow"), 7));

        assertNotSame(shared.connection(), own.connection());
    }

    @Test
    void anotherPasswordIsRefusedWithoutBeingShown() {
        registry.acquire(settings());

        for (String connectionId : new String[] { null, "other" }) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> registry.acquire(withAccount(settings(connectionId), account("admin", "hunter2"))));

            assertTrue(refused.getMessage().contains("another password or token is set for admin at 127.0.0.1:"), refused.getMessage());
            assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
        }
    }

    @Test
    void aConnectionThatOnlyLingersGivesWayToAnotherPassword() throws Exception {
        ConnectionSettings settings = withLinger(settings(), Duration.ofSeconds(60));
        ConnectionHandle first = connected(registry.acquire(settings));
        first.close();
        nas.addAccount("admin", "changed");

        ConnectionHandle second = connected(registry.acquire(withAccount(settings, account("admin", "changed"))));

        assertEquals(ConnectionState.CLOSED, first.connection().state());
        assertEquals(ConnectionState.READY, second.connection().state());
        assertEquals(2, nas.passwordLogins());
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 1);
    }

    @Test
    void connectionsOfOneAccountShareOneLogin() throws Exception {
        List<ConnectionHandle> handles = new ArrayList<>();
        IntStream.range(0, 10).mapToObj(i -> settings("connection-" + i)).map(registry::acquire).forEach(handles::add);
        handles.add(registry.acquire(withType(settings(), "timer")));
        handles.add(registry.acquire(withType(settings(), "file")));
        // All at once, so that they meet in the login.
        handles.forEach(handle -> handle.connection().connect());
        for (ConnectionHandle handle : handles) {
            connected(handle);
        }

        assertEquals(12, nas.openSockets());
        assertEquals(1, nas.passwordLogins());
        assertEquals(11, nas.requestCount("user.authToken"));
        for (ConnectionHandle handle : handles) {
            ConnectionFixture.answer(ConnectionFixture.request(handle.connection(), "user.info", Map.of()));
        }
    }

    @Test
    void aRefusedPasswordIsNotSentAgainUnderAnotherDeviceOrLoginOperationOrName() {
        Credentials wrong = new Credentials("wrong", null, null, null);
        ConnectionFixture.failure(registry.acquire(withAccount(settings(), account("admin", "wrong"))).connection().connect());

        for (ConnectionSettings other : List.of(
                withAccount(settings(), new Account("admin", wrong, "device-2", "test", true, "user.login")),
                withAccount(settings(), new Account("admin", wrong, "device-1", "test", true, "user.loginIntl")),
                withType(withAccount(settings("other"), account("admin", "wrong")), "timer"))) {
            FnosFailure refused = ConnectionFixture.failure(registry.acquire(other).connection().connect());
            assertEquals(131072, refused.errno());
        }

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.connections());
    }

    @Test
    void aRefusedPasswordIsNotSentAgainWithOtherTokens() {
        ConnectionHandle first = registry.acquire(withAccount(settings(), account("admin", "wrong")));
        ConnectionFixture.failure(first.connection().connect());
        first.close();

        for (int i = 0; i < 5; i++) {
            Credentials rotated = new Credentials("wrong", "token-" + i, null, "AAECAwQFBgcICQoLDA0ODw==");
            ConnectionHandle handle = registry.acquire(withAccount(settings(),
                    new Account("admin", rotated, "device-1", "test", true, "user.login")));
            assertTrue(ConnectionFixture.failure(handle.connection().connect()).isFinal());
            handle.close();
        }

        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void startsThatFailArePacedHoweverOftenTheyAreRepeated() {
        nas.on("encrypted", asked -> asked.closeSocket());
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofMillis(200), Duration.ofMillis(200), 1, 0, StartupFailure.fail));
        long began = System.nanoTime();

        for (int i = 0; i < 12; i++) {
            ConnectionHandle handle = registry.acquire(settings());
            ConnectionFixture.failure(handle.connection().connect());
            handle.close();
        }

        // The waits are 100 ms on average; less than half of that is far outside of what chance does to twelve.
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toMillis() > 11 * 40, "12 passwords were sent within " + took);
        assertTrue(nas.requestCount("encrypted") <= 12);
    }

    @Test
    void aConnectionOfAnAccountWhosePasswordHasToWaitIsToldWhy() {
        fixture.timing(Duration.ofMillis(300), Duration.ofSeconds(2))
                .reconnect(new ReconnectPolicy(true, Duration.ofSeconds(20), Duration.ofSeconds(20), 1, 0, StartupFailure.fail));
        nas.faults().refuseLoginsWith(4097);
        ConnectionFixture.failure(registry.acquire(settings("a")).connection().connect());

        FnosFailure failure = ConnectionFixture.failure(registry.acquire(settings("b")).connection().connect());

        assertEquals(4097, failure.errno());
        assertTrue(nas.passwordLogins() <= 2);
    }

    @Test
    void whoJoinsARevivedConnectionWaitsForItsNextAttempt() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(nas.host(), nas.port())) {
            ConnectionSettings settings = fixture.settings(proxy.port(), account("admin", "wrong"), null);
            FnosConnection connection = registry.acquire(settings).connection();
            ConnectionFixture.failure(connection.connect());
            nas.addAccount("admin", "wrong");
            proxy.delay(Duration.ofMillis(300));

            registry.forgetRefusal(nas.host(), "admin");
            CompletableFuture<Void> joined = connection.connect();
            proxy.cut();
            await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.BACKING_OFF || joined.isDone());
            proxy.calm();

            await().atMost(PATIENCE).until(joined::isDone);
            await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.READY);
        }
    }

    @Test
    void kickedOnASocketThatLogsOutIsNoReasonToLockTheAccount() throws Exception {
        Account leaving = new Account("admin", new Credentials("admin", null, null, null), "device-1", "test", false, "user.login");
        nas.on("user.logout", asked -> {
            asked.replyText("{\"sysNotify\":\"kicked\"}");
            asked.succeed(Map.of());
        });
        connected(registry.acquire(withAccount(settings(), leaving))).close();

        connected(registry.acquire(withAccount(settings(), leaving)));

        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void whoIsToldOfTheEndMayAskTheRegistry() throws Exception {
        nas.on("test.silent", asked -> {
        });
        ConnectionHandle handle = connected(registry.acquire(settings()));
        CompletableFuture<Integer> asked = new CompletableFuture<>();
        ConnectionFixture.request(handle.connection(), "test.silent", Map.of()).whenComplete((answer, failure) ->
            asked.completeAsync(() -> registry.connections().size()).orTimeout(5, TimeUnit.SECONDS).join());

        handle.close();

        assertEquals(0, asked.get(5, TimeUnit.SECONDS));
    }

    @Test
    void anotherAccountHasASessionOfItsOwn() throws Exception {
        nas.addAccount("guest", "guest");
        connected(registry.acquire(settings()));

        connected(registry.acquire(withAccount(settings(), account("guest", "guest"))));

        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void theSessionIsLoggedOutByTheLastConnectionOfAnAccountThatShallNotStay() throws Exception {
        Account leaving = new Account("admin", new Credentials("admin", null, null, null), "device-1", "test", false, "user.login");
        ConnectionHandle one = connected(registry.acquire(withAccount(settings(), leaving)));
        ConnectionHandle other = connected(registry.acquire(withAccount(settings("other"), leaving)));

        one.close();
        assertEquals(0, nas.logouts());
        other.close();

        assertEquals(1, nas.logouts());
        connected(registry.acquire(withAccount(settings(), leaving))).close();
        assertEquals(2, nas.passwordLogins(), "its tokens are gone");
    }

    @Test
    void aSessionThatShallStayIsNotLoggedOut() throws Exception {
        connected(registry.acquire(settings())).close();

        assertEquals(0, nas.logouts());
    }

    @Test
    void aLogoutThatIsNotAnsweredHoldsNothingUp() throws Exception {
        Account leaving = new Account("admin", new Credentials("admin", null, null, null), "device-1", "test", false, "user.login");
        ConnectionHandle handle = connected(registry.acquire(withAccount(settings(), leaving)));
        nas.faults().stopAnswering(true);

        long began = System.nanoTime();
        registry.close();
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertTrue(took.toMillis() < 1_000, "closing took " + took);
        assertEquals(ConnectionState.CLOSED, handle.connection().state());
        assertEquals(1, nas.requestCount("user.logout"));
    }
}
