package io.github.camelfnos;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.ReceivedRequest;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.LiteralClient.authToken;
import static io.github.camelfnos.LiteralClient.login;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The simulator as a client sees it that shares no code with this project: frames are written out as text. */
@Timeout(60)
class FnosSimulatorTest {

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
    void answersAPing() throws Exception {
        client.send("{\"req\":\"ping\"}");
        assertEquals("{\"res\":\"pong\"}", client.receiveText());
        client.logIn("admin", "admin");
        client.send("{\"req\":\"ping\"}");
        assertEquals("{\"res\":\"pong\"}", client.receiveText());
        assertEquals(2, simulator.requestCount("ping"));
    }

    @Test
    void doesNotKnowEveryOperation() throws Exception {
        client.logIn("admin", "admin");

        assertEquals("{\"errno\":10000002,\"result\":\"fail\",\"reqid\":\"1\"}",
                client.call("{\"req\":\"no.such\",\"reqid\":\"1\"}").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "user.info, /bannedTime, 0",
        "user.info, /uid, 1000",
        "user.isAdmin, /admin, true",
        "appcgi.sysinfo.getHostName, /data/hostName, fnos-simulator",
        "appcgi.sysinfo.getTrimVersion, /data/trimVersion, 1.0.0",
        "appcgi.sysinfo.getMachineId, /data/machineId, 7d1f0c3a5b8e4f629a1c2d3e4f506172",
        "appcgi.sysinfo.getMachineId, /req, appcgi.sysinfo.getMachineId",
        "stor.getUserStorage, /stor/0/frsize, 5497558138880",
        "stor.getUserStorage, /stor/0/fssize, 8001563222016",
        "notify.unreadTotal, /unreadTotal, 0"})
    void answersOperation(String operation, String pointer, String expected) throws Exception {
        client.logIn("admin", "admin");

        JsonNode answer = client.call("{\"req\":\"" + operation + "\",\"reqid\":\"1\",\"spaceInfo\":true}");

        assertEquals("succ", answer.get("result").textValue());
        assertEquals(expected, answer.at(pointer).asText());
    }

    @Test
    void tellsItsUptime() throws Exception {
        client.logIn("admin", "admin");

        JsonNode uptime = client.call("{\"req\":\"appcgi.sysinfo.getUptime\",\"reqid\":\"1\"}").at("/data/uptime");

        assertTrue(uptime.isIntegralNumber());
        assertTrue(uptime.longValue() < 600);
    }

    @Test
    void pushesGoToMainSocketsThatAreLoggedIn() throws Exception {
        String token = client.logIn("admin", "admin").get("token").textValue();
        try (LiteralClient timer = LiteralClient.connect(simulator.url(), "timer");
                LiteralClient file = LiteralClient.connect(simulator.url(), "file");
                LiteralClient stranger = LiteralClient.connect(simulator.url())) {
            timer.logIn("admin", "admin");
            file.useKey(client.key());
            file.call(authToken(token, file.askSi()));

            simulator.push(Map.of("sysNotify", "storageChanged"));
            simulator.pushText("{\"sysNotify\":\"中文\"}");

            for (LiteralClient target : List.of(client, file)) {
                assertEquals("{\"sysNotify\":\"storageChanged\"}", target.receiveText());
                assertEquals("{\"sysNotify\":\"中文\"}", target.receiveText());
            }
            for (LiteralClient other : List.of(timer, stranger)) {
                other.send("{\"req\":\"ping\"}");
                assertEquals("{\"res\":\"pong\"}", other.receiveText());
            }
            client.call("{\"req\":\"user.logout\",\"reqid\":\"1\"}");
            simulator.pushText("{\"sysNotify\":\"late\"}");
            client.send("{\"req\":\"ping\"}");
            assertEquals("{\"res\":\"pong\"}", client.receiveText());
        }
    }

