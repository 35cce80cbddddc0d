package io.github.camelfnos.client;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A connection against the simulator: login, correlation, deadlines, turns. */
class FnosConnectionTest {

    private static final String PASSWORD = "p&w%1+#";

    private final ConnectionFixture fixture = new ConnectionFixture();
    private FnosSimulator nas;

    @BeforeEach
    void startNas() {
        nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));
    }

    @AfterEach
    void stop() {
        fixture.close();
        nas.close();
    }

    @Test
    @Tag("smoke")
    void logsInAndAnswersASignedRequest() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));

        Answer answer = answer(request(connection, "user.info", Map.of()));

        assertEquals("succ", answer.result());
        assertEquals(ConnectionState.READY, connection.state());
        assertTrue(nas.requests().stream().anyMatch(received -> received.operation().equals("user.info") && received.signed()));
    }

    @Test
    void oneLoginServesHoweverManyAskForTheConnection() throws Exception {
        FnosConnection connection = fixture.loggingIn(nas, PASSWORD);

        List<CompletableFuture<Void>> ready = IntStream.range(0, 50).parallel().mapToObj(i -> connection.connect()).toList();
        for (CompletableFuture<Void> one : ready) {
            one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.connections());
    }

    @Test
    void requestsMadeWhileItConnectsWaitForTheLogin() throws Exception {
        FnosConnection connection = fixture.loggingIn(nas, PASSWORD);
        connection.connect();

        assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
    }

    @Test
    void aWrongPasswordIsToldInASentenceWithoutThePassword() {
        FnosConnection connection = fixture.loggingIn(nas, "sesame-1");

        FnosFailure refused = failure(connection.connect());

        assertEquals(FnosFailure.Kind.LOGIN_REFUSED, refused.kind());
        assertEquals(131072, refused.errno());
        assertTrue(refused.getMessage().contains("refused the login of admin"), refused.getMessage());
        assertFalse(refused.getMessage().contains("sesame-1"), refused.getMessage());
        assertEquals(1, nas.passwordLogins());
        FnosFailure notSent = failure(request(connection, "user.info", Map.of()));
        assertEquals(FnosFailure.Kind.LOGIN_REFUSED, notSent.kind());
        assertTrue(notSent.getMessage().startsWith("user.info was not sent: The NAS at "), notSent.getMessage());
        assertFalse(notSent.requestSent());
    }

    @Test
    void aThousandRequestsWhoseAnswersAreShuffledAreAllMatched() throws Exception {
        int count = 1_000;
        List<SimulatedRequest> asked = Collections.synchronizedList(new ArrayList<>());
        nas.on("test.echo", asking -> {
            asked.add(asking);
            if (asked.size() == count) {
                List<SimulatedRequest> shuffled = new ArrayList<>(asked);
                Collections.shuffle(shuffled, new Random(42));
                shuffled.forEach(one -> one.succeed(Map.of("echo", one.parameters().get("n"))));
            }
        });
        FnosConnection connection = connected(fixture.limits(1024 * 1024, count).loggingIn(nas, PASSWORD));

        List<CompletableFuture<Answer>> answers = new CopyOnWriteArrayList<>(Collections.nCopies(count, null));
        IntStream.range(0, count).parallel().forEach(n -> answers.set(n, request(connection, "test.echo", Map.of("n", n))));

        for (int n = 0; n < count; n++) {
            assertEquals(n, answer(answers.get(n)).payload().get("echo"));
        }
        assertEquals(0, connection.counters().pushes());
        await().atMost(PATIENCE).until(() -> connection.inFlight() == 0);
    }

    @Test
    void anAnswerThatComesTooLateDisturbsNobodyAndIsNoPush() throws Exception {
        List<SimulatedRequest> kept = new CopyOnWriteArrayList<>();
        nas.on("test.silent", kept::add);
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));

        FnosFailure timeout = failure(connection.request(new Request("test.silent", Map.of()), Duration.ofMillis(200)));
        CompletableFuture<Answer> next = request(connection, "test.silent", Map.of());
        await().atMost(PATIENCE).until(() -> kept.size() == 2);
        kept.get(0).succeed(Map.of("whose", "the first's"));
        kept.get(0).reply(Map.of("result", "succ"));
        kept.get(1).succeed(Map.of("whose", "the second's"));

        assertEquals(FnosFailure.Kind.TIMEOUT, timeout.kind());
        assertEquals("the second's", answer(next).payload().get("whose"));
        assertEquals(2, connection.counters().lateFrames());
        assertEquals(0, connection.counters().pushes());
        assertEquals(1, connection.counters().timeouts());
    }

    @Test
    void beyondMaxInFlightRequestsWaitInOrderWithoutAThreadAndThenAreRefused() throws Exception {
        ConcurrentLinkedQueue<SimulatedRequest> asked = new ConcurrentLinkedQueue<>();
        List<Object> order = new CopyOnWriteArrayList<>();
        nas.on("test.turn", asking -> {
            order.add(asking.parameters().get("n"));
            asked.add(asking);
        });
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();

        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int n = 0; n < 256 + 2_560; n++) {
            answers.add(request(connection, "test.turn", Map.of("n", n)));
        }
        FnosFailure refused = failure(request(connection, "test.turn", Map.of("n", "one too many")));

        assertEquals(FnosFailure.Kind.BUSY, refused.kind());
        assertEquals(256, connection.inFlight());
        assertEquals(2_560, connection.waiting());
        assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() < threadsBefore + 20);
        await().atMost(PATIENCE).until(() -> asked.size() == 256);
        assertEquals(256, nas.requestCount("test.turn"), "the 257th was sent before an answer came");

        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (SimulatedRequest one = asked.poll(); one != null; one = asked.poll()) {
                one.succeed(Map.of());
            }
            return all.isDone();
        });
        all.get();
        assertEquals(IntStream.range(0, 2_816).boxed().toList(), order);
    }

    @Test
    void aRequestThatWaitsForItsTurnEndsAtItsDeadlineAsNotSent() throws Exception {
        nas.on("test.silent", asking -> {
        });
        FnosConnection connection = connected(fixture.limits(1024 * 1024, 1).loggingIn(nas, PASSWORD));
        CompletableFuture<Answer> first = request(connection, "test.silent", Map.of());

        FnosFailure timeout = failure(connection.request(new Request("test.silent", Map.of()), Duration.ofMillis(100)));

        assertEquals(FnosFailure.Kind.TIMEOUT, timeout.kind());
        assertFalse(timeout.requestSent());
        await().atMost(PATIENCE).until(() -> connection.waiting() == 0);
        assertEquals(1, nas.requestCount("test.silent"));
        first.cancel(false);
        assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
    }

    @Test
    void aTimeoutBeyondWhatNanosecondsCanHoldIsForEver() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));

        Answer answer = answer(connection.request(new Request("user.info", Map.of()), Duration.ofMillis(Long.MAX_VALUE)));

        assertEquals("succ", answer.result());
    }

    @Test
    void noRequestIsForgottenWhenItRacesWithTheClosing() throws Exception {
        for (int round = 0; round < 50; round++) {
            FnosConnection connection = connected(fixture.limits(1024 * 1024, 100_000).loggingIn(nas, PASSWORD));
            List<CompletableFuture<Answer>> answers = new CopyOnWriteArrayList<>();
            Thread asking = new Thread(() -> {
                for (int n = 0; n < 500; n++) {
                    answers.add(request(connection, "user.info", Map.of()));
                }
            });
            asking.start();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> !answers.isEmpty());

            ConnectionFixture.close(connection);
            asking.join(PATIENCE.toMillis());

            await().atMost(Duration.ofSeconds(5)).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        }
    }

    @Test
    void theDeadlineRunsAnewFromEachFrame() throws Exception {
        List<SimulatedRequest> kept = new CopyOnWriteArrayList<>();
        nas.on("test.slow", kept::add);
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));
        Duration timeout = Duration.ofMillis(1_500);

        CompletableFuture<Answer> slow = connection.request(new Request("test.slow", Map.of()), timeout);
        await().atMost(PATIENCE).until(() -> kept.size() == 1);
        long started = System.nanoTime();
        for (int frame = 1; frame <= 4; frame++) {
            long due = started + frame * Duration.ofMillis(600).toNanos();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= due);
            kept.get(0).reply(Map.of("result", "doing", "percent", frame * 25));
        }
        kept.get(0).reply(Map.of("result", "succ"));

        Answer answer = answer(slow);
        assertEquals(5, answer.frames());
        assertTrue(System.nanoTime() - started > timeout.toNanos());
    }

    @Test
    void anErrnoIsAFailureWithItsTextsAndNothingElse() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, PASSWORD));

        FnosFailure missing = failure(request(connection, "file.ls", Map.of("path", "vol1/1000/no-such-folder")));

        assertEquals(FnosFailure.Kind.ERRNO, missing.kind());
        assertEquals(4100, missing.errno());
        assertTrue(missing.getMessage().contains("4100") && missing.getMessage().contains("文件或目录不存在"), missing.getMessage());
        assertFalse(missing.getMessage().contains("no-such-folder"), missing.getMessage());
    }
}
