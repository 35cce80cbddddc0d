package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.simulator.FnosSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What other clients of this protocol were measured to get wrong, one test for each. */
@Tag("smoke")
class OtherClientsMistakesTest {

    private final ThreadDeaths deaths = new ThreadDeaths();
    private final ConnectionFixture fixture = new ConnectionFixture();
    private RawNas nas;

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        if (nas != null) {
            nas.close();
        }
        deaths.close();
    }

    private FnosConnection connect(RawNas.Script script) throws Exception {
        nas = new RawNas(script);
        return connected(fixture.anonymous(nas.port()));
    }

    @Test
    void theOldestRequestIsNotAnsweredByGarbageAnArrayOrAPush() throws Exception {
        FnosConnection connection = connect(line -> {
            List<String> ids = line.ids(2);
            line.say("this is not JSON");
            line.say("[\"" + ids.get(0) + "\"]");
            line.say("{\"sysNotify\":\"storageChanged\"}");
            line.say("{\"result\":\"succ\",\"whose\":\"another's\",\"reqid\":\"6915841c6915841b000000440003\"}");
            line.say("{\"result\":\"succ\",\"whose\":\"nobody's\",\"reqid\":17}");
            line.say("{\"res\":\"pong\"}");
            line.write(RawFrame.of(RawFrame.FIN | RawFrame.BINARY, RawFrame.utf8("{}")));
            line.say("{\"result\":\"succ\",\"whose\":\"the newer one's\",\"reqid\":\"" + ids.get(1) + "\"}");
            line.say("{\"result\":\"succ\",\"whose\":\"a duplicate's\",\"reqid\":\"" + ids.get(1) + "\"}");
            line.say("{\"result\":\"succ\",\"whose\":\"the oldest one's\",\"reqid\":\"" + ids.get(0) + "\"}");
        });

        CompletableFuture<Answer> oldest = request(connection, "any.operation", Map.of());
        CompletableFuture<Answer> newer = request(connection, "any.operation", Map.of());

        assertEquals("the newer one's", answer(newer).payload().get("whose"));
        assertEquals("the oldest one's", answer(oldest).payload().get("whose"));
        assertEquals(3, connection.counters().malformedFrames());
        assertEquals(3, connection.counters().pushes());
        assertEquals(1, connection.counters().lateFrames());
        assertEquals(ConnectionState.READY, connection.state());
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "17", "\"text\"", "[]", "[[{}]]", "true" })
    void readingGoesOnAfterAFrameThatIsNoObject(String frame) throws Exception {
        FnosConnection connection = connect(line -> {
            line.say(frame);
            line.answerAll();
        });

        for (int i = 0; i < 3; i++) {
            assertEquals("still.there", answer(request(connection, "still.there", Map.of())).payload().get("whose"));
        }

        assertEquals(1, connection.counters().malformedFrames());
        assertEquals(0, connection.counters().reconnects());
    }

    @Test
    void aFrameOfFiveMegabytesIsRead() throws Exception {
        String name = "x".repeat(5 << 20);
        FnosConnection connection = connect(line -> {
            line.say("{\"result\":\"succ\",\"name\":\"" + name + "\",\"reqid\":\"" + line.ids(1).get(0) + "\"}");
            line.answerAll();
        });

        assertTrue(name.equals(answer(request(connection, "large.one", Map.of())).payload().get("name")));
        assertEquals("next.one", answer(request(connection, "next.one", Map.of())).payload().get("whose"));
        assertEquals(0, connection.counters().reconnects());
    }

    @Test
    void aFrameOverTheLimitIsNotWaitedForForEver() throws Exception {
        fixture.limits(10_000, 256);
        String name = "x".repeat(20_000);
        FnosConnection connection
                = connect(line -> line.say("{\"reqid\":\"" + line.ids(1).get(0) + "\",\"name\":\"" + name + "\"}"));

        FnosFailure failure = failure(request(connection, "too.big", Map.of()));

        assertEquals(FnosFailure.Kind.CONNECTION, failure.kind());
        assertTrue(failure.getMessage().contains("larger than maxFrameSize (10000 bytes)"), failure.getMessage());
        assertEquals("next.one", answer(request(connection, "next.one", Map.of())).payload().get("whose"));
    }

    @Test
    void anAnswerWhoseDataIsATextIsAnAnswer() throws Exception {
        FnosConnection connection = connect(line -> {
            List<String> ids = line.ids(2);
            line.say("{\"data\":[1],\"reqid\":\"" + ids.get(1) + "\"}");
            line.say("{\"result\":\"succ\",\"data\":\"a text\",\"reqid\":\"" + ids.get(0) + "\"}");
            line.say("{\"result\":\"succ\",\"data\":\"and no list any more\",\"reqid\":\"" + ids.get(1) + "\"}");
            line.answerAll();
        });

        CompletableFuture<Answer> first = request(connection, "any.operation", Map.of());
        CompletableFuture<Answer> second = request(connection, "any.operation", Map.of());

        assertEquals(Map.of("data", "a text"), answer(first).payload());
        assertEquals(Map.of("data", "and no list any more"), answer(second).payload());
        assertEquals("next.one", answer(request(connection, "next.one", Map.of())).payload().get("whose"));
    }

    @Test
    void aLoginAnswerWithoutALongTokenIsALoginAndItsTokenServesAgain() throws Exception {
        try (FnosSimulator simulator = FnosSimulator.start()) {
            Account account = new Account("admin", new Credentials("admin", null, null, null), "device-1", "test device", false,
                    "user.login");
            FnosConnection connection = connected(fixture.connection(simulator.port(), account));

            simulator.faults().cutAll();
            await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);

            assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
            assertEquals(1, simulator.passwordLogins());
            // After a reboot only a long token could serve, and there is none.
            simulator.faults().reboot(true);
            await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 2);
            assertEquals("succ", answer(request(connection, "user.info", Map.of())).result());
            assertEquals(2, simulator.passwordLogins());
            assertEquals(0, simulator.requestCount("user.tokenLogin"));
        }
    }

    @Test
    void anInvalidUtf8FrameLeavesNoRequestWaiting() throws Exception {
        FnosConnection connection = connect(line -> {
            line.ids(2);
            line.write(RawFrame.of(RawFrame.FIN | RawFrame.TEXT, "{\"name\":\"Ärger\"}".getBytes(StandardCharsets.ISO_8859_1)));
        });

        CompletableFuture<Answer> first = request(connection, "first.one", Map.of());
        CompletableFuture<Answer> second = request(connection, "second.one", Map.of());

        assertTrue(failure(first).getMessage().endsWith("the NAS sent text that is not UTF-8"));
        assertTrue(failure(second).getMessage().endsWith("the NAS sent text that is not UTF-8"));
        assertEquals("next.one", answer(request(connection, "next.one", Map.of())).payload().get("whose"));
    }
}
