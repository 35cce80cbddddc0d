package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import io.github.camelfnos.CapturedLog;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.simulator.Direction;
import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.ReceivedRequest;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

/** A lost connection is made again, whenever and however it is lost; nothing that was written is written again. */
class ReconnectTest {

    private static final Duration DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofMillis(400);

    private final FnosSimulator nas = FnosSimulator.start();
    private final FaultProxy proxy = FaultProxy.start(nas.host(), nas.port());
    private final ConnectionFixture fixture = new ConnectionFixture().reconnect(policy(0, StartupFailure.fail));

    @AfterEach
    void stop() {
        fixture.close();
        proxy.close();
        nas.close();
    }

    private static ReconnectPolicy policy(int maxAttempts, StartupFailure startupFailure) {
        return new ReconnectPolicy(true, DELAY, MAX_DELAY, 2, maxAttempts, startupFailure);
    }

    private FnosConnection throughProxy() {
        return fixture.connection(proxy.port(), account("admin", "admin"));
    }

    private static void assertWorks(FnosConnection connection) throws Exception {
        assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
        assertEquals(ConnectionState.READY, connection.state());
        assertEquals(0, connection.inFlight());
    }

    private static void awaitOutage(FnosConnection connection) {
        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.BACKING_OFF && connection.status().attempts() > 0);
    }

    /** Where in the life of a socket it is cut, and how. */
    enum Phase {

        TCP_ACCEPT((proxy, nas) -> proxy.acceptAndClose(true)),
        HALF_OF_THE_UPGRADE((proxy, nas) -> proxy.cutAfter(Direction.TO_CLIENT, 60)),
        HALF_OF_THE_UPGRADE_BY_RESET((proxy, nas) -> proxy.resetAfter(Direction.TO_CLIENT, 60)),
        HALF_OF_THE_REQUEST_FOR_THE_UPGRADE((proxy, nas) -> proxy.cutAfter(Direction.TO_NAS, 60)),
        AFTER_THE_UPGRADE((proxy, nas) -> nas.on("util.crypto.getRSAPub", asked -> asked.closeSocket())),
        AFTER_THE_KEY((proxy, nas) -> nas.on("encrypted", asked -> asked.closeSocket())),
        HALF_OF_THE_LOGINS_ANSWER((proxy, nas) -> proxy.resetAfter(Direction.TO_CLIENT, 1_000));

        private final BiConsumer<FaultProxy, FnosSimulator> fault;

        Phase(BiConsumer<FaultProxy, FnosSimulator> fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatIsCutFailsInASentenceAndCanBeRepeated(Phase phase) throws Exception {
        FnosConnection connection = throughProxy();
        phase.fault.accept(proxy, nas);

        FnosFailure failure = failure(connection.connect());

        assertEquals(FnosFailure.Kind.CONNECTION, failure.kind(), failure.getMessage());
        assertTrue(failure.getMessage().contains("127.0.0.1:" + proxy.port()), failure.getMessage());
        assertEquals(ConnectionState.FAILED, connection.state());
        proxy.calm();
        nas.off("util.crypto.getRSAPub");
        nas.off("encrypted");
        assertWorks(connected(connection));
    }

    @ParameterizedTest
    @EnumSource
    void aReconnectThatIsCutIsTriedUntilItSucceeds(Phase phase) throws Exception {
        FnosConnection connection = connected(throughProxy());
        nas.faults().forgetSessions();
        phase.fault.accept(proxy, nas);

        proxy.cut();
        awaitOutage(connection);
        proxy.calm();
        nas.off("util.crypto.getRSAPub");
        nas.off("encrypted");

        assertWorks(connection);
        assertEquals(1, connection.counters().reconnects());
    }

    @Test
    void aResetWithARequestInFlightFailsItAtOnceAsSent() throws Exception {
        nas.on("test.silent", asked -> {
        });
        FnosConnection connection = connected(throughProxy());
        CompletableFuture<Answer> inFlight = request(connection, "test.silent", Map.of());
        await().atMost(PATIENCE).until(() -> nas.requestCount("test.silent") == 1);

        proxy.reset();

        FnosFailure lost = failure(inFlight);
        assertEquals(FnosFailure.Kind.CONNECTION, lost.kind());
        assertTrue(lost.requestSent());
        assertWorks(connection);
        assertEquals(1, nas.requestCount("test.silent"), "what was written is not written again");
    }

    @Test
    void aCutInTheMiddleOfAFrameFailsItsRequestAndLosesNothingElse() throws Exception {
        nas.on("test.large", asked -> asked.succeed(Map.of("x", "x".repeat(100_000))));
        FnosConnection connection = connected(throughProxy());
        proxy.cutAfter(Direction.TO_CLIENT, 50_000);

        FnosFailure lost = failure(request(connection, "test.large", Map.of()));

        assertTrue(lost.requestSent());
        proxy.calm();
        assertWorks(connection);
        assertEquals(100_000, answer(request(connection, "test.large", Map.of())).payload().get("x").toString().length());
    }

    @Test
    void aCutInTheMiddleOfAnAnswerIsAFailureAndNoShortAnswer() throws Exception {
        nas.on("test.list", asked -> {
            asked.replyText("{\"files\":[1,2,3],\"reqid\":\"" + asked.reqid() + "\"}");
            asked.closeSocket();
        });
        FnosConnection connection = connected(throughProxy());

        FnosFailure lost = failure(request(connection, "test.list", Map.of()));

        assertEquals(FnosFailure.Kind.CONNECTION, lost.kind());
        assertWorks(connection);
    }

    @Test
    void halfAFrameOfGarbageBeforeTheCutIsNoAnswer() throws Exception {
        FnosConnection connection = connected(throughProxy());
        byte[] garbage = FaultProxy.textFrame("{\"result\":\"succ\"}");

        proxy.garbage(Arrays.copyOf(garbage, garbage.length / 2));
        proxy.cut();

        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);
        assertWorks(connection);
    }

    @Test
    void bytesThatAreNoWebSocketFrameEndTheSocketAndItIsMadeAnew() throws Exception {
        FnosConnection connection = connected(throughProxy());

        proxy.garbage("HTTP/1.1 500 Oops\r\n\r\n".repeat(10).getBytes(StandardCharsets.US_ASCII));

        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);
        assertWorks(connection);
    }

    @Test
    void aCloseFrameEndsTheSocketAndItIsMadeAnew() throws Exception {
        FnosConnection connection = connected(throughProxy());

        nas.faults().closeAll(1001, "the NAS goes to sleep");

        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);
        assertTrue(connection.status().lastReason().contains("the NAS goes to sleep"), connection.status().lastReason());
        assertWorks(connection);
    }

    @Test
    void requestsMadeDuringAnOutageWaitAndGoOutInOrderOnceEach() throws Exception {
        nas.on("test.echo", asked -> asked.succeed(Map.of("n", asked.parameters().get("n"))));
        FnosConnection connection = connected(throughProxy());
        proxy.refuse(true);
        proxy.cut();
        awaitOutage(connection);

        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        IntStream.range(0, 50).forEach(n -> answers.add(request(connection, "test.echo", Map.of("n", n))));
        assertEquals(50, connection.waiting());
        proxy.refuse(false);

        for (int n = 0; n < 50; n++) {
            assertEquals(n, ((Number) answer(answers.get(n)).payload().get("n")).intValue());
        }
        List<Integer> arrived = nas.requests().stream().filter(received -> received.operation().equals("test.echo"))
                .map(ReconnectTest::number).toList();
        assertEquals(IntStream.range(0, 50).boxed().toList(), arrived);
    }

    private static int number(ReceivedRequest received) {
        return ((Number) received.parameters().get("n")).intValue();
    }

    @Test
    void asManyWaitAsMayAndTheNextIsRefusedAsBusy() throws Exception {
        fixture.limits(1024 * 1024, 2);
        FnosConnection connection = connected(throughProxy());
        proxy.refuse(true);
        proxy.cut();
        awaitOutage(connection);
        List<CompletableFuture<Answer>> waiting = IntStream.range(0, 20)
                .mapToObj(n -> request(connection, "user.info", Map.of())).toList();

        FnosFailure busy = failure(request(connection, "user.info", Map.of()));

        assertEquals(FnosFailure.Kind.BUSY, busy.kind());
        proxy.refuse(false);
        for (CompletableFuture<Answer> one : waiting) {
            answer(one);
        }
    }

    @Test
    void whoWaitsTooLongIsToldOfTheOutage() throws Exception {
        FnosConnection connection = connected(throughProxy());
        proxy.refuse(true);
        proxy.cut();
        awaitOutage(connection);

        FnosFailure lost = failure(connection.request(new Request("user.info", Map.of()), Duration.ofMillis(300)));

        assertEquals(FnosFailure.Kind.CONNECTION, lost.kind());
        assertFalse(lost.requestSent());
        assertTrue(lost.getMessage().contains("user.info was not sent within 300 ms"), lost.getMessage());
        assertTrue(lost.getMessage().contains("cannot be reached"), lost.getMessage());
    }

    @Test
    void anOutageOfManyAttemptsStaysWithinWhatTheBackoffAllows() throws Exception {
        fixture.reconnect(new ReconnectPolicy(true, DELAY, DELAY, 2, 0, StartupFailure.fail));
        FnosConnection connection = connected(throughProxy());
        int before = proxy.accepted();
        proxy.acceptAndClose(true);
        long began = System.nanoTime();
        proxy.cut();

        await().atMost(PATIENCE).until(() -> connection.status().attempts() >= 20);

        // The waits are 50 ms on average; less than half of that is far outside of what chance does to twenty.
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toMillis() > 20 * 20, "20 attempts took only " + took);
        assertTrue(proxy.accepted() - before <= connection.status().attempts(), "one TCP connection for each attempt");
        assertEquals(1, nas.passwordLogins());
        proxy.calm();
        assertWorks(connection);
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aServerThatDropsTheSocketAfterEveryLoginIsNotStormed() throws Exception {
        nas.on("user.info", asked -> asked.closeSocket());
        FnosConnection connection = connected(throughProxy());
        long began = System.nanoTime();
        AtomicInteger cuts = new AtomicInteger();

        await().atMost(PATIENCE).until(() -> {
            failure(request(connection, "user.info", Map.of()));
            return cuts.incrementAndGet() >= 12;
        });

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toMillis() > 12 * 50, "12 sockets were used up in " + took);
        assertEquals(1, nas.passwordLogins(), "the session is taken up again each time");
    }

    @Test
    void afterTheLastAttemptItIsGivenUpUntilSomebodyStartsItAgain() throws Exception {
        fixture.reconnect(policy(3, StartupFailure.fail));
        FnosConnection connection = connected(throughProxy());
        int before = proxy.accepted();
        proxy.acceptAndClose(true);
        CompletableFuture<Answer> waiting;
        try (CapturedLog log = new CapturedLog()) {
            proxy.cut();
            await().atMost(PATIENCE).until(() -> connection.state() != ConnectionState.READY);
            waiting = request(connection, "user.info", Map.of());

            await().atMost(PATIENCE).until(() -> !log.messages(Level.ERROR).isEmpty());

            assertEquals(ConnectionState.FAILED, connection.state());
            assertEquals(1, log.messages(Level.ERROR).size());
            assertTrue(log.messages(Level.ERROR).get(0).contains("given up after"), log.messages(Level.ERROR).get(0));
        }
        assertEquals(3, proxy.accepted() - before);
        assertFalse(failure(waiting).requestSent());
        FnosFailure givenUp = failure(request(connection, "user.info", Map.of()));
        assertEquals(FnosFailure.Kind.CONNECTION, givenUp.kind());
        assertTrue(givenUp.getMessage().contains("restart a route that uses the connection"), givenUp.getMessage());
        assertEquals(3, connection.status().attempts());
        proxy.calm();
        assertWorks(connected(connection));
    }

    @Test
    void withStartupFailureReconnectTheFirstFailureIsToldAndTryingGoesOn() throws Exception {
        fixture.reconnect(policy(0, StartupFailure.reconnect));
        proxy.refuse(true);
        FnosConnection connection = throughProxy();

        FnosFailure first = failure(connection.connect());

        assertTrue(first.getMessage().contains("refuses the connection"), first.getMessage());
        CompletableFuture<Answer> waiting = request(connection, "user.info", Map.of());
        proxy.refuse(false);
        assertEquals("succ", answer(waiting).result());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void whoStartsDuringAnOutageWaitsForItsEnd() throws Exception {
        FnosConnection connection = connected(throughProxy());
        proxy.refuse(true);
        proxy.cut();
        awaitOutage(connection);

        CompletableFuture<Void> joining = connection.connect();
        assertFalse(joining.isDone());
        proxy.refuse(false);

        joining.get();
        assertWorks(connection);
    }

    @Test
    void whoStartsDuringALongOutageIsToldItsReason() throws Exception {
        FnosConnection connection = connected(fixture.timing(Duration.ofMillis(500), Duration.ofSeconds(2))
                .connection(proxy.port(), account("admin", "admin")));
        proxy.refuse(true);
        proxy.cut();
        awaitOutage(connection);

        FnosFailure failure = failure(connection.connect());

        assertTrue(failure.getMessage().contains("refuses the connection"), failure.getMessage());
    }

    @Test
    void startsThatHaveToWaitTooLongEndInTime() throws Exception {
        fixture.timing(Duration.ofMillis(300), Duration.ofSeconds(2))
                .reconnect(new ReconnectPolicy(true, Duration.ofSeconds(20), Duration.ofSeconds(20), 1, 0, StartupFailure.fail));
        proxy.acceptAndClose(true);
        FnosConnection connection = throughProxy();
        failure(connection.connect());
        long began = System.nanoTime();

        List<CompletableFuture<Void>> starts = IntStream.range(0, 5).mapToObj(i -> connection.connect()).toList();

        starts.forEach(start -> assertTrue(failure(start).getMessage().contains("cannot be reached")));
        assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() < 5_000);
    }

    @Test
    void aStartThatMayKeepTryingDoesSoAfterALongWaitToo() throws Exception {
        fixture.timing(Duration.ofMillis(100), Duration.ofSeconds(2))
                .reconnect(new ReconnectPolicy(true, Duration.ofSeconds(2), Duration.ofSeconds(2), 1, 0, StartupFailure.reconnect));
        proxy.acceptAndClose(true);
        FnosConnection connection = throughProxy();
        failure(connection.connect());
        connection.park().run();
        assertEquals(ConnectionState.FAILED, connection.state());

        CompletableFuture<Void> again = connection.connect();
        proxy.calm();

        await().atMost(PATIENCE).until(again::isDone);
        assertWorks(connection);
    }

    @Test
    void anOutageIsOneWarningWithItsReasonAndOneLineWithItsLength() throws Exception {
        FnosConnection connection = connected(throughProxy());
        try (CapturedLog log = new CapturedLog()) {
            proxy.refuse(true);
            proxy.cut();
            await().atMost(PATIENCE).until(() -> connection.status().attempts() > 5);
            proxy.refuse(false);
            await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.READY);
            await().atMost(PATIENCE).until(() -> !log.messages(Level.INFO).isEmpty());

            assertEquals(1, log.messages(Level.WARN).size(), log.messages(Level.WARN).toString());
            assertTrue(log.messages(Level.WARN).get(0).contains("was lost: "), log.messages(Level.WARN).get(0));
            assertEquals(1, log.messages(Level.INFO).size(), log.messages(Level.INFO).toString());
            assertTrue(log.messages(Level.INFO).get(0).matches("Connected to the NAS at 127\\.0\\.0\\.1:\\d+ after "
                                                               + "\\d+\\.\\d s and \\d+ attempts"), log.messages(Level.INFO).get(0));
            assertEquals(List.of(), log.messages(Level.ERROR));
        }
    }

    @Test
    void aServerOnceSeenToEndItsAnswersIsKnownToDoSoAfterAReconnect() throws Exception {
        fixture.timing(Duration.ofSeconds(10), Duration.ofMillis(100));
        nas.on("test.ended", asked -> {
            asked.replyText("{\"files\":[1],\"reqid\":\"" + asked.reqid() + "\"}");
            asked.replyText("{\"result\":\"succ\",\"reqid\":\"" + asked.reqid() + "\"}");
        });
        nas.on("test.endless", asked -> asked.replyText("{\"files\":[1],\"reqid\":\"" + asked.reqid() + "\"}"));
        FnosConnection connection = connected(throughProxy());
        answer(request(connection, "test.ended", Map.of()));
        proxy.cut();
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);

        FnosFailure silence = failure(connection.request(new Request("test.endless", Map.of()), Duration.ofSeconds(1)));

        assertEquals(FnosFailure.Kind.TIMEOUT, silence.kind(), "silence is no end");
    }

    @Test
    void aCutWhileItClosesHoldsNothingUp() throws Exception {
        for (int i = 0; i < 20; i++) {
            FnosConnection connection = connected(throughProxy());
            Thread cutting = new Thread(proxy::reset);
            cutting.start();
            ConnectionFixture.close(connection);
            cutting.join();
        }

        await().atMost(PATIENCE).until(() -> fixture.timers() == 0 && ConnectionFixture.socketThreads() == 0);
    }
}
