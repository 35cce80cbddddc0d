package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelfnos.chaos.LiveHeap;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A million frames in a row that nobody asked for cost neither an answer nor memory. */
class FloodTest {

    private static final int MILLION = 1_000_000;
    private static final int BLOCK = 10_000;
    private static final Duration LONG = PATIENCE.multipliedBy(4);
    private static final long FEW_MEGABYTES = 8 << 20;

    private final ThreadDeaths deaths = new ThreadDeaths();
    private final ConnectionFixture fixture = new ConnectionFixture();
    private RawNas nas;

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        nas.close();
        deaths.close();
    }

    private static String push(int n) {
        return switch (n % 4) {
            case 0 -> "{\"sysNotify\":\"storageChanged\",\"n\":" + (100_000 + n) + "}";
            case 1 -> "{\"req\":\"first.one\",\"result\":\"succ\",\"n\":" + n + "}";
            case 2 -> "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"6915841c6915841b000000440003\",\"n\":" + n + "}}";
            default -> "{\"result\":\"succ\",\"reqid\":\"6915841c6915841b00000044" + n + "\"}";
        };
    }

    @Test
    void aMillionPushesDisturbNoRequestAndStayNowhere() throws Exception {
        byte[] block = RawFrame.joined(IntStream.range(0, BLOCK).mapToObj(n -> RawFrame.text(push(n))).toArray(byte[][]::new));
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        nas = new RawNas(line -> {
            String first = line.ids(1).get(0);
            begin.await();
            for (int i = 0; i < MILLION / BLOCK; i++) {
                line.write(block);
                line.answerWaiting();
            }
            finish.await();
            line.say("{\"result\":\"succ\",\"whose\":\"the first one's\",\"reqid\":\"" + first + "\"}");
            line.answerAll();
        });
        FnosConnection connection = connected(fixture.anonymous(nas.port()));
        CompletableFuture<Answer> first = connection.request(new Request("first.one", Map.of()), LONG);
        long before = LiveHeap.measure();
        begin.countDown();

        int meanwhile = 0;
        for (; connection.counters().pushes() < MILLION / 2; meanwhile++) {
            assertEquals("second.one", answer(request(connection, "second.one", Map.of())).payload().get("whose"));
        }
        await().atMost(LONG).until(() -> connection.counters().pushes() == MILLION);
        long grown = LiveHeap.measure() - before;

        assertTrue(meanwhile > 1, "answers meanwhile: " + meanwhile);
        assertTrue(grown < FEW_MEGABYTES, "grown by " + grown);
        assertFalse(first.isDone());
        finish.countDown();
        assertEquals(Map.of("whose", "the first one's"), answer(first).payload());
        assertEquals(MILLION, connection.counters().pushes());
        assertEquals(0, connection.counters().lateFrames());
        assertEquals(0, connection.counters().reconnects());
        await().atMost(PATIENCE).until(() -> connection.inFlight() == 0);
    }

    @Test
    void aMillionPingsWhoseAnswersNobodyReadsPileUpNowhere() throws Exception {
        byte[] ping = RawFrame.of(RawFrame.FIN | RawFrame.PING, new byte[125]);
        byte[] block = RawFrame.joined(IntStream.range(0, BLOCK).mapToObj(n -> ping).toArray(byte[][]::new));
        CountDownLatch begin = new CountDownLatch(1);
        nas = new RawNas(line -> {
            List<String> ids = line.ids(1);
            begin.await();
            line.deafen();
            for (int i = 0; i < MILLION / BLOCK; i++) {
                line.write(block);
            }
            line.say("{\"result\":\"succ\",\"whose\":\"mine\",\"reqid\":\"" + ids.get(0) + "\"}");
        });
        FnosConnection connection = connected(fixture.anonymous(nas.port()));
        CompletableFuture<Answer> inFlight = connection.request(new Request("any.operation", Map.of()), LONG);
        long before = LiveHeap.measure();
        begin.countDown();

        assertEquals("mine", inFlight.get(LONG.toSeconds(), TimeUnit.SECONDS).payload().get("whose"));
        long grown = LiveHeap.measure() - before;

        assertTrue(grown < FEW_MEGABYTES, "grown by " + grown);
        assertEquals(ConnectionState.READY, connection.state());
    }
}
