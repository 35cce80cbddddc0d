package io.github.camelfnos.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How the frames of one request become its answer: protocol.md, section 5. */
class AnswerCollectorTest {

    private static final String FOUNDING_LISTING = """
            {"files":[{"name":"测试文件搜索","v":1,"uid":1001,"mtim":1762967182,"btim":1762967152,"dir":1}],
            "uver":115537670504450,"reqid":"6915841c6915841b000000440003"}""";

    private static final String END = "{\"result\":\"succ\",\"reqid\":\"1\"}";

    private final AnswerCollector collector = new AnswerCollector("1", true);

    @Test
    void theFoundingDocumentsListingEndsWithTheFrameAfterIt() throws Exception {
        AnswerCollector listing = new AnswerCollector("6915841c6915841b000000440003", true);

        assertFalse(listing.add(Frame.parse(utf8(FOUNDING_LISTING))));
        assertTrue(listing.add(Frame.parse(utf8("{\"result\":\"succ\",\"reqid\":\"6915841c6915841b000000440003\"}"))));

        Answer answer = listing.toAnswer();
        assertEquals(Map.of(
                "files", List.of(
                        Map.of("name", "测试文件搜索", "v", 1, "uid", 1001, "mtim", 1762967182, "btim", 1762967152, "dir", 1)),
                "uver", 115537670504450L), answer.payload());
        assertEquals("6915841c6915841b000000440003", answer.reqid());
        assertEquals("succ", answer.result());
        assertEquals(2, answer.frames());
        assertTrue(answer.complete());
        assertFalse(answer.failed());
    }

    @Test
    void oneFrameMayBeTheWholeAnswer() throws Exception {
        assertTrue(add("{\"uid\":1000,\"admin\":true,\"result\":\"succ\",\"rev\":\"0.1\",\"reqid\":\"1\"}"));

        Answer answer = collector.toAnswer();
        assertEquals(Map.of("uid", 1000, "admin", true), answer.payload());
        assertEquals("0.1", answer.rev());
        assertEquals(1, answer.frames());
        assertTrue(answer.complete());
    }

    @Test
    void theArraysOfManyFramesAreJoinedInOrder() throws Exception {
        for (int first = 0; first < 3_000; first += 3) {
            assertFalse(add("{\"files\":[" + first + "," + (first + 1) + "," + (first + 2) + "],\"reqid\":\"1\"}"));
        }
        assertTrue(add(END));

        Answer answer = collector.toAnswer();
        assertEquals(IntStream.range(0, 3_000).boxed().toList(), answer.payload().get("files"));
        assertEquals(1_001, answer.frames());
    }

    @Test
    void arraysOfDifferentKeysAreJoinedEachForItself() throws Exception {
        add("{\"files\":[1],\"dirs\":[10],\"reqid\":\"1\"}");
        add("{\"dirs\":[11,12],\"reqid\":\"1\"}");
        add("{\"files\":[2],\"other\":[],\"result\":\"succ\",\"reqid\":\"1\"}");

        assertEquals(Map.of("files", List.of(1, 2), "dirs", List.of(10, 11, 12), "other", List.of()),
                collector.toAnswer().payload());
    }

    @Test
    void theEndFrameMayBringTheLastEntries() throws Exception {
        add("{\"files\":[\"a\"],\"uver\":1,\"reqid\":\"1\"}");
        add("{\"files\":[\"b\"],\"uver\":2,\"result\":\"succ\",\"reqid\":\"1\"}");

        assertEquals(Map.of("files", List.of("a", "b"), "uver", 2), collector.toAnswer().payload());
    }

    @Test
    void ofOtherKeysTheLastValueCounts() throws Exception {
        add("{\"uver\":1,\"data\":{\"a\":1},\"total\":5,\"reqid\":\"1\"}");
        add("{\"uver\":2,\"data\":{\"b\":2},\"total\":null,\"reqid\":\"1\"}");
        add(END);

        Map<String, Object> expected = new HashMap<>();
        expected.put("uver", 2);
        expected.put("data", Map.of("b", 2));
        expected.put("total", null);
        assertEquals(expected, collector.toAnswer().payload());
    }

