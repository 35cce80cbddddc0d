package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;

import io.github.camelfnos.protocol.ErrnoCategory;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a route learns of a request that the NAS failed. */
class FnosFailuresTest extends FnosTestSupport {

    /** Sends a request that the NAS answers with these frames, to which it adds the request's id. */
    private Exchange answered(String... frames) {
        nas.on("test.asked", request -> {
            for (String frame : frames) {
                request.replyText(frame.replaceFirst("}$", ",\"reqid\":\"" + request.reqid() + "\"}"));
            }
        });
        return send("fnos:test.asked?requestTimeout=500ms", Map.of("path", "vol1/1000/secret-plans", "code", 271828));
    }

    @Test
    void theMessageIsOneSentenceWithAllThatHelpsAndNoParameter() {
        Exchange exchange = answered("{\"errno\":4100,\"result\":\"fail\",\"errmsg\":\"open vol1/1000/secret-plans: 271828\\nno such\"}");

        FnosNotFoundException failure = failure(exchange, FnosNotFoundException.class);
        assertEquals("test.asked failed with errno 4100: No such file or directory (文件或目录不存在); the NAS says: open ...: ... no such "
                     + "[reqid " + failure.getReqId() + "]", failure.getMessage().replaceFirst("\\. Exchange\\[.*]$", ""));
        assertEquals(4100, failure.getErrno());
        assertEquals(ErrnoCategory.NOT_FOUND, failure.getCategory());
        assertEquals("test.asked", failure.getOperation());
        assertEquals("open vol1/1000/secret-plans: 271828\nno such", failure.getServerMessage());
        assertFalse(failure.isRetryable());
    }

    @Test
    void whatTheNasSaysIsOneShortLineOfTheMessage() {
        FnosException failure = failure(answered("{\"errno\":8192,\"errmsg\":\"no\\nsuch thing " + "x".repeat(1_000) + "\"}"),
                FnosInvalidRequestException.class);

        assertTrue(failure.getMessage().contains("the NAS says: no such thing xxx"), failure.getMessage());
        assertTrue(failure.getMessage().length() < 500, failure.getMessage());
        assertTrue(failure.getServerMessage().length() > 1_000);
    }

    @Test
    void wrongCredentialsTellNotWhichOfThemWasWrongWhateverTheNasSays() {
        FnosException failure = failure(answered("{\"errno\":131072,\"result\":\"fail\",\"errmsg\":\"the password is wrong\"}"),
                FnosAuthenticationException.class);

        assertTrue(failure.getMessage().contains("Wrong user name or password (用户名或密码错误) [reqid"), failure.getMessage());
        assertNull(failure.getServerMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"result":"fail","errno":4102}              | 4102  | FnosConflictException
            {"result":"fail"}                           | -1    | FnosServerException
            {"errno":4100}                              | 4100  | FnosNotFoundException
            {"errno":"4099"}                            | 4099  | FnosNoSpaceException
            {"errno":"4099","result":"fail"}            | 4099  | FnosNoSpaceException
            {"errno":4097,"result":"succ"}              | 4097  | FnosBusyException
            {"errmsg":"no such container"}              | -1    | FnosServerException
            {"errno":4352,"msg":"no"}                   | 4352  | FnosPermissionDeniedException
            {"code":500,"msg":"no such container"}      | 500   | FnosServerException
            {"code":8192,"msg":"no","result":"fail"}    | 8192  | FnosInvalidRequestException
            {"errno":"EPERM"}                           | -1    | FnosServerException
            {"errno":12345678}                          | 12345678 | FnosServerException
            """)
    void aFailureIsRecognisedInEveryShape(String frame, int errno, String exception) {
        Exchange exchange = answered(frame);

        FnosException failure = failure(exchange, FnosException.class);
        assertEquals(exception, failure.getClass().getSimpleName());
        assertEquals(errno, failure.getErrno());
        assertEquals(errno, exchange.getMessage().getHeader(FnosConstants.ERRNO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"result":"succ","errno":0}
            {"result":"succ","errno":null}
            {"result":"succ","errno":"0","errmsg":"no error"}
            {"result":"succ","code":0,"msg":"ok"}
            """)
    void aSuccessIsRecognisedAsWell(String frame) {
        Exchange exchange = answered(frame);

        assertNull(exchange.getException());
        assertEquals(0, exchange.getMessage().getHeader(FnosConstants.ERRNO));
    }

    @Test
    void aTaskThatWasCancelledSaysSo() {
        Exchange exchange = answered("{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\"}", "{\"percent\":40}", "{\"result\":\"cancel\"}");

        FnosServerException failure = failure(exchange, FnosServerException.class);
        assertTrue(failure.getMessage().startsWith("test.asked was cancelled at the NAS (任务已取消) [reqid "), failure.getMessage());
        assertFalse(failure.isRetryable());
        assertEquals("cancel", exchange.getMessage().getHeader(FnosConstants.RESULT));
        assertEquals("t-1", exchange.getMessage().getHeader(FnosConstants.TASK_ID));
        assertEquals(-1, exchange.getMessage().getHeader(FnosConstants.ERRNO));
    }