    @Test
    void pushesOneKindAfterAnotherAllTheTimeWhenAsked() throws Exception {
        try (FnosSimulator pushing = FnosSimulator.start(SimulatorOptions.defaults().withPushEvery(20));
                LiteralClient listener = LiteralClient.connect(pushing.url())) {
            listener.logIn("admin", "admin");
            List<String> kinds = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                kinds.add(listener.receiveText().replaceFirst("\"percent\":\\d+", "\"percent\":#"));
            }
            assertEquals(Set.of("{\"sysNotify\":\"storageChanged\"}", "{\"sysNotify\":\"privilegeChanged\",\"privilege\":\"1\"}",
                    "{\"sysNotify\":\"privilegeChanged\",\"privilege\":\"0\"}", "{\"sysNotify\":\"weatherChanged\",\"value\":1}",
                    "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"0000000000000000000000000001\",\"percent\":#}}",
                    "{\"req\":\"file.watch\",\"reqid\":\"0000000000000000000000000000\",\"path\":\"vol1/1000\"}",
                    "{\"value\":1}"), Set.copyOf(kinds.subList(0, 7)));
            assertEquals(kinds.subList(0, 7), kinds.subList(7, 14));
        }
    }

    @Test
    void aScriptGoesBeforeTheOwnAnswers() throws Exception {
        client.logIn("admin", "admin");
        CompletableFuture<SimulatedRequest> kept = new CompletableFuture<>();
        simulator.on("user.info", kept::complete);

        String json = "{\"req\":\"user.info\",\"reqid\":7,\"big\":115537670504450123456789,\"list\":[1,null]}";
        client.sendSigned(json);
        SimulatedRequest request = kept.get();
        assertEquals("user.info", request.operation());
        assertEquals("7", request.reqid());
        assertEquals(json, request.json());
        assertEquals(List.of("big", "list"), List.copyOf(request.parameters().keySet()));
        assertEquals(new BigInteger("115537670504450123456789"), request.parameters().get("big"));
        assertTrue(request.isSigned());
        assertEquals(1, request.socket());
        CompletableFuture.runAsync(() -> {
            request.reply(Map.of("part", 1));
            request.replyText("not even JSON");
            request.succeed(Map.of("part", 2));
            request.fail(4097);
        });
        assertEquals("{\"part\":1,\"reqid\":7}", client.receiveText());
        assertEquals("not even JSON", client.receiveText());
        assertEquals("{\"part\":2,\"result\":\"succ\",\"reqid\":7}", client.receiveText());
        assertEquals("{\"errno\":4097,\"result\":\"fail\",\"reqid\":7}", client.receiveText());

        client.send("{\"req\":\"user.info\",\"reqid\":\"u\"}");
        assertEquals(4224, client.receive().get("errno").intValue(), "scripts do not open the door");
        simulator.off("user.info");
        assertEquals("admin", client.call(USER_INFO).get("user").textValue());
    }

    @Test
    void aScriptMayCloseTheSocket() throws Exception {
        client.logIn("admin", "admin");
        simulator.on("user.info", SimulatedRequest::closeSocket);

        client.sendSigned(USER_INFO);

        await().atMost(Duration.ofSeconds(20)).until(() -> client.isClosed() && simulator.openSockets() == 0);
    }

    @Test
    void aScriptThatFailsAnswers4096() throws Exception {
        client.logIn("admin", "admin");
        simulator.on("a.b", request -> {
            throw new AssertionError("made up by the test");
        });
        simulator.on("c.d", request -> {
            request.succeed(Map.of());
            throw new IllegalStateException("made up by the test");
        });

        assertEquals("{\"errno\":4096,\"result\":\"fail\",\"reqid\":\"1\"}",
                client.call("{\"req\":\"a.b\",\"reqid\":\"1\"}").toString());
        assertEquals("succ", client.call("{\"req\":\"c.d\",\"reqid\":\"2\"}").get("result").textValue());
        assertEquals("3", client.call("{\"req\":\"user.info\",\"reqid\":\"3\"}").get("reqid").textValue());
    }

    @Test
    void remembersRequestsButNoPasswords() throws Exception {
        client.logIn("admin", "admin");
        client.call("{\"req\":\"user.changePassword\",\"reqid\":\"1\",\"oldPassword\":\"hush1\","
                + "\"users\":[{\"password\":\"hush2\",\"name\":null}]}");

        List<ReceivedRequest> requests = simulator.requests();
        assertEquals(List.of("util.crypto.getRSAPub", "encrypted", "user.login", "user.changePassword"),
                requests.stream().map(ReceivedRequest::operation).toList());
        assertEquals(Map.of(), requests.get(1).parameters());
        assertEquals("admin", requests.get(2).parameters().get("user"));
        assertFalse(requests.get(2).parameters().containsKey("password"));
        assertTrue(requests.get(3).signed());
        assertFalse(requests.toString().contains("hush"));
        assertEquals(1, simulator.requestCount("user.login"));
        assertEquals(0, simulator.requestCount("never.sent"));
    }

    @Test
    void remembersTheLastTenThousandRequests() throws Exception {
        for (int i = 1; i <= 10_010; i++) {
            client.send("{\"req\":\"util.getSI\",\"reqid\":" + i + ",\"n\":" + i + "}");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> client.waitingFrames() == 10_010);

        assertEquals(10_010, simulator.requestCount("util.getSI"));
        assertEquals(10_000, simulator.requests().size());
        assertEquals(11, simulator.requests().get(0).parameters().get("n"));
    }

    @Test
    void survivesGarbage() throws Exception {
        client.logIn("admin", "admin");
        for (String garbage : List.of("", " ", "hello", "{", "}", "[]", "[{}]", "null", "42", "\"{}\"", "{}",
                "{\"req\":42}", "{\"req\":null}", "\u0000{", "{\"a\":".repeat(100_000), "=".repeat(44),
                "{\"req\":\"ping\"}{\"req\":\"ping\"}", "{}".repeat(1000))) {
            client.send(garbage);
        }
        client.send("{\"reqid\":\"no-operation\"}");

        assertEquals("{\"errno\":8192,\"result\":\"fail\",\"reqid\":\"no-operation\"}", client.receiveText());
        assertEquals("succ", client.call(USER_INFO).get("result").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000\u0001\u0002\r\n\r\n", "GET\r\n\r\n",
        "GET /websocket?type=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /websocket?type=main HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"})
    void survivesGarbageInsteadOfAnUpgrade(String bytes) throws Exception {
        try (Socket socket = new Socket(simulator.host(), simulator.port())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.setSoTimeout(20_000);
            int status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1)
                    .transform(line -> line.isEmpty() ? 400 : Integer.parseInt(line.substring(9)));
            assertTrue(status >= 400 && status < 500, "status " + status);
        }
        assertEquals("succ", client.logIn("admin", "admin").get("result").textValue());
    }

    @Test
    void doesNotAnswerAClientThatDoesNotReadOutOfMemory() throws Exception {
        String text = "x".repeat(32 << 10);
        simulator.on("util.getSI", request -> request.succeed(Map.of("text", text)));
        client.pause();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 2000; i++) {
                client.send("{\"req\":\"util.getSI\",\"reqid\":" + i + "}");
            }
        });
        try (LiteralClient other = LiteralClient.connect(simulator.url())) {
            for (int i = 0; i < 2000; i++) {
                other.send("{\"req\":\"ping\"}");
                assertEquals("{\"res\":\"pong\"}", other.receiveText());
            }
        }
        int answered = simulator.requestCount("util.getSI");
        assertTrue(answered < 1500, "answered " + answered + " requests into a full pipe");

        client.resume();
        for (int i = 0; i < 2000; i++) {
            assertEquals(i, client.receive().get("reqid").intValue());
        }
        sending.join();
    }

    @Test
    void takesAndGivesHugeFrames() throws Exception {
        client.logIn("admin", "admin");
        simulator.on("test.echo", request -> request.succeed(Map.of("text", request.parameters().get("text"))));
        String text = "中".repeat(7 << 20);

        JsonNode answer = client.call("{\"req\":\"test.echo\",\"reqid\":\"1\",\"text\":\"" + text + "\"}");

        assertEquals(text, answer.get("text").textValue());
        assertEquals(1, simulator.requests().size(), "the memory of requests is bounded");
    }

    @Test
    void anythingButAWebSocketOfAKnownTypeIs404() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String base = "http://" + simulator.host() + ":" + simulator.port();
        for (String path : List.of("/", "/websocket", "/websocket?type=main", "/websocket?type=other", "/upload")) {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(URI.create(base + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(404, response.statusCode(), path);
        }
        for (String type : List.of("other", "", "MAIN")) {
            assertThrows(Exception.class, () -> LiteralClient.connect(simulator.url(), type).close(), type);
        }
        for (String type : List.of("main", "timer", "file")) {
            LiteralClient.connect(simulator.url(), type).close();
        }
    }

    @Test
    void serves1000SocketsAtOnce() throws Exception {
        List<LiteralClient> clients = IntStream.range(0, 1000).parallel()
                .mapToObj(i -> LiteralClient.connect(simulator.url())).toList();
        try {
            await().until(() -> simulator.openSockets() == 1001);
            assertEquals(1001, simulator.connections());
            for (LiteralClient each : clients) {
                each.send("{\"req\":\"util.getSI\",\"reqid\":\"1\"}");
            }
            List<String> sis = new ArrayList<>();
            for (LiteralClient each : clients) {
                sis.add(each.receive().get("si").textValue());
            }
            assertEquals(1000, Set.copyOf(sis).size());
            assertEquals("succ", client.logIn("admin", "admin").get("result").textValue());
        } finally {
            clients.forEach(LiteralClient::close);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> simulator.openSockets() == 1);
    }

    @Test
    void speaksTls() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        trusted.setCertificateEntry("nas", FnosSimulator.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);

        try (FnosSimulator secure = FnosSimulator.start(SimulatorOptions.defaults().withTls(true));
                LiteralClient one = LiteralClient.connect(tls, secure.url() + "?type=main")) {
            assertTrue(secure.url().startsWith("wss://127.0.0.1:"));
            assertEquals("succ", one.logIn("admin", "admin").get("result").textValue());
            assertEquals("succ", one.call(USER_INFO).get("result").textValue());

            one.send(login("admin", "admin", "d", one.si()));
            JsonNode plain = one.receive();
            assertEquals("succ", plain.get("result").textValue());
            one.useKey(Base64.getDecoder().decode(plain.get("secret").textValue()));
            assertEquals("succ", one.call(USER_INFO).get("result").textValue());
        }
    }

    @Test
    void closingEndsSocketsAndThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FnosSimulator other = FnosSimulator.start(SimulatorOptions.defaults().withPushEvery(10));
        LiteralClient guest = LiteralClient.connect(other.url());
        guest.logIn("admin", "admin");

        other.close();
        other.close();

        await().atMost(Duration.ofSeconds(20)).until(guest::isClosed);
        // A thread that has nothing to do any more may need a moment to end.
        await().untilAsserted(() -> assertEquals(Set.of(), Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread)).map(Thread::getName).filter(name -> name.contains("vert"))
                .collect(Collectors.toSet())));
        assertThrows(IOException.class, () -> new Socket(other.host(), other.port()).close());
    }

    @Test
    void manySimulatorsLiveSideBySide() throws Exception {
        try (FnosSimulator other = FnosSimulator.start(SimulatorOptions.defaults().withUser("x").withPassword("y"));
                LiteralClient guest = LiteralClient.connect(other.url())) {
            assertNotEquals(simulator.port(), other.port());
            assertEquals("succ", guest.logIn("x", "y").get("result").textValue());
            client.useKey(guest.key());
            assertEquals(65534, client.call(USER_INFO).get("errno").intValue());
        }
    }

    @Test
    void takesAnswersFromManyThreadsAtOnce() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<SimulatedRequest> kept = new CopyOnWriteArrayList<>();
        simulator.on("test.later", request -> {
            kept.add(request);
            if (kept.size() == 300) {
                done.countDown();
            }
        });
        client.logIn("admin", "admin");
        for (int i = 0; i < 300; i++) {
            client.sendSigned("{\"req\":\"test.later\",\"reqid\":" + i + "}");
        }
        done.await();
        kept.stream().parallel().forEach(request -> request.succeed(Map.of()));

        boolean[] seen = new boolean[300];
        for (int i = 0; i < 300; i++) {
            seen[client.receive().get("reqid").intValue()] = true;
        }
        boolean[] all = new boolean[300];
        Arrays.fill(all, true);
        assertArrayEquals(all, seen);
    }
}