    @Test
    void aValueThatIsNoArrayReplacesTheArraysBeforeIt() throws Exception {
        add("{\"files\":[1],\"list\":[1],\"reqid\":\"1\"}");
        add("{\"files\":[2],\"list\":[2],\"reqid\":\"1\"}");
        add("{\"files\":\"none\",\"list\":null,\"reqid\":\"1\"}");
        add("{\"list\":[3],\"result\":\"succ\",\"reqid\":\"1\"}");

        assertEquals(Map.of("files", "none", "list", List.of(3)), collector.toAnswer().payload());
    }

    @Test
    void framesOfDoingCarryEntriesToo() throws Exception {
        assertFalse(add("{\"data\":[{\"name\":\"a\"}],\"result\":\"doing\",\"reqid\":\"1\"}"));
        assertFalse(add("{\"data\":[{\"name\":\"b\"}],\"result\":\"doing\",\"reqid\":\"1\"}"));
        assertTrue(add(END));

        Answer answer = collector.toAnswer();
        assertEquals(List.of(Map.of("name", "a"), Map.of("name", "b")), answer.payload().get("data"));
        assertEquals("succ", answer.result());
        assertTrue(answer.complete());
    }

    @Test
    void aTaskIsKnownByItsIdFromItsStartToItsEnd() throws Exception {
        assertFalse(add("{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}"));
        assertEquals("t-1", collector.taskId());
        assertFalse(add("{\"percent\":40,\"time\":3,\"size\":4,\"sizeTotal\":10,\"speed\":1,\"reqid\":\"1\"}"));
        assertFalse(add("{\"percent\":90,\"time\":9,\"size\":9,\"sizeTotal\":10,\"speed\":1,\"reqid\":\"1\"}"));
        assertEquals("t-1", collector.taskId());
        assertTrue(add(END));

        Answer answer = collector.toAnswer();
        assertEquals("t-1", answer.taskId());
        assertEquals(90, answer.payload().get("percent"));
        assertFalse(answer.failed());
    }

    @Test
    void aTaskMayFail() throws Exception {
        add("{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}");
        assertTrue(add("{\"result\":\"cancel\",\"reqid\":\"1\"}"));

        Answer answer = collector.toAnswer();
        assertTrue(answer.failed());
        assertEquals("cancel", answer.result());
        assertEquals("t-1", answer.taskId());
    }

    @Test
    void anAnswerWithoutATaskHasNoTaskId() throws Exception {
        add(END);

        assertNull(collector.toAnswer().taskId());
    }

    @Test
    void silenceMayEndAnAnswerOfOneFrameOfData() throws Exception {
        assertFalse(collector.mayEndByIdle());
        add(FOUNDING_LISTING);
        assertTrue(collector.mayEndByIdle());

        Answer answer = collector.toAnswer();
        assertFalse(answer.complete());
        assertNull(answer.result());
        assertFalse(answer.failed());
        assertEquals(1, answer.frames());
        assertEquals(115537670504450L, answer.payload().get("uver"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"data\":[1],\"result\":\"doing\",\"reqid\":\"1\"}",
            "{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}",
            "{\"files\":[1],\"result\":\"succ\",\"reqid\":\"1\"}",
            "{\"errno\":4100,\"reqid\":\"1\"}" })
    void silenceEndsNoAnswerWhoseOnlyFrameSaysHowItGoesOn(String frame) throws Exception {
        add(frame);

        assertFalse(collector.mayEndByIdle());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"files\":[2],\"reqid\":\"1\"}",
            "{\"result\":\"doing\",\"reqid\":\"1\"}",
            "{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}",
            END })
    void silenceEndsNoAnswerOfMoreThanOneFrame(String second) throws Exception {
        add("{\"files\":[1],\"reqid\":\"1\"}");
        add(second);

        assertFalse(collector.mayEndByIdle());
    }

    @Test
    void silenceEndsNoTaskThatReportsProgress() throws Exception {
        add("{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}");
        add("{\"percent\":40,\"reqid\":\"1\"}");

        assertFalse(collector.mayEndByIdle());
    }

