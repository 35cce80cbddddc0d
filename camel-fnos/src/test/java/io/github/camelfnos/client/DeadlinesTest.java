package io.github.camelfnos.client;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
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

/** Each request ends at its own time, though a connection has one alarm for all. */
class DeadlinesTest {

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults());
    private final ConnectionFixture fixture = new ConnectionFixture();
    private final List<SimulatedRequest> held = new CopyOnWriteArrayList<>();

    DeadlinesTest() {
        nas.on("test.silent", held::add);
        nas.on("test.echo", request -> request.succeed(Map.of()));
    }

    @AfterEach
    void close() {
        fixture.close();
        nas.close();
    }

    private static CompletableFuture<Answer> silent(FnosConnection connection, long millis) {
        return connection.request(new Request("test.silent", Map.of()), Duration.ofMillis(millis));
    }

    @Test
    void anyNumberOfRequestsHaveOneAlarmAndNoneOutlivesTheConnection() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, "admin"));
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(silent(connection, 20_000 + i));
            answer(request(connection, "test.echo", Map.of()));
        }

        assertEquals(1, fixture.timers());
        ConnectionFixture.close(connection);
        waiting.forEach(ConnectionFixture::failure);
        await().atMost(PATIENCE).until(() -> fixture.timers() == 0);
    }

    @Test
    void eachEndsAtItsOwnTimeInWhateverOrderTheyWereSent() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, "admin"));
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        long begin = System.nanoTime();
        for (long millis : new long[] { 900, 300, 20_000, 600, 100 }) {
            silent(connection, millis).whenComplete((answer, failure) -> {
                long took = (System.nanoTime() - begin) / 1_000_000;
                order.add(took >= millis ? millis : -took);
            });
        }

        await().atMost(PATIENCE).until(() -> order.size() == 4);
        assertEquals(List.of(100L, 300L, 600L, 900L), order);
        assertEquals(4, connection.counters().timeouts());
        assertEquals(1, connection.inFlight());
    }

    @Test
    void aFrameGivesItsRequestAsMuchTimeAgainAndNoOther() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, "admin"));
        CompletableFuture<Answer> going = silent(connection, 1_500);
        await().atMost(PATIENCE).until(() -> held.size() == 1);
        CompletableFuture<Answer> gone = silent(connection, 1_500);
        long begin = System.nanoTime();
        await().atMost(PATIENCE).until(() -> {
            held.get(0).replyText("{\"result\":\"doing\",\"reqid\":\"" + held.get(0).reqid() + "\"}");
            return System.nanoTime() - begin > 2_500_000_000L;
        });

        assertEquals(FnosFailure.Kind.TIMEOUT, failure(gone).kind());
        assertFalse(going.isDone());
        held.get(0).succeed(Map.of());
        assertTrue(answer(going).complete());
    }

    @Test
    void aTimeoutForEverIsNotOverAtOnce() throws Exception {
        FnosConnection connection = connected(fixture.loggingIn(nas, "admin"));
        CompletableFuture<Answer> forEver = silent(connection, Long.MAX_VALUE);

        assertEquals(FnosFailure.Kind.TIMEOUT, failure(silent(connection, 200)).kind());

        assertFalse(forEver.isDone());
        held.get(0).succeed(Map.of());
        assertTrue(answer(forEver).complete());
    }

    /** Or a slow reader would keep every answer that came after its own. */
    @Test
    void aRequestThatHasEndedKeepsNoneThatCameAfterIt() {
        LinkHistory history = new LinkHistory(fixture.timer());
        PendingRequest kept = pending(history, () -> null);
        history.deadlines().add(kept);
        PendingRequest later = pending(history, () -> null);
        history.deadlines().add(later);
        WeakReference<PendingRequest> reference = new WeakReference<>(later);

        kept.fail(FnosFailure.busy("kept", 0, 0));
        later.fail(FnosFailure.busy("later", 0, 0));
        later = null;

        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertTrue(kept.hasEnded());
        history.deadlines().close();
    }

    @Test
    void whatGoesWrongWithOneEndsTheOthersNevertheless() {
        LinkHistory history = new LinkHistory(fixture.timer());
        PendingRequest good = pending(history, () -> null);
        PendingRequest bad = pending(history, () -> {
            throw new IllegalStateException("nobody knows");
        });
        PendingRequest goodToo = pending(history, () -> null);
        List.of(good, bad, goodToo).forEach(request -> request.begin(null));

        await().atMost(PATIENCE).until(() -> good.future().isDone() && goodToo.future().isDone());

        bad.fail(FnosFailure.busy("bad", 0, 0));
        history.deadlines().close();
    }

    /** Or it would wait for ever if no other request came. */
    @Test
    void whatCouldNotBeEndedIsEndedSoonAfter() {
        LinkHistory history = new LinkHistory(fixture.timer());
        AtomicInteger tries = new AtomicInteger();
        PendingRequest bad = pending(history, () -> {
            if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("for a moment");
            }
            return null;
        });

        bad.begin(null);

        assertEquals(FnosFailure.Kind.TIMEOUT, failure(bad.future()).kind());
        assertEquals(2, tries.get());
        history.deadlines().close();
    }

    private static PendingRequest pending(LinkHistory history, Supplier<FnosFailure> outage) {
        return new PendingRequest(new Request("test.silent", Map.of()), Duration.ofMillis(100), history, outage, false, null,
                TaskListener.NONE);
    }
}
