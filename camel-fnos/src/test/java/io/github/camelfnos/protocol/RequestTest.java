package io.github.camelfnos.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestTest {

    private static final String ID = "6915841c6915841b000000440003";

    @Test
    void aListingIsTheFoundingDocumentsText() {
        Request request = new Request("file.ls", Collections.singletonMap("path", null));

        assertEquals("{\"req\":\"file.ls\",\"reqid\":\"6915841c6915841b000000440003\",\"path\":null}", json(request));
    }

    @Test
    void aRequestWithoutParametersHasNothingButItsEnvelope() {
        Request request = new Request("user.info", Map.of());

        assertEquals("{\"req\":\"user.info\",\"reqid\":\"6915841c6915841b000000440003\"}", json(request));
    }

    @Test
    void parametersStandAtTheTopLevelInTheirOrder() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("pathTo", "vol1/1000/中文");
        parameters.put("files", List.of("vol1/1000/a b", "vol1/1000/\"c\""));
        parameters.put("overwrite", 1);
        parameters.put("uver", new BigInteger("123456789012345678901234567890"));

        assertEquals("""
                {"req":"file.cp","reqid":"6915841c6915841b000000440003","pathTo":"vol1/1000/中文",\
                "files":["vol1/1000/a b","vol1/1000/\\"c\\""],"overwrite":1,"uver":123456789012345678901234567890}""",
                json(new Request("file.cp", parameters)));
    }

    @Test
    void wordsOfTheNasAreQuotedWithoutWhatTheRequestCarried() {
        Request request = new Request("user.add", Map.of("password", "hunter2", "groups", List.of(Map.of("name", "Geheimnis")),
                "pin", 123456, "uid", 1, "deep", true));

        assertEquals("user ... of group ...: no 1 of ... is true, password is short",
                request.quote("user hunter2 of group Geheimnis: no 1 of 123456 is true, password is short"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            vol1/1000/Private/      | vol1/1000/Private: no such file  | ...: no such file
            /vol1/1000/Private      | vol1/1000/Private: no such file  | ...: no such file
            vol1/1000/Private/a.txt | cannot open a.txt in Private     | cannot open ... in ...
            `hunter2 `              | password hunter2: refused        | password ...: refused
            海量                    | 找不到海量                       | 找不到...
            pa"ss\\word             | {"password":"pa\\"ss\\\\word"}    | {"password":"..."}
            """)
    void whatTheRequestCarriedIsNotShownInOtherFormsEither(String parameter, String words, String quoted) {
        assertEquals(quoted, new Request("user.add", Map.of("x", parameter)).quote(words));
    }

    @Test
    void nothingIsQuotedWhereALargeRequestWouldHaveToBeSearched() {
        assertEquals("", new Request("file.rm", Map.of("files", Collections.nCopies(10_000, "vol1/1000/a"))).quote("disk asleep"));
    }

    @Test
    void nothingIsQuotedWhereNobodyCanSayWhatTheRequestCarried() {
        Object deep = "hunter2";
        for (int i = 0; i < Json.MAX_DEPTH + 1; i++) {
            deep = List.of(deep);
        }

        assertEquals("", new Request("user.add", Map.of("deep", deep)).quote("hunter2 is wrong"));
    }

    @Test
    void parametersMayStandInsideData() {
        Request request = new Request("appcgi.resmon.proc.list", Map.of("data", Map.of("sort", "cpu")));

        assertEquals("""
                {"req":"appcgi.resmon.proc.list","reqid":"6915841c6915841b000000440003","data":{"sort":"cpu"}}""", json(request));
    }

    @Test
    void anOperationCannotBreakOutOfItsField() {
        assertEquals("{\"req\":\"user.info\\\",\\\"x\\\":\\\"\",\"reqid\":\"6915841c6915841b000000440003\"}",
                json(new Request("user.info\",\"x\":\"", Map.of())));
    }

    @Test
    void oneRequestMayBeWrittenAgainUnderAnotherId() {
        Request request = new Request("user.info", Map.of("a", 1));

        json(request);

        assertEquals("{\"req\":\"user.info\",\"reqid\":\"2\",\"a\":1}", new String(request.toJson("2"), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = { "req", "reqid" })
    void aParameterOfTheEnvelopeIsRefusedByName(String name) {
        Map<String, String> parameters = Map.of("path", "hunter2", name, "hunter2");

        IllegalArgumentException refused
                = assertThrows(IllegalArgumentException.class, () -> new Request("file.ls", parameters));

        assertTrue(refused.getMessage().contains("'" + name + "'"), refused.getMessage());
        assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
    }

    @Test
    void reqAndReqidDeeperDownAreParametersLikeOthers() {
        Request request = new Request("appcgi.x", Map.of("data", Map.of("req", "a")));

        assertEquals("{\"req\":\"appcgi.x\",\"reqid\":\"6915841c6915841b000000440003\",\"data\":{\"req\":\"a\"}}", json(request));
    }

    @Test
    void aParameterWithoutAJsonFormIsRefusedWithTheNameOfTheOperation() {
        Map<String, Object> parameters = Map.of("password", "hunter2", "x", new Object());

        IllegalArgumentException refused
                = assertThrows(IllegalArgumentException.class, () -> new Request("user.add", parameters));

        assertTrue(refused.getMessage().contains("user.add"), refused.getMessage());
        assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
    }

    @Test
    void changesToTheParametersAfterwardsDoNotReachTheRequest() {
        List<String> files = new ArrayList<>(List.of("a"));
        Map<String, Object> parameters = new HashMap<>(Map.of("files", files));
        Request request = new Request("file.rm", parameters);

        files.add("b");
        parameters.put("moveToTrashbin", false);

        assertEquals("{\"req\":\"file.rm\",\"reqid\":\"6915841c6915841b000000440003\",\"files\":[\"a\"]}", json(request));
    }

    @ParameterizedTest
    @ValueSource(strings = { "encrypted", "util.crypto.getRSAPub", "util.getSI", "ping" })
    void theCommandsOfTheHandshakeAreNeverSigned(String operation) {
        assertFalse(new Request(operation, Map.of()).signed());
    }

    @ParameterizedTest
    @ValueSource(strings = { "user.info", "user.authToken", "user.tokenLogin", "user.logout", "file.ls", "util.getSIx", "Ping" })
    void everyOtherCommandIsSigned(String operation) {
        assertTrue(new Request(operation, Map.of()).signed());
    }

    @Test
    void theDescriptionNamesTheOperationAndNoParameter() {
        String description = new Request("user.login", Map.of("password", "hunter2")).toString();

        assertTrue(description.contains("user.login"), description);
        assertFalse(description.contains("hunter2"), description);
    }

    private static String json(Request request) {
        return new String(request.toJson(ID), UTF_8);
    }
}
