package io.github.camelfnos;

import java.math.BigInteger;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.FnosSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.LiteralClient.authToken;
import static io.github.camelfnos.LiteralClient.login;
import static io.github.camelfnos.LiteralClient.tokenLogin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The simulator and its sessions: login, signatures, tokens. Frames are written out as text. */
@Timeout(60)
class FnosSimulatorLoginTest {

    private static final String USER_INFO = "{\"req\":\"user.info\",\"reqid\":\"6915841c6915841b000000440003\"}";

    private FnosSimulator simulator;
    private LiteralClient client;

    @BeforeEach
    void start() {
        simulator = FnosSimulator.start();
        client = LiteralClient.connect(simulator.url());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void theLiteralClientSignsLikeTheProtocolsVectors() throws Exception {
        client.useKey(Base64.getDecoder().decode("AAECAwQFBgcICQoLDA0ODw=="));

        assertEquals("ItmlU1+5ojDPmbxWGMAUifl1cDpG/sJ8tJh+Dkqx5o8=", client.sign(USER_INFO));
        assertEquals("6UvhJfI3A8MzztCxYUSbEi30/4oQ4VBpQqPveQWHjJU=",
                client.sign("{\"req\":\"file.ls\",\"reqid\":\"1\",\"path\":\"vol1/1000/中文\"}"));
    }

    @Test
    void logsInByTheEnvelope() throws Exception {
        client.send("{\"reqid\":\"r1\",\"req\":\"util.crypto.getRSAPub\"}");
        JsonNode key = client.receive();
        assertEquals("r1", key.get("reqid").textValue());
        assertEquals("succ", key.get("result").textValue());
        assertTrue(key.get("pub").textValue().startsWith("-----BEGIN PUBLIC KEY-----"));
        assertTrue(key.get("si").isTextual());
        BigInteger si = new BigInteger(key.get("si").textValue());
        assertEquals(17, si.toString().length());
        assertNotEquals(si, BigInteger.valueOf((long) si.doubleValue()), "a double must lose digits of the si");

        JsonNode login = client.sendLogin(key.get("pub").textValue(), """
                {"reqid":"r2","user":"admin","password":"admin","deviceType":"Browser","deviceName":"x","did":"d",\
                "stay":1,"req":"user.login","si":"%s"}""".formatted(si));
        assertEquals("r2", login.get("reqid").textValue());
        assertEquals("succ", login.get("result").textValue());
        assertEquals(1000, login.get("uid").intValue());
        assertTrue(login.get("admin").booleanValue());
        assertTrue(login.get("token").isTextual());
        assertTrue(login.get("longToken").isTextual());
        assertTrue(login.get("backId").textValue().matches("[0-9a-f]{16}"));
        assertTrue(login.get("machineId").isTextual());
        assertTrue(client.key().length >= 16 && client.key().length <= 31);

        JsonNode info = client.call(USER_INFO);
        assertEquals("6915841c6915841b000000440003", info.get("reqid").textValue());
        assertEquals("succ", info.get("result").textValue());
        assertEquals("admin", info.get("user").textValue());
    }

    @Test
    void givesALongTokenOnlyWhenAskedToStay() throws Exception {
        JsonNode login = client.sendLogin(client.askPublicKey(), login("admin", "admin", "d", client.askSi()));

        assertEquals("succ", login.get("result").textValue());
        assertNull(login.get("longToken"));
    }

    @Test
    void neighbouringSocketsHaveDifferentKeysAndSis() throws Exception {
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            assertNotEquals(client.askPublicKey(), other.askPublicKey());
            assertNotEquals(client.askSi(), other.askSi());
            assertEquals(client.askPublicKey(), client.askPublicKey());
        }
    }

    @Test
    void tellsAWrongPasswordAndAnUnknownUserAlike() throws Exception {
        String refusal = "{\"errno\":131072,\"result\":\"fail\",\"reqid\":\"l\"}";
        assertEquals(refusal, client.logIn("admin", "wrong").toString());
        assertEquals(refusal, client.logIn("nobody", "x").toString());
        assertEquals(2, simulator.passwordLogins());
    }