    @Test
    void aFailureHasTheEnvelopeInHeadersLikeAnyAnswer() {
        Exchange exchange = answered("{\"files\":[1]}", "{\"result\":\"fail\",\"errno\":4128,\"rev\":\"0.1\"}");

        assertTrue(failure(exchange, FnosServerException.class).isRetryable());
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertEquals("test.asked", headers.get(FnosConstants.ANSWERED_OPERATION));
        assertEquals("fail", headers.get(FnosConstants.RESULT));
        assertEquals("0.1", headers.get(FnosConstants.REV));
        assertEquals(2, headers.get(FnosConstants.FRAME_COUNT));
        assertEquals(true, headers.get(FnosConstants.COMPLETE));
    }

    @Test
    void aResultThatNobodyKnowsTimesOutAndIsNamed() {
        ExchangeTimedOutException failure = failure(answered("{\"files\":[1],\"result\":\"halfway\"}"), ExchangeTimedOutException.class);

        assertTrue(failure.getMessage().contains("no answer to test.asked came for 500 ms; it sent the result 'halfway', which is not "
                                                 + "known and so did not end the answer"), failure.getMessage());
    }

    @Test
    void aSessionThatIsGoneForGoodIsOneExceptionAfterOneRepetition() {
        Exchange exchange = answered("{\"errno\":4224,\"result\":\"fail\"}");

        assertEquals(4224, failure(exchange, FnosSessionExpiredException.class).getErrno());
        assertEquals(2, received("test.asked").size());
    }

    @ParameterizedTest
    @CsvSource({ "65534", "135168" })
    void aRefusedSignatureIsAnExceptionAtOnce(int errno) {
        Exchange exchange = answered("{\"errno\":" + errno + ",\"result\":\"fail\"}");

        assertEquals(errno, failure(exchange, FnosSessionExpiredException.class).getErrno());
        assertEquals(1, received("test.asked").size());
    }

    @Test
    void whatIsNotThereIsAnEmptyAnswerWhereThatIsWanted() {
        Exchange exchange = send("fnos:file.ls?param.path=vol1/1000/gone&notFoundBehaviour=empty", "{\"a\":1}");

        assertNull(exchange.getException());
        FnosResponse body = assertInstanceOf(FnosResponse.class, exchange.getMessage().getBody());
        assertTrue(body.isEmpty());
        assertEquals("{}", exchange.getMessage().getBody(String.class));
        assertEquals(4100, exchange.getMessage().getHeader(FnosConstants.ERRNO));
        assertEquals("fail", exchange.getMessage().getHeader(FnosConstants.RESULT));
        assertEquals("file.ls", exchange.getMessage().getHeader(FnosConstants.ANSWERED_OPERATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"files\":[{\"name\":\"a\"}]}#{\"result\":\"fail\",\"errno\":4100}",
            "{\"sysNotify\":\"taskId\",\"taskId\":\"t-1\"}#{\"result\":\"fail\",\"errno\":4100}",
            "{\"result\":\"cancel\",\"errno\":4100}" })
    void whatWasBegunIsNeverEmpty(String frames) {
        nas.on("file.ls", request -> {
            for (String frame : frames.split("#")) {
                request.replyText(frame.replaceFirst("}$", ",\"reqid\":\"" + request.reqid() + "\"}"));
            }
        });

        assertEquals(4100, failure(send("fnos:file.ls?notFoundBehaviour=empty", null), FnosNotFoundException.class).getErrno());
    }

    @ParameterizedTest
    @CsvSource({ "4352", "4103", "266240", "51380230", "4096", "8192" })
    void nothingElseReadsAsEmpty(int errno) {
        nas.on("file.ls", request -> request.fail(errno));

        assertEquals(errno, failure(send("fnos:file.ls?notFoundBehaviour=empty", null), FnosException.class).getErrno());
    }

    @ParameterizedTest
    @ValueSource(ints = { 4352, 4097, 4100, 131072, 999 })
    void aFailureSurvivesSerialization(int errno) throws Exception {
        FnosException failure = failure(answered("{\"errno\":" + errno + ",\"result\":\"fail\"}"), FnosException.class);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(failure);

        FnosException back = (FnosException) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertEquals(failure.getClass(), back.getClass());
        assertEquals(failure.getMessage(), back.getMessage());
        assertEquals(List.of(failure.getErrno(), failure.getCategory(), failure.isRetryable()),
                List.of(back.getErrno(), back.getCategory(), back.isRetryable()));
    }

    @Test
    void whatTheNasCallsAResultIsShownWithoutParametersToo() {
        ExchangeTimedOutException failure = failure(answered("{\"result\":\"vol1/1000/secret-plans\\nfound\"}"), ExchangeTimedOutException.class);

        assertTrue(failure.getMessage().contains("it sent the result '... found', which"), failure.getMessage());
    }

    @Test
    void aNumberThatJsonDoesNotHaveIsRefusedWithASentence() {
        Exchange exchange = send("fnos:test.asked", Map.of("ratio", Double.NaN));

        assertEquals("The parameters of test.asked cannot be written as JSON: JSON has no number NaN",
                failure(exchange, IllegalArgumentException.class).getMessage());
    }
}
