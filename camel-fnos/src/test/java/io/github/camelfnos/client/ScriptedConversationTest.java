package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our client against a socket that replays literal frames. */
@Tag("smoke")
class ScriptedConversationTest {

    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    private final ConnectionFixture fixture = new ConnectionFixture()
            .timing(Duration.ofSeconds(10), Duration.ofMillis(300));
    private ScriptedNas nas;

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        if (nas != null) {
            nas.close();
        }
    }

    private FnosConnection connect(BiConsumer<ScriptedNas.Line, String> script) throws Exception {
        nas = new ScriptedNas(script);
        return connected(fixture.anonymous(nas.port()));
    }

    @Test
    void aRequestIsOneCompactJsonObjectWithItsParametersAtTheTopLevel() throws Exception {
        FnosConnection connection = connect((line, text) -> line.say("{\"result\":\"succ\",\"reqid\":\"$R\"}"));

        Answer answer = answer(request(connection, "file.ls", Map.of("path", "vol1/1000/中文")));

        assertEquals(List.of("{\"req\":\"file.ls\",\"reqid\":\"" + answer.reqid() + "\",\"path\":\"vol1/1000/中文\"}"),
                nas.received());
        assertTrue(answer.reqid().matches("[0-9a-f]{8}0{16}[0-9a-f]{4}"), answer.reqid());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("the founding document's listing, then the end",
                        List.of("{\"files\":[{\"name\":\"测试文件搜索\",\"v\":1,\"uid\":1001,\"mtim\":1762967182,\"btim\":1762967152,"
                                + "\"dir\":1}],\"uver\":115537670504450,\"reqid\":\"$R\"}",
                                "{\"result\":\"succ\",\"reqid\":\"$R\"}"),
                        "{files=[{name=测试文件搜索, v=1, uid=1001, mtim=1762967182, btim=1762967152, dir=1}], uver=115537670504450}",
                        true),
                Arguments.of("everything in the end frame", List.of("{\"result\":\"succ\",\"a\":1,\"reqid\":\"$R\"}"), "{a=1}", true),
                Arguments.of("data frames with doing",
                        List.of("{\"result\":\"doing\",\"data\":[1,2],\"reqid\":\"$R\"}",
                                "{\"result\":\"doing\",\"data\":[3],\"reqid\":\"$R\"}", "{\"result\":\"success\",\"reqid\":\"$R\"}"),
                        "{data=[1, 2, 3]}", true),
                Arguments.of("a task",
                        List.of("{\"sysNotify\":\"taskId\",\"taskId\":\"t1\",\"reqid\":\"$R\"}",
                                "{\"percent\":50,\"reqid\":\"$R\"}", "{\"result\":\"succ\",\"reqid\":\"$R\"}"),
                        "{sysNotify=taskId, taskId=t1, percent=50}", true),
                Arguments.of("one frame without a result and nothing after it",
                        List.of("{\"files\":[{\"name\":\"a\"}],\"reqid\":\"$R\"}"), "{files=[{name=a}]}", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void anAnswerIsPutTogetherFromItsFrames(String name, List<String> frames, String payload, boolean complete) throws Exception {
        FnosConnection connection = connect((line, text) -> frames.forEach(line::say));

        Answer answer = answer(request(connection, "any.operation", Map.of()));

        assertEquals(payload, answer.payload().toString());
        assertEquals(complete, answer.complete());
        assertEquals(frames.size(), answer.frames());
    }

    @Test
    void silenceEndsNoAnswerOnceThisConnectionHasSeenAnEndFrameAfterData() throws Exception {
        FnosConnection connection = connect((line, text) -> {
            line.say("{\"files\":[],\"reqid\":\"$R\"}");
            if (text.contains("proper")) {
                line.say("{\"result\":\"succ\",\"reqid\":\"$R\"}");
            }
        });
        assertTrue(answer(request(connection, "proper.listing", Map.of())).complete());

        FnosFailure failure = failure(connection.request(new Request("broken.off", Map.of()), Duration.ofSeconds(1)));

        assertEquals(FnosFailure.Kind.TIMEOUT, failure.kind());
    }

    @Test
    void silenceThatHadBegunBeforeTheFirstProperEndEndsNoAnswer() throws Exception {
        AtomicReference<ScriptedNas.Line> slow = new AtomicReference<>();
        FnosConnection connection = connect((line, text) -> {
            line.say("{\"files\":[1],\"reqid\":\"$R\"}");
            if (text.contains("proper")) {
                line.say("{\"result\":\"succ\",\"reqid\":\"$R\"}");
            } else {
                slow.set(line);
            }
        });
        CompletableFuture<Answer> spinningUp = request(connection, "slow.listing", Map.of());
        assertTrue(answer(request(connection, "proper.listing", Map.of())).complete());

        // Longer than the idle timeout of this test, which is 300 ms.
        long due = System.nanoTime() + Duration.ofMillis(900).toNanos();
        await().atMost(PATIENCE).until(() -> System.nanoTime() >= due);
        slow.get().say("{\"files\":[2],\"reqid\":\"$R\"}");
        slow.get().say("{\"result\":\"succ\",\"reqid\":\"$R\"}");

        assertEquals("{files=[1, 2]}", answer(spinningUp).payload().toString());
    }

    @Test
    void silenceEndsNoTask() throws Exception {
        FnosConnection connection
                = connect((line, text) -> line.say("{\"sysNotify\":\"taskId\",\"taskId\":\"t-77\",\"reqid\":\"$R\"}"));

        FnosFailure failure = failure(connection.request(new Request("file.cp", Map.of()), Duration.ofSeconds(1)));

        assertEquals(FnosFailure.Kind.TIMEOUT, failure.kind());
        assertEquals("t-77", failure.taskId());
        assertTrue(failure.getMessage().contains("the task t-77 goes on at the NAS"), failure.getMessage());
    }

    @Test
    void theNameOfATaskIsOneShortLineOfTheMessage() throws Exception {
        FnosConnection connection = connect((line, text) -> line.say("{\"sysNotify\":\"taskId\",\"taskId\":[\"t\\n77\",\""
                                                                     + "x".repeat(1_000) + "\"],\"reqid\":\"$R\"}"));

        FnosFailure failure = failure(connection.request(new Request("file.cp", Map.of()), Duration.ofSeconds(1)));

        assertTrue(failure.getMessage().contains("the task [t 77, xxx"), failure.getMessage());
        assertTrue(failure.getMessage().length() < 500, failure.getMessage());
    }

    @Test
    void withoutReconnectACutFailsWhatIsInFlightAsSentAndWhatWaitsAsNotSent() throws Exception {
        nas = new ScriptedNas((line, text) -> {
        });
        FnosConnection connection = connected(fixture.limits(1024 * 1024, 1).withoutReconnect().anonymous(nas.port()));
        CompletableFuture<Answer> inFlight = request(connection, "first.one", Map.of());
        CompletableFuture<Answer> waiting = request(connection, "second.one", Map.of());
        await().atMost(PATIENCE).until(() -> nas.received().size() == 1);

        nas.cut();

        FnosFailure lost = failure(inFlight);
        assertEquals(FnosFailure.Kind.CONNECTION, lost.kind());
        assertTrue(lost.requestSent());
        assertTrue(lost.getMessage().contains("first.one"), lost.getMessage());
        assertFalse(failure(waiting).requestSent());
        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.FAILED);
        assertFalse(failure(request(connection, "third.one", Map.of())).requestSent());
        assertEquals(1, nas.received().size(), "only what was in flight had been written");
    }

    @Test
    void theLoginIsWordForWordThatOfTheProtocol() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String base64 = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        String pem = "-----BEGIN PUBLIC KEY-----\\n" + base64.replaceAll("(.{64})", "$1\\\\n") + "\\n-----END PUBLIC KEY-----";
        CompletableFuture<JsonNode> inner = new CompletableFuture<>();
        nas = new ScriptedNas((line, text) -> {
            if (text.contains("util.crypto.getRSAPub")) {
                line.say("{\"pub\":\"" + pem + "\",\"si\":\"72057654167470148\",\"result\":\"succ\",\"reqid\":\"$R\"}");
            } else if (text.contains("\"req\":\"encrypted\"")) {
                answerLogin(line, text, keys, inner);
            } else {
                line.say("{\"result\":\"succ\",\"uid\":1000,\"reqid\":\"$R\"}");
            }
        });
        Account account = ConnectionFixture.account("管理员", "p&w%1");
        FnosConnection connection = connected(fixture.connection(nas.port(), account));

        Answer answer = answer(request(connection, "user.info", Map.of()));

        JsonNode login = inner.get();
        assertEquals("user.login", login.get("req").asText());
        assertEquals("管理员", login.get("user").asText());
        assertEquals("p&w%1", login.get("password").asText());
        assertEquals("Browser", login.get("deviceType").asText());
        assertEquals("test device", login.get("deviceName").asText());
        assertEquals("device-1", login.get("did").asText());
        assertTrue(login.get("stay").asBoolean());
        assertTrue(login.get("si").isTextual(), "as a number it would lose digits");
        assertEquals("72057654167470148", login.get("si").asText());
        assertTrue(nas.received().get(0).matches("\\{\"req\":\"util.crypto.getRSAPub\",\"reqid\":\"[0-9a-f]{28}\"}"));
        String signed = nas.received().get(2);
        String json = "{\"req\":\"user.info\",\"reqid\":\"" + answer.reqid() + "\"}";
        assertEquals(hmac(json) + json, signed);
        assertEquals("6915b82200000001", answer.reqid().substring(8, 24), "the id carries the session's backId");
        assertEquals(3, nas.received().size());
    }

    private static void answerLogin(ScriptedNas.Line line, String text, KeyPair keys, CompletableFuture<JsonNode> seen) {
        try {
            JsonNode envelope = new ObjectMapper().readTree(text);
            assertFalse(envelope.has("reqid"), "the envelope carries its id inside only");
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, keys.getPrivate());
            SecretKeySpec aesKey = new SecretKeySpec(rsa.doFinal(decode(envelope.get("rsa"))), "AES");
            IvParameterSpec iv = new IvParameterSpec(decode(envelope.get("iv")));
            Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
            aes.init(Cipher.DECRYPT_MODE, aesKey, iv);
            JsonNode inner = new ObjectMapper().readTree(aes.doFinal(decode(envelope.get("aes"))));
            aes.init(Cipher.ENCRYPT_MODE, aesKey, iv);
            String secret = Base64.getEncoder().encodeToString(aes.doFinal(KEY));
            line.say("{\"uid\":1000,\"admin\":true,\"token\":\"t\",\"longToken\":\"l\",\"secret\":\"" + secret
                     + "\",\"backId\":\"6915b82200000001\",\"machineId\":\"m\",\"result\":\"succ\",\"reqid\":\""
                     + inner.get("reqid").asText() + "\"}");
            seen.complete(inner);
        } catch (Exception | AssertionError e) {
            seen.completeExceptionally(e);
        }
    }

    private static byte[] decode(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }

    private static String hmac(String json) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(json.getBytes(StandardCharsets.UTF_8)));
    }
}
