package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.camelfnos.CapturedLog;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.Request;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames that no NAS should send while three requests are in flight: each request still gets its own answer. */
@Tag("smoke")
class HostileInputTest {

    private static final List<String> OPERATIONS = List.of("first.one", "second.one", "third.one");
    private static final Duration IDLE = Duration.ofMillis(100);

    private final ThreadDeaths deaths = new ThreadDeaths();
    private final ConnectionFixture fixture = new ConnectionFixture().timing(Duration.ofSeconds(10), IDLE);
    private RawNas nas;
    private FnosConnection connection;

    /** What the NAS does when all three requests have come. */
    private interface Misdeed {

        /** @param ids of the requests, in their order */
        void commit(RawNas.Line line, List<String> ids) throws Exception;
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        nas.close();
        deaths.close();
    }

    private List<CompletableFuture<Answer>> inFlight(Misdeed misdeed) throws Exception {
        nas = new RawNas(line -> {
            misdeed.commit(line, line.ids(OPERATIONS.size()));
            line.answerAll();
        });
        connection = connected(fixture.anonymous(nas.port()));
        return OPERATIONS.stream().map(operation -> request(connection, operation, Map.of())).toList();
    }

    /** Has the misdeed followed by a proper answer for each request, and proves that this is what each of them gets. */
    private void assertHarmless(Misdeed misdeed) throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            misdeed.commit(line, ids);
            for (int i : new int[] { 2, 0, 1 }) {
                line.say("{\"result\":\"succ\",\"whose\":\"" + OPERATIONS.get(i) + "\",\"reqid\":\"" + ids.get(i) + "\"}");
            }
        });

        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answer(answers.get(i));
            assertEquals(Map.of("whose", OPERATIONS.get(i)), answer.payload());
            assertEquals(1, answer.frames(), "no other frame was taken for a part of it");
        }
        assertSurvived();
    }

    private void assertSurvived() throws Exception {
        assertEquals("ordinary.one", answer(request(connection, "ordinary.one", Map.of())).payload().get("whose"));
        assertEquals(ConnectionState.READY, connection.state());
        assertEquals(0, connection.counters().reconnects());
        assertEquals(0, connection.counters().lateFrames());
        await().atMost(PATIENCE).until(() -> connection.inFlight() + connection.waiting() == 0);
    }

    /** In these frames {@code $1} is the id of the first request. */
    private static String withIds(String text, List<String> ids) {
        return text.replace("$1", ids.get(0)).replace("$2", ids.get(1)).replace("$3", ids.get(2));
    }

    static Stream<Arguments> framesThatAreNoObject() {
        String deep = "[".repeat(10_000);
        String answer = "{\"reqid\":\"$1\",\"result\":\"succ\"";
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("space", " \r\n\t"),
                Arguments.of("garbage", "this is not JSON"),
                Arguments.of("an id", "$1"),
                Arguments.of("null", "null"),
                Arguments.of("a number", "17"),
                Arguments.of("a boolean", "true"),
                Arguments.of("a text", "\"$1\""),
                Arguments.of("an array of ids", "[\"$1\",\"$2\"]"),
                Arguments.of("an array of answers", "[{\"result\":\"succ\",\"reqid\":\"$1\"}]"),
                Arguments.of("half an answer", answer),
                Arguments.of("two answers", answer + "}{\"reqid\":\"$2\",\"result\":\"succ\"}"),
                Arguments.of("an answer and a bracket", answer + "}]"),
                Arguments.of("an answer without quotes", "{reqid:'$1',result:'succ'}"),
                Arguments.of("an answer with a comment", answer + "/**/}"),
                Arguments.of("an answer after a byte order mark", "\uFEFF" + answer + "}"),
                Arguments.of("an answer after a NUL", "\0" + answer + "}"),
                Arguments.of("an answer with what is no number", answer + ",\"size\":NaN}"),
                Arguments.of("an answer with 2,000 digits", answer + ",\"size\":" + "9".repeat(2_000) + "}"),
                Arguments.of("a bad escape", answer + ",\"name\":\"\\ud8\"}"),
                Arguments.of("10,000 levels of arrays", deep),
                Arguments.of("an answer 10,000 levels deep",
                        answer + ",\"data\":" + deep + deep.replace('[', ']') + "}"),
                Arguments.of("10,000 answers inside each other", (answer + ",\"data\":").repeat(10_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesThatAreNoObject")
    void whatIsNoObjectIsCountedAndLeftAside(String name, String text) throws Exception {
        assertHarmless((line, ids) -> line.say(withIds(text, ids)));

        assertEquals(1, connection.counters().malformedFrames());
        assertEquals(0, connection.counters().pushes());
    }

    @Test
    void manyOfThemAreOneWarningThatShowsNothingOfThem() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            assertHarmless((line, ids) -> {
                for (int i = 0; i < 1_000; i++) {
                    line.say("{\"password\":\"hunter2\"");
                }
            });

            assertEquals(1_000, connection.counters().malformedFrames());
            assertEquals(1, log.messages(Level.WARN).size(), log.messages(Level.WARN).toString());
            assertFalse(log.lines().toString().contains("hunter2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{}",
            "{\"result\":\"succ\"}",
            "{\"result\":\"fail\",\"errno\":4097}",
            "{\"errno\":4224}",
            "{\"req\":\"first.one\",\"result\":\"succ\"}",
            "{\"reqid\":17,\"result\":\"succ\"}",
            "{\"reqid\":0,\"result\":\"succ\"}",
            "{\"reqid\":null,\"result\":\"succ\"}",
            "{\"reqid\":true,\"result\":\"succ\"}",
            "{\"reqid\":[\"$1\"],\"result\":\"succ\"}",
            "{\"reqid\":{\"$1\":\"$1\"},\"result\":\"succ\"}",
            "{\"reqid\":\"\",\"result\":\"succ\"}",
            "{\"reqid\":\"$1 \",\"result\":\"succ\"}",
            "{\"reqid\":\"0$1\",\"result\":\"succ\"}",
            "{\"reqid\":\"$1$2\",\"result\":\"succ\"}",
            "{\"reqid\":\"\\ud800\",\"result\":\"succ\"}",
            "{\"reqid\":\"6915841c6915841b000000440003\",\"result\":\"succ\"}",
            "{\"reqid\":\"$1\",\"result\":\"succ\",\"reqid\":null}",
            "{\"REQID\":\"$1\",\"result\":\"succ\"}",
            "{\"data\":{\"reqid\":\"$1\",\"result\":\"succ\"},\"result\":\"succ\"}",
            "{\"sysNotify\":\"storageChanged\"}",
            "{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\"}",
            "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"$1\",\"result\":\"succ\"}}",
            "{\"sysNotify\":{\"reqid\":\"$1\"},\"result\":\"succ\"}" })
    void whatNamesNoRequestInFlightIsAPush(String text) throws Exception {
        assertHarmless((line, ids) -> line.say(withIds(text, ids)));

        assertEquals(1, connection.counters().pushes());
        assertEquals(0, connection.counters().malformedFrames());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 1 << 20 })
    void binaryFramesAreCountedAndLeftAside(int length) throws Exception {
        assertHarmless((line, ids) -> {
            line.write(RawFrame.of(RawFrame.FIN | RawFrame.BINARY, new byte[length]));
            line.write(RawFrame.of(RawFrame.FIN | RawFrame.BINARY,
                    RawFrame.utf8(withIds("{\"result\":\"succ\",\"reqid\":\"$1\"}", ids))));
        });

        assertEquals(2, connection.counters().malformedFrames());
    }

    @Test
    void theAnswerToAnotherRequestInFlightAnswersThatOneAlone() throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            line.say(withIds("{\"req\":\"first.one\",\"result\":\"succ\",\"n\":2,\"reqid\":\"$2\"}", ids));
            line.say(withIds("{\"req\":\"second.one\",\"result\":\"fail\",\"n\":3,\"reqid\":\"$3\"}", ids));
            line.say(withIds("{\"result\":\"succ\",\"n\":1,\"reqid\":\"$1\"}", ids));
        });

        assertEquals(Map.of("n", 1), answer(answers.get(0)).payload());
        assertEquals(Map.of("n", 2), answer(answers.get(1)).payload());
        assertEquals("third.one", failure(answers.get(2)).operation());
        assertSurvived();
    }

    @Test
    void ofDuplicateKeysTheLastCountsTheIdIncluded() throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            line.say(withIds("{\"reqid\":\"$1\",\"result\":\"fail\",\"n\":1,\"errno\":4097,"
                             + "\"reqid\":\"$2\",\"result\":\"succ\",\"n\":2,\"errno\":0}", ids));
            line.say(withIds("{\"reqid\":17,\"reqid\":\"$1\",\"result\":\"succ\",\"result\":\"doing\",\"n\":1}", ids));
            line.say(withIds("{\"reqid\":\"$3\",\"result\":\"succ\",\"errno\":0,\"errno\":4097}", ids));
            line.say(withIds("{\"reqid\":\"$1\",\"result\":\"succ\"}", ids));
        });

        assertEquals(Map.of("n", 1), answer(answers.get(0)).payload());
        assertEquals(2, answer(answers.get(0)).frames());
        assertEquals(Map.of("n", 2), answer(answers.get(1)).payload());
        assertEquals(4097, failure(answers.get(2)).errno());
        assertSurvived();
    }

    @Test
    void halfASurrogatePairBehindAnEscapeIsDeliveredAsItIs() throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            for (int i = 0; i < ids.size(); i++) {
                line.say("{\"result\":\"succ\",\"name\":\"a\\ud83dz\",\"\\udc00\":" + i + ",\"reqid\":\"" + ids.get(i) + "\"}");
            }
        });

        for (int i = 0; i < answers.size(); i++) {
            assertEquals(Map.of("name", "a\ud83dz", "\udc00", i), answer(answers.get(i)).payload());
        }
        assertSurvived();
    }

    @ParameterizedTest
    @CsvSource({
            "4097, 4097", "' 4097 ', 4097", "-1, -1", "-5, -5", "2147483647, 2147483647", "2147483648, -1",
            "99999999999999999999, -1", "4097x, -1", "0x1001, -1",
            "1e3, -1", "4097.5, -1", "ENOENT, -1", "没有, -1", "\\ud800, -1" })
    void anErrnoAsTextIsANumberWhereItHasDigitsAndAFailureInAnyCase(String text, int errno) throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            line.say(withIds("{\"errno\":\"" + text + "\",\"reqid\":\"$1\"}", ids));
            line.say(withIds("{\"errno\":\"" + text + "\",\"result\":\"succ\",\"reqid\":\"$3\"}", ids));
            line.say(withIds("{\"errno\":\"0\",\"result\":\"succ\",\"reqid\":\"$2\"}", ids));
        });

        for (FnosFailure failure : List.of(failure(answers.get(0)), failure(answers.get(2)))) {
            assertEquals(FnosFailure.Kind.ERRNO, failure.kind());
            assertEquals(errno, failure.errno());
            assertEquals(errno == Errno.NONE_GIVEN, failure.getMessage().contains("without an errno"), failure.getMessage());
        }
        assertFalse(answer(answers.get(1)).failed());
        assertSurvived();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"pending\"", "\"finished\"", "\"SUCC\"", "\"\"", "0", "1", "-1", "true", "false", "[]", "{}",
            "[\"succ\"]", "{\"succ\":\"succ\"}" })
    void aResultThatNobodyKnowsIsProgressAndNoEnd(String result) throws Exception {
        String progress = "{\"result\":" + result + ",\"files\":[1],\"reqid\":\"";
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            line.say(progress + ids.get(0) + "\"}");
            line.say(progress + ids.get(1) + "\"}");
            line.say(progress + ids.get(2) + "\"}");
            line.say(withIds("{\"result\":\"succ\",\"files\":[2],\"reqid\":\"$1\"}", ids));
            line.say(withIds("{\"result\":\"fail\",\"errno\":4097,\"reqid\":\"$2\"}", ids));
        });

        assertEquals(Map.of("files", List.of(1, 2)), answer(answers.get(0)).payload());
        assertTrue(answer(answers.get(0)).complete());
        assertEquals(4097, failure(answers.get(1)).errno());
        assertFalse(answers.get(2).isDone());
        answers.get(2).cancel(false);
        assertSurvived();
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"pending\"", "0", "true", "[]", "{}" })
    void aResultThatNobodyKnowsAndSilenceIsATimeout(String result) throws Exception {
        nas = new RawNas(line -> {
            line.say("{\"result\":" + result + ",\"files\":[1],\"reqid\":\"" + line.ids(1).get(0) + "\"}");
            line.answerAll();
        });
        connection = connected(fixture.anonymous(nas.port()));

        FnosFailure failure = failure(connection.request(new Request("any.operation", Map.of()), IDLE.multipliedBy(5)));

        assertEquals(FnosFailure.Kind.TIMEOUT, failure.kind());
        assertSurvived();
    }

    @Test
    void anAnswerInFragmentsIsReadAlsoWhereTheyDivideALetterAndAPingComesBetween() throws Exception {
        List<CompletableFuture<Answer>> answers = inFlight((line, ids) -> {
            for (int i = 0; i < ids.size(); i++) {
                byte[] text = RawFrame.utf8("{\"result\":\"succ\",\"name\":\"备份" + i + "\",\"reqid\":\"" + ids.get(i)
                                            + "\"}");
                line.write(RawFrame.of(RawFrame.TEXT, new byte[0]));
                for (int at = 0; at < text.length; at++) {
                    line.write(RawFrame.of(RawFrame.CONTINUATION, new byte[] { text[at] }));
                    line.write(RawFrame.of(RawFrame.FIN | RawFrame.PING, new byte[0]));
                }
                line.write(RawFrame.of(RawFrame.FIN | RawFrame.CONTINUATION, new byte[0]));
            }
        });

        for (int i = 0; i < answers.size(); i++) {
            assertEquals(Map.of("name", "备份" + i), answer(answers.get(i)).payload());
        }
        assertSurvived();
    }

    @Test
    void maskedFramesAreReadThoughAServerIsNotToMask() throws Exception {
        byte[] push = RawFrame.utf8("{\"sysNotify\":\"masked\"}");

        assertHarmless((line, ids) -> line.write(RawFrame.masked(RawFrame.FIN | RawFrame.TEXT, push)));

        assertEquals(1, connection.counters().pushes());
    }
}