    @Test
    void acceptsFurtherAccounts() throws Exception {
        simulator.addAccount("guest", "secret");

        assertFalse(client.logIn("guest", "secret").get("admin").booleanValue());
        assertFalse(client.call("{\"req\":\"user.isAdmin\",\"reqid\":\"1\"}").get("admin").booleanValue());
    }

    @Test
    void refusesALoginWithBadFieldsBeforeThePasswordCheck() throws Exception {
        String pem = client.askPublicKey();
        String si = client.askSi();
        String good = login("admin", "admin", "d", si);

        for (String bad : List.of(
                login("admin", "admin", "d", "72057654167470148"),
                good.replace("\"si\":\"" + si + "\"", "\"si\":" + si),
                good.replace("\"did\":\"d\",", ""),
                login("admin", "admin", "", si),
                login("admin", "admin", "d".repeat(65), si),
                good.replace("\"password\":\"admin\"", "\"password\":1"))) {
            assertEquals(8192, client.sendLogin(pem, bad).get("errno").intValue(), bad);
        }
        assertEquals(0, simulator.passwordLogins());
        JsonNode longest = client.sendLogin(pem, login("admin", "admin", "d".repeat(64), si));
        assertEquals("succ", longest.get("result").textValue());
    }

    @Test
    void answersAnEnvelopeThatDoesNotOpenWith8192() throws Exception {
        client.send("{\"req\":\"encrypted\",\"iv\":\"AAAA\",\"rsa\":\"AAAA\",\"aes\":\"AAAA\"}");
        assertEquals("{\"errno\":8192,\"result\":\"fail\"}", client.receiveText());
        client.send("{\"req\":\"encrypted\",\"reqid\":\"e\"}");
        assertEquals("{\"errno\":8192,\"result\":\"fail\",\"reqid\":\"e\"}", client.receiveText());
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            JsonNode answer = client.sendLogin(other.askPublicKey(), "{}");
            assertEquals(8192, answer.get("errno").intValue(), "the key of another socket");
        }
        assertEquals("succ", client.logIn("admin", "admin").get("result").textValue());
    }

    @Test
    void anEnvelopeOpensNothingButTheLogin() throws Exception {
        JsonNode answer = client.sendLogin(client.askPublicKey(), "{\"req\":\"user.info\",\"reqid\":\"i\"}");

        assertEquals("{\"errno\":4224,\"result\":\"fail\",\"reqid\":\"i\"}", answer.toString());
    }

    @Test
    void acceptsAPlainLoginOnlyOverTls() throws Exception {
        client.send(login("admin", "admin", "d", client.askSi()));

        assertEquals(8192, client.receive().get("errno").intValue());
    }

    @Test
    void checksSignatures() throws Exception {
        client.useKey(new byte[16]);
        assertEquals(65534, client.call(USER_INFO).get("errno").intValue(), "no session has that key");

        client.logIn("admin", "admin");
        String good = client.sign(USER_INFO);
        String text = "{\"errno\":65534,\"result\":\"fail\",\"reqid\":\"6915841c6915841b000000440003\"}";
        client.send(good.substring(1) + USER_INFO);
        assertEquals(text, client.receiveText());
        client.send("x" + good + USER_INFO);
        assertEquals(text, client.receiveText());
        client.send(good.toLowerCase() + USER_INFO);
        assertEquals(text, client.receiveText());
        client.send(good + USER_INFO.replace("\",\"", "\", \""));
        assertEquals(text, client.receiveText());
        client.send(good + USER_INFO);
        assertEquals("succ", client.receive().get("result").textValue());
    }

    @Test
    void verifiesTheExactText() throws Exception {
        client.logIn("admin", "admin");

        JsonNode spaced = client.call(
                "{ \"reqid\" : \"\\u4e2d\\u6587 \\\"1\\\"\",\n\"req\":\"user.info\", \"x\":\"中文🐼\" }");

        assertEquals("succ", spaced.get("result").textValue());
        assertEquals("中文 \"1\"", spaced.get("reqid").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.info", "file.ls", "no.such", "user.authToken", "user.tokenLogin", "user.logout"})
    void wantsASignature(String operation) throws Exception {
        String request = "{\"req\":\"" + operation + "\",\"reqid\":\"1\"}";
        client.send(request);
        assertEquals("{\"errno\":4224,\"result\":\"fail\",\"reqid\":\"1\"}", client.receiveText());
        client.logIn("admin", "admin");
        client.send(request);
        assertEquals("{\"errno\":4224,\"result\":\"fail\",\"reqid\":\"1\"}", client.receiveText());
    }

    @Test
    void someOperationsNeedNeitherSignatureNorLogin() throws Exception {
        client.send("{\"req\":\"util.getSI\",\"reqid\":\"1\"}");
        assertTrue(client.receive().get("si").isTextual());
        client.send("{\"req\":\"appcgi.sysinfo.getHostName\",\"reqid\":\"2\"}");
        JsonNode hostName = client.receive();
        assertEquals("succ", hostName.get("result").textValue());
        assertTrue(hostName.get("data").get("hostName").isTextual());
        client.logIn("admin", "admin");
        assertEquals("succ", client.call("{\"req\":\"util.getSI\",\"reqid\":\"3\"}").get("result").textValue());
    }

    @Test
    void resumesASessionOnAnotherSocket() throws Exception {
        JsonNode login = client.logIn("admin", "admin");
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            other.useKey(client.key());
            assertEquals(4224, other.call(USER_INFO).get("errno").intValue(), "the socket itself is not logged in");

            String si = other.askSi();
            assertEquals(135168, other.call(authToken("forgotten", si)).get("errno").intValue());
            assertEquals(8192, other.call(authToken(login.get("token").textValue(), "1")).get("errno").intValue());
            JsonNode resumed = other.call(authToken(login.get("token").textValue(), si));
            assertEquals("succ", resumed.get("result").textValue());
            assertTrue(resumed.get("backId").isTextual());
            assertEquals("succ", other.call(USER_INFO).get("result").textValue());
        }
        assertEquals(1, simulator.passwordLogins());
    }

    @Test
    void logsInByTheLongTokenOfTheSameDevice() throws Exception {
        String longToken = client.logIn("admin", "admin").get("longToken").textValue();
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            String si = other.askSi();
            other.useKey(new byte[16]);
            assertEquals(65534, other.call(tokenLogin(longToken, "device-1", si)).get("errno").intValue());
            other.useKey(client.key());
            assertEquals(135168, other.call(tokenLogin("no", "device-1", si)).get("errno").intValue());
            assertEquals(135168, other.call(tokenLogin(longToken, "device-2", si)).get("errno").intValue());
            JsonNode resumed = other.call(tokenLogin(longToken, "device-1", si));
            assertEquals("succ", resumed.get("result").textValue());
            assertNull(resumed.get("secret"));
            assertNull(resumed.get("longToken"));
            assertEquals("succ", other.call(USER_INFO).get("result").textValue());
            assertEquals("succ", other.call(authToken(resumed.get("token").textValue(), si)).get("result").textValue());
        }
    }

    @Test
    void forgetsTheTokensAtALogout() throws Exception {
        JsonNode login = client.logIn("admin", "admin");
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            String si = other.askSi();
            other.useKey(client.key());
            other.call(authToken(login.get("token").textValue(), si));

            assertEquals("succ", client.call("{\"req\":\"user.logout\",\"reqid\":\"1\"}").get("result").textValue());

            assertEquals(4224, client.call(USER_INFO).get("errno").intValue());
            assertEquals(4224, other.call(USER_INFO).get("errno").intValue());
            assertEquals(135168, other.call(authToken(login.get("token").textValue(), si)).get("errno").intValue());
            assertEquals(135168, other.call(tokenLogin(login.get("longToken").textValue(), "device-1", si))
                    .get("errno").intValue());
        }
        assertEquals("succ", client.logIn("admin", "admin").get("result").textValue());
    }
}
