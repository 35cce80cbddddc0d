package io.github.camelfnos.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a frame of a request means: the table of protocol.md, section 5. */
class FrameTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"files\":[],\"uver\":115537670504450,\"reqid\":\"1\"}",
            "{\"reqid\":\"1\"}",
            "{\"files\":[],\"errno\":null,\"reqid\":\"1\"}",
            "{\"files\":[],\"errno\":0,\"reqid\":\"1\"}",
            "{\"files\":[],\"errno\":\"0\",\"reqid\":\"1\"}",
            "{\"files\":[],\"errmsg\":null,\"reqid\":\"1\"}",
            "{\"files\":[],\"result\":null,\"reqid\":\"1\"}",
            "{\"code\":0,\"msg\":\"ok\",\"rsp\":{},\"reqid\":\"1\"}",
            "{\"msg\":\"three of ten\",\"reqid\":\"1\"}",
            "{\"errno\":0,\"errmsg\":\"no error\",\"reqid\":\"1\"}",
            "{\"code\":7,\"reqid\":\"1\"}",
            "{\"percent\":40,\"time\":3,\"size\":4,\"sizeTotal\":10,\"speed\":1,\"reqid\":\"1\"}" })
    void aFrameWithoutResultOrFailureIsDataAndMoreMayFollow(String text) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertFalse(frame.isEnd());
        assertFalse(frame.isProgress());
        assertFalse(frame.isFailure());
        assertEquals(0, frame.errno());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"result\":\"doing\",\"reqid\":\"1\"}",
            "{\"data\":[{\"name\":\"a\"}],\"result\":\"doing\",\"reqid\":\"1\"}",
            "{\"result\":\"doing\",\"errno\":0,\"reqid\":\"1\"}",
            "{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}" })
    void doingAndAStartedTaskSayThatMoreFollows(String text) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertTrue(frame.isProgress());
        assertFalse(frame.isEnd());
        assertFalse(frame.isFailure());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"result\":\"succ\",\"reqid\":\"1\"}",
            "{\"result\":\"suc\",\"reqid\":\"1\"}",
            "{\"result\":\"success\",\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"files\":[],\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"errno\":null,\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"errno\":0,\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"errno\":\"0\",\"errmsg\":\"no error\",\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"code\":200,\"msg\":\"ok\",\"reqid\":\"1\"}",
            "{\"result\":\"succ\",\"code\":0,\"msg\":\"ok\",\"reqid\":\"1\"}" })
    void aSuccessfulResultEndsTheAnswer(String text) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertTrue(frame.isEnd());
        assertFalse(frame.isFailure());
        assertFalse(frame.isProgress());
        assertEquals(0, frame.errno());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"errno":8192,"result":"fail","reqid":"1"}                   | 8192
            {"errno":131072,"result":"fail","reqid":"1"}                 | 131072
            {"errno":4100,"reqid":"1"}                                   | 4100
            {"errno":"4100","reqid":"1"}                                 | 4100
            {"errno":"4100","result":"fail","reqid":"1"}                 | 4100
            {"errno":4352,"errmsg":"denied","reqid":"1"}                 | 4352
            {"code":500,"msg":"no such container","reqid":"1"}           | 500
            {"code":"500","msg":"no such container","reqid":"1"}         | 500
            {"code":500,"msg":"no","result":"fail","reqid":"1"}          | 500
            {"errno":4097,"code":500,"msg":"no","reqid":"1"}             | 4097
            {"errno":0,"code":500,"msg":"no","reqid":"1"}                | 500
            {"code":500,"msg":"","reqid":"1"}                            | 500
            {"errno":4100,"result":"succ","reqid":"1"}                   | 4100
            {"errno":4100,"result":"doing","reqid":"1"}                  | 4100
            {"errno":4100,"result":"who knows","reqid":"1"}              | 4100
            {"errno":4100.0,"reqid":"1"}                                 | 4100
            {"errno":-7,"reqid":"1"}                                     | -7
            {"errno":4097,"result":"cancel","reqid":"1"}                 | 4097
            """)
    void aFailureEndsTheAnswerWithItsNumber(String text, int errno) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertTrue(frame.isFailure());
        assertTrue(frame.isEnd());
        assertFalse(frame.isProgress());
        assertEquals(errno, frame.errno());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"result\":\"fail\",\"reqid\":\"1\"}",
            "{\"result\":\"fail\",\"errno\":0,\"reqid\":\"1\"}",
            "{\"result\":\"fail\",\"errno\":null,\"reqid\":\"1\"}",
            "{\"result\":\"cancel\",\"reqid\":\"1\"}",
            "{\"result\":\"cancel\",\"errno\":0,\"reqid\":\"1\"}",
            "{\"errmsg\":\"no such thing\",\"reqid\":\"1\"}",
            "{\"errno\":\"\",\"errmsg\":\"no such thing\",\"reqid\":\"1\"}",
            "{\"errno\":\"a text\",\"reqid\":\"1\"}",
            "{\"errno\":123456789012345678901234567890,\"reqid\":\"1\"}",
            "{\"errno\":4294967296,\"reqid\":\"1\"}" })
    void aFailureWithoutAUsableNumberIsStillTheEnd(String text) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertTrue(frame.isFailure());
        assertTrue(frame.isEnd());
        assertFalse(frame.isProgress());
        assertEquals(Errno.NONE_GIVEN, frame.errno());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            {"errno":1,"errmsg":"disk asleep","reqid":"1"}              | disk asleep
            {"errno":1,"msg":"disk asleep","reqid":"1"}                 | disk asleep
            {"errno":1,"errmsg":"","msg":"disk asleep","reqid":"1"}     | disk asleep
            {"errno":1,"errmsg":null,"reqid":"1"}                       | none
            {"errno":1,"reqid":"1"}                                     | none
            {"errno":"ENOENT","reqid":"1"}                              | errno ENOENT
            {"errno":"ENOENT","errmsg":"disk asleep","reqid":"1"}       | disk asleep
            {"errno":4294967296,"reqid":"1"}                            | errno 4294967296
            {"errno":{},"reqid":"1"}                                    | none
            """)
    void theNasOwnWordsAboutAFailureStandInErrmsgOrMsg(String text, String words) throws Exception {
        assertEquals(words, Frame.parse(utf8(text)).serverMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"result":"pending","reqid":"1"}                | pending
            {"result":"SUCC","reqid":"1"}                   | SUCC
            {"result":"","reqid":"1"}                       | ``
            {"result":"two lines","errno":0,"reqid":"1"}    | two lines
            {"result":0,"reqid":"1"}                        | no text
            {"result":false,"reqid":"1"}                    | no text
            {"result":["succ"],"reqid":"1"}                 | no text
            """)
    void aResultThatNobodyKnowsIsProgressAndIsNamed(String text, String named) throws Exception {
        Frame frame = Frame.parse(utf8(text));

        assertEquals(named, frame.unknownResult());
        assertTrue(frame.isProgress());
        assertFalse(frame.isEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"reqid\":\"1\"}", "{\"result\":null}", "{\"result\":\"doing\"}", "{\"result\":\"success\"}",
            "{\"result\":\"fail\"}", "{\"result\":\"what\",\"errno\":1}" })
    void aResultThatIsKnownIsNotNamed(String text) throws Exception {
        assertNull(Frame.parse(utf8(text)).unknownResult());
    }

    @Test
    void aStartedTaskTellsItsId() throws Exception {
        assertEquals("t-1", Frame.parse(utf8("{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\",\"reqid\":\"1\"}")).startedTaskId());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"taskId\":\"t-1\",\"reqid\":\"1\"}",
            "{\"sysNotify\":\"taskId\",\"reqid\":\"1\"}",
            "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"1\",\"taskId\":\"t-1\"}}" })
    void otherFramesStartNoTask(String text) throws Exception {
        assertNull(Frame.parse(utf8(text)).startedTaskId());
    }

    @Test
    void theAnswerToTheHeartbeatIsAPongAndAnswersNoRequest() throws Exception {
        Frame pong = Frame.parse(utf8("{\"res\":\"pong\"}"));

        assertTrue(pong.isPong());
        assertNull(pong.reqid());
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"res\":\"ping\"}", "{\"req\":\"pong\"}", "{\"result\":\"pong\"}", "{}" })
    void otherFramesAreNoPong(String text) throws Exception {
        assertFalse(Frame.parse(utf8(text)).isPong());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"reqid\":1,\"result\":\"succ\"}",
            "{\"reqid\":null,\"result\":\"succ\"}",
            "{\"reqid\":[\"1\"],\"result\":\"succ\"}",
            "{\"result\":\"succ\"}",
            "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"1\"}}" })
    void onlyATextAtTheTopLevelIsAReqid(String text) throws Exception {
        assertNull(Frame.parse(utf8(text)).reqid());
    }

    @Test
    void theFoundingDocumentsListingIsAFrameOfData() throws Exception {
        Frame frame = Frame.parse(utf8("""
                {
                    "files": [
                        {
                            "name": "测试文件搜索",
                            "v": 1,
                            "uid": 1001,
                            "mtim": 1762967182,
                            "btim": 1762967152,
                            "dir": 1
                        }
                    ],
                    "uver": 115537670504450,
                    "reqid": "6915841c6915841b000000440003"
                }
                """));

        assertEquals("6915841c6915841b000000440003", frame.reqid());
        assertFalse(frame.isEnd());
        assertFalse(frame.isProgress());
        assertEquals(115537670504450L, frame.fields().get("uver"));
        Map<String, Object> entry
                = Map.of("name", "测试文件搜索", "v", 1, "uid", 1001, "mtim", 1762967182, "btim", 1762967152, "dir", 1);
        assertEquals(List.of(entry), frame.fields().get("files"));
    }

    @Test
    void theFoundingDocumentsGeneralResponseEndsItsAnswerWell() throws Exception {
        Frame frame = Frame.parse(utf8("""
                {
                  "reqid": "uuid",
                  "req": "模块.动作",
                  "result": "succ",
                  "rev": "0.1",
                  "data": {},
                  "errno": null,
                  "any": "any"
                }
                """));

        assertEquals("uuid", frame.reqid());
        assertEquals("succ", frame.result());
        assertEquals("0.1", frame.rev());
        assertTrue(frame.isEnd());
        assertFalse(frame.isFailure());
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "[]", "[{\"reqid\":\"1\",\"result\":\"succ\"}]", "\"succ\"", "garbage", "{\"reqid\":\"1\"" })
    void aTextThatIsNoObjectIsNoFrame(String text) {
        assertThrows(MalformedFrameException.class, () -> Frame.parse(utf8(text)));
    }

    @Test
    void theDescriptionShowsNoValues() throws Exception {
        String description = Frame.parse(utf8("{\"token\":\"hunter2\",\"reqid\":\"1\"}")).toString();

        assertFalse(description.contains("hunter2"), description);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