    @Test
    void anEndFrameAfterDataIsNoticed() throws Exception {
        add("{\"files\":[1],\"reqid\":\"1\"}");
        assertFalse(collector.endedAfterData());
        add(END);

        assertTrue(collector.endedAfterData());
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"files\":[1],\"result\":\"succ\",\"reqid\":\"1\"}", "{\"errno\":4100,\"reqid\":\"1\"}" })
    void anEndFrameAloneSaysNothingAboutWhatFollowsData(String frame) throws Exception {
        add(frame);

        assertFalse(collector.endedAfterData());
    }

    @Test
    void aFailureHasItsNumberAndTheNasOwnWords() throws Exception {
        assertTrue(add("{\"errno\":4100,\"errmsg\":\"no such folder\",\"result\":\"fail\",\"reqid\":\"1\"}"));

        Answer answer = collector.toAnswer();
        assertTrue(answer.failed());
        assertEquals(4100, answer.errno());
        assertEquals("no such folder", answer.serverText());
        assertEquals("fail", answer.result());
        assertTrue(answer.complete());
    }

    @Test
    void theLastResultThatNobodyKnowsIsRemembered() throws Exception {
        AnswerCollector collector = new AnswerCollector("1", true);
        assertNull(collector.unknownResult());

        assertFalse(collector.add(Frame.parse(utf8("{\"result\":\"pending\",\"reqid\":\"1\"}"))));
        assertFalse(collector.add(Frame.parse(utf8("{\"percent\":5,\"reqid\":\"1\"}"))));

        assertEquals("pending", collector.unknownResult());
        assertFalse(collector.mayEndByIdle());
    }

    @Test
    void aFailureAfterDataIsAFailure() throws Exception {
        assertFalse(add("{\"files\":[1],\"reqid\":\"1\"}"));
        assertTrue(add("{\"errno\":4128,\"reqid\":\"1\"}"));

        Answer answer = collector.toAnswer();
        assertTrue(answer.failed());
        assertEquals(4128, answer.errno());
    }

    @Test
    void aFailureWithoutANumberIsAFailure() throws Exception {
        assertTrue(add("{\"errmsg\":\"no such thing\",\"reqid\":\"1\"}"));

        Answer answer = collector.toAnswer();
        assertTrue(answer.failed());
        assertEquals("no such thing", answer.serverText());
    }

    @Test
    void thePayloadIsEveryFieldButTheEnvelopes() throws Exception {
        add("""
                {"reqid":"1","req":"模块.动作","result":"succ","rev":"0.1","data":{"a":1},"errno":null,"any":"any",
                "rsp":[1],"msg":"ok","code":0,"nothing":null}""");

        Map<String, Object> expected = new HashMap<>(
                Map.of("data", Map.of("a", 1), "any", "any", "rsp", List.of(1), "msg", "ok", "code", 0));
        expected.put("nothing", null);
        assertEquals(expected, collector.toAnswer().payload());
    }

    @Test
    void thePayloadCannotBeChanged() throws Exception {
        add("{\"files\":[1],\"single\":[1],\"reqid\":\"1\"}");
        add("{\"files\":[2],\"result\":\"succ\",\"reqid\":\"1\"}");
        Map<String, Object> payload = collector.toAnswer().payload();

        assertThrows(UnsupportedOperationException.class, () -> payload.put("x", 1));
        assertThrows(UnsupportedOperationException.class, () -> ((List<?>) payload.get("files")).remove(0));
        assertThrows(UnsupportedOperationException.class, () -> ((List<?>) payload.get("single")).remove(0));
    }

    @Test
    void nothingIsTakenAfterTheEnd() throws Exception {
        add(END);

        assertThrows(IllegalStateException.class, () -> add("{\"files\":[1],\"reqid\":\"1\"}"));
    }

    @Test
    void theDescriptionOfAnAnswerShowsNoValues() throws Exception {
        add("{\"token\":\"hunter2\",\"files\":[\"hunter2\"],\"result\":\"succ\",\"reqid\":\"1\"}");

        String description = collector.toAnswer().toString();
        assertFalse(description.contains("hunter2"), description);
    }

    private boolean add(String text) throws MalformedFrameException {
        return collector.add(Frame.parse(utf8(text)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
