package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.ReceivedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.account;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Protocol, section 4: how a session goes on, and when it does not. */
class SessionTest {

    private final FnosSimulator nas = FnosSimulator.start();
    private final ConnectionFixture fixture = new ConnectionFixture();

    @AfterEach
    void stop() {
        fixture.close();
        nas.close();
    }

    private FnosConnection connect() throws Exception {
        return connected(fixture.loggingIn(nas, "admin"));
    }

    private static void assertWorks(FnosConnection connection) throws Exception {
        assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
    }

    private static void awaitReconnect(FnosConnection connection, int times) {
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == times
                && connection.state() == ConnectionState.READY);
    }

    private ReceivedRequest last(String operation) {
        return nas.requests().stream().filter(request -> request.operation().equals(operation)).reduce((a, b) -> b).orElseThrow();
    }

    @Test
    void afterACutTheSessionGoesOnByItsTokenAndPushesComeAgain() throws Exception {
        FnosConnection connection = connect();

        nas.faults().cutAll();
        awaitReconnect(connection, 1);

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.requestCount("user.authToken"));
        assertEquals(true, last("user.authToken").parameters().get("main"));
        assertTrue(last("user.authToken").signed());
        assertWorks(connection);
        nas.push(Map.of("sysNotify", "storageChanged"));
        await().atMost(PATIENCE).until(() -> connection.counters().pushes() == 1);
    }

    @Test
    void afterARebootTheLongTokenTakesItUpWithoutAPassword() throws Exception {
        FnosConnection connection = connect();

        nas.faults().reboot(true);
        awaitReconnect(connection, 1);

        assertWorks(connection);
        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.requestCount("user.tokenLogin"));
        nas.push(Map.of("sysNotify", "storageChanged"));
        await().atMost(PATIENCE).until(() -> connection.counters().pushes() == 1);
    }

    @Test
    void theLongTokenServesMoreThanOnce() throws Exception {
        FnosConnection connection = connect();

        for (int reboot = 1; reboot <= 3; reboot++) {
            nas.faults().reboot(true);
            awaitReconnect(connection, reboot);
        }

        assertWorks(connection);
        assertEquals(1, nas.passwordLogins());
        assertEquals(3, nas.requestCount("user.tokenLogin"));
    }

    @Test
    void afterARebootThatForgotEverythingThereIsOnePasswordLogin() throws Exception {
        FnosConnection connection = connect();

        nas.faults().reboot(false);
        awaitReconnect(connection, 1);

        assertWorks(connection);
        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void eachSocketSendsAnSiOfItsOwn() throws Exception {
        FnosConnection connection = connect();
        nas.faults().cutAll();
        awaitReconnect(connection, 1);
        String first = last("user.authToken").parameters().get("si").toString();
        nas.faults().cutAll();
        awaitReconnect(connection, 2);

        String second = last("user.authToken").parameters().get("si").toString();

        assertTrue(first.matches("\\d{10,}"), first);
        assertFalse(first.equals(second));
    }

    @Test
    void aSessionThatIsGoneFromALivingSocketIsTakenUpOnceAndTheRequestsRepeatedOnce() throws Exception {
        FnosConnection connection = connect();
        nas.faults().endSessionsOfSockets();

        List<CompletableFuture<Answer>> answers = IntStream.range(0, 50)
                .mapToObj(n -> request(connection, "user.info", Map.of("n", n))).toList();

        for (CompletableFuture<Answer> one : answers) {
            assertEquals("succ", answer(one).result());
        }
        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.requestCount("user.authToken"));
        assertTrue(nas.requestCount("user.info") <= 100, "no request is repeated twice");
        assertEquals(0, connection.counters().pushes());
        assertEquals(0, connection.counters().lateFrames());
    }

    @Test
    void onALivingSocketTheLongTokenServesToo() throws Exception {
        FnosConnection connection = connect();
        nas.faults().expireTokens();

        assertWorks(connection);

        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.requestCount("user.tokenLogin"));
    }

    @Test
    void whereNoTokenServesTheRequestWaitsForANewSocketAndItsLogin() throws Exception {
        FnosConnection connection = connect();
        nas.faults().forgetSessions();

        assertWorks(connection);

        assertEquals(2, nas.connections());
        assertEquals(2, nas.passwordLogins());
        assertEquals(2, nas.requestCount("user.info"));
    }

    @Test
    void aRequestThatTheNewSessionIsRefusedForFailsAfterOneRepetition() throws Exception {
        nas.on("test.refused", asked -> asked.fail(4224));
        FnosConnection connection = connect();

        FnosFailure failure = failure(request(connection, "test.refused", Map.of()));

        assertEquals(4224, failure.errno());
        assertEquals(2, nas.requestCount("test.refused"));
        assertEquals(1, nas.requestCount("user.authToken"));
        assertWorks(connection);
    }

    @Test
    void aRequestThatHadAnAnswersFirstFrameIsNotRepeated() throws Exception {
        nas.on("test.begun", asked -> {
            asked.replyText("{\"files\":[1],\"reqid\":\"" + asked.reqid() + "\"}");
            asked.fail(4224);
        });
        FnosConnection connection = connect();

        assertEquals(4224, failure(request(connection, "test.begun", Map.of())).errno());

        assertEquals(1, nas.requestCount("test.begun"));
    }

    @ParameterizedTest
    @ValueSource(ints = { 65534, 135168 })
    void otherErrnosOfASessionAreNotRepeated(int errno) throws Exception {
        nas.on("test.refused", asked -> asked.fail(errno));
        FnosConnection connection = connect();

        assertEquals(errno, failure(request(connection, "test.refused", Map.of())).errno());

        assertEquals(1, nas.requestCount("test.refused"));
        assertEquals(0, nas.requestCount("user.authToken"));
        assertEquals(0, nas.requestCount("user.tokenLogin"));
    }

    @Test
    void tokenExpiredTakesTheSessionUpBeforeAnybodyAsks() throws Exception {
        FnosConnection connection = connect();

        nas.faults().pushTokenExpired();

        await().atMost(PATIENCE).until(() -> nas.requestCount("user.tokenLogin") == 1);
        assertWorks(connection);
        assertEquals(1, nas.requestCount("user.info"), "it need not be repeated");
        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void kickedEndsItForGood() throws Exception {
        AccountSession session = new AccountSession(new Refusals(), new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0,
                StartupFailure.fail));
        ConnectionSettings settings = fixture.settings(nas.port(), account("admin", "admin"), null);
        FnosConnection connection = connected(fixture.connection(settings, session));
        int before = nas.requests().size();

        nas.faults().kick();

        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.FAILED);
        FnosFailure failure = failure(request(connection, "user.info", Map.of()));
        assertEquals(FnosFailure.Kind.LOGIN_REFUSED, failure.kind());
        assertTrue(failure.getMessage().contains("has thrown admin out (kicked)"), failure.getMessage());
        assertTrue(failure(connection.connect()).isFinal());
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 0);
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> nas.connections() == 1 && nas.requests().size() == before);

        session.forget();
        assertWorks(connected(connection));
        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void aRefusedPasswordIsNeverSentAgainUntilTheRefusalIsForgotten() throws Exception {
        Refusals refusals = new Refusals();
        AccountSession session = new AccountSession(refusals, impatient());
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0, StartupFailure.reconnect));
        ConnectionSettings settings = fixture.settings(nas.port(), account("admin", "wrong"), null);
        String first = failure(fixture.connection(settings, session).connect()).getMessage();

        for (int i = 0; i < 100; i++) {
            FnosFailure again = failure(fixture.connection(settings, session).connect());
            assertEquals(first, again.getMessage());
        }

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.connections());
        nas.addAccount("admin", "wrong");
        refusals.forget(nas.host(), "admin");
        assertWorks(connected(fixture.connection(settings, session)));
    }

    @Test
    void aPasswordThatWasChangedOnTheNasIsSentOnceByAReconnect() throws Exception {
        FnosConnection connection = connect();
        nas.addAccount("admin", "changed");

        nas.faults().reboot(false);

        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.FAILED);
        FnosFailure refused = failure(request(connection, "user.info", Map.of()));
        assertEquals(FnosFailure.Kind.LOGIN_REFUSED, refused.kind());
        assertEquals(131072, refused.errno());
        assertEquals(2, nas.passwordLogins());
    }

    @ParameterizedTest
    @ValueSource(ints = { 131072, 131073, 131089, 65537, 8192, 4096, 123456789 })
    void anyRefusalOfThePasswordButBusyIsFinal(int errno) {
        nas.faults().refuseLoginsWith(errno);
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0, StartupFailure.reconnect));
        FnosConnection connection = fixture.loggingIn(nas, "admin");

        FnosFailure refused = failure(connection.connect());

        assertTrue(refused.isFinal());
        assertEquals(errno, refused.errno());
        assertEquals(ConnectionState.FAILED, connection.state());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aNasThatIsTooBusyForALoginIsAskedAgainAfterAWait() throws Exception {
        nas.faults().refuseLoginsWith(4097);
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofMillis(50), Duration.ofMillis(200), 2, 0, StartupFailure.reconnect));
        FnosConnection connection = fixture.loggingIn(nas, "admin");

        FnosFailure busy = failure(connection.connect());

        assertFalse(busy.isFinal());
        assertEquals(4097, busy.errno());
        await().atMost(PATIENCE).until(() -> nas.passwordLogins() >= 3);
        nas.faults().acceptLogins();
        assertWorks(connection);
    }

    @Test
    void anAccountWithASecondFactorIsToldWhatToUse() {
        nas.faults().twoFactor("admin", true);
        FnosConnection connection = fixture.loggingIn(nas, "admin");

        FnosFailure failure = failure(connection.connect());

        assertTrue(failure.getMessage().contains("this account asks for a second factor; use `longToken` or `token`"),
                failure.getMessage());
        assertTrue(failure.isFinal());
        failure(connection.connect());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void tokensThatTheNasRefusesAreFinalWhereThereIsNoPassword() {
        Credentials forged = new Credentials(null, "forged", "forged-too", "AAECAwQFBgcICQoLDA0ODw==");
        Account account = new Account(null, forged, "device-1", "test", true, "user.login");
        FnosConnection connection = fixture.connection(nas.port(), account);

        FnosFailure failure = failure(connection.connect());

        assertTrue(failure.isFinal());
        assertTrue(failure.getMessage().contains("refused the tokens of the owner of the token, and no password is set"),
                failure.getMessage());
        assertFalse(failure.getMessage().contains("forged"), failure.getMessage());
        int requests = nas.requests().size();
        failure(connection.connect());
        assertEquals(requests, nas.requests().size());
    }

    @Test
    void tokensThatTheNasRefusesGiveWayToThePassword() throws Exception {
        Credentials stale = new Credentials("admin", "stale", "stale-too", "AAECAwQFBgcICQoLDA0ODw==");
        FnosConnection connection = connected(fixture.connection(nas.port(),
                new Account("admin", stale, "device-1", "test", true, "user.login")));

        assertWorks(connection);

        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aSecondFactorIsKnownByTheFieldsOfTheAnswerWhateverItsResult() {
        nas.on("user.login", asked -> asked.reply(Map.of("accessToken", "a", "isBindTwofaSecret", true, "result", "fail")));

        FnosFailure failure = failure(fixture.loggingIn(nas, "admin").connect());

        assertTrue(failure.getMessage().contains("this account asks for a second factor"), failure.getMessage());
    }

    @Test
    void anAnswerToTheLoginThatIsNoSessionIsFinal() {
        nas.on("user.login", asked -> asked.succeed(Map.of("token", "t")));
        fixture.reconnect(impatient());
        FnosConnection connection = fixture.loggingIn(nas, "admin");

        FnosFailure failure = failure(connection.connect());

        assertTrue(failure.isFinal());
        assertTrue(failure.getMessage().contains("in a way that cannot be used: an answer of the NAS lacks the field 'secret'"),
                failure.getMessage());
        assertEquals(1, nas.requestCount("user.login"));
    }

    @Test
    void aRefusalThatComesSlowlyIsWaitedFor() {
        fixture.timing(Duration.ofMillis(400), Duration.ofSeconds(2)).reconnect(impatient());
        ScheduledExecutorService slow = Executors.newSingleThreadScheduledExecutor();
        nas.on("user.login", asked -> slow.schedule(() -> asked.fail(131072), 700, TimeUnit.MILLISECONDS));

        FnosFailure failure = failure(fixture.loggingIn(nas, "wrong").connect());

        slow.shutdown();
        assertTrue(failure.isFinal(), failure.getMessage());
        assertEquals(1, nas.requestCount("user.login"));
    }

    @Test
    void whereTheAddressIsBannedNoPasswordIsSentAndTheTokensAreKept() throws Exception {
        FnosConnection connection = connect();
        nas.on("user.authToken", asked -> asked.fail(131089));
        nas.on("user.tokenLogin", asked -> asked.fail(131089));
        nas.faults().cutAll();
        await().atMost(PATIENCE).until(() -> nas.requestCount("user.authToken") >= 3);

        nas.off("user.authToken");
        nas.off("user.tokenLogin");

        assertWorks(connection);
        assertEquals(1, nas.passwordLogins());
    }

    private static ReconnectPolicy impatient() {
        return new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0, StartupFailure.reconnect);
    }

    @Test
    void aSessionThatExpiresAgainAndAgainIsNotRenewedWithoutAPause() throws Exception {
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0, StartupFailure.fail));
        FnosConnection connection = connect();
        nas.on("user.authToken", asked -> {
            asked.succeed(Map.of("uid", 1000));
            asked.replyText("{\"sysNotify\":\"tokenExpired\"}");
        });

        nas.push(Map.of("sysNotify", "tokenExpired"));

        await().during(Duration.ofMillis(700)).atMost(PATIENCE).until(() -> nas.requestCount("user.authToken") <= 1);
        assertEquals(ConnectionState.READY, connection.state());
    }

    @Test
    void anOperationThatIsAlwaysRefusedDoesNotRenewTheSessionEachTime() throws Exception {
        fixture.reconnect(new ReconnectPolicy(true, Duration.ofSeconds(20), Duration.ofSeconds(20), 1, 0, StartupFailure.fail));
        nas.on("test.refused", asked -> asked.fail(4224));
        FnosConnection connection = connect();

        for (int i = 0; i < 50; i++) {
            assertEquals(4224, failure(request(connection, "test.refused", Map.of())).errno());
        }

        assertEquals(1, nas.requestCount("user.authToken"));
        assertEquals(100, nas.requestCount("test.refused"));
        assertWorks(connection);
    }

    @Test
    void aSessionThatIsLostAgainIsTakenUpAgain() throws Exception {
        FnosConnection connection = connect();

        for (int i = 1; i <= 5; i++) {
            nas.faults().endSessionsOfSockets();
            assertWorks(connection);
            assertEquals(i, nas.requestCount("user.authToken"));
        }
    }
}
