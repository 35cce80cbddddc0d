package io.github.camelfnos.examples.naswatch;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelfnos.simulator.FnosSimulator;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The watch as it stands in its folder, over a simulated NAS. */
class NasWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FnosSimulator nas = FnosSimulator.start();
    private final Main main = new Main();
    private final AtomicReference<Long> free = new AtomicReference<>(50_000_000_000L);
    private final AtomicReference<String> disk = new AtomicReference<>("normal");
    private final AtomicReference<Integer> unread = new AtomicReference<>(0);
    private int management;

    @BeforeEach
    void start() throws Exception {
        nas.on("stor.getUserStorage", request -> request.succeed(Map.of("stor", List.of(
                Map.of("name", "vol1", "frsize", free.get(), "fssize", 100_000_000_000L),
                Map.of("name", "vol2", "frsize", 90_000_000_000L, "fssize", 100_000_000_000L)))));
        nas.on("stor.listDisk", request -> request.succeed(Map.of("disk", List.of(Map.of("name", "sda", "status", disk.get())))));
        nas.on("notify.unreadTotal", request -> request.succeed(Map.of("unreadTotal", unread.get())));
        management = freePort();
        main.addOverrideProperty("camel.component.fnos.host", nas.host());
        main.addOverrideProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addOverrideProperty("camel.component.fnos.reconnectDelay", "100");
        main.addOverrideProperty("camel.management.port", String.valueOf(management));
        main.addOverrideProperty("watch.every", "100");
        main.start();
        for (String route : List.of("alert", "all-clear")) {
            AdviceWith.adviceWith(main.getCamelContext(), route, advice -> advice.weaveAddFirst().to("mock:" + route));
        }
    }

    @AfterEach
    void stop() {
        main.stop();
        nas.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<String> told(String route) {
        return main.getCamelContext().getEndpoint("mock:" + route, MockEndpoint.class).getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(String.class)).toList();
    }

    private void pollAgain(String operation) {
        int before = nas.requestCount(operation);
        await().atMost(PATIENCE).until(() -> nas.requestCount(operation) >= before + 3);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void oneAlertWhenSpaceGetsScarceAndOneAllClear() {
        pollAgain("stor.getUserStorage");
        assertEquals(List.of(), told("alert"));

        free.set(1_000_000L);
        await().atMost(PATIENCE).until(() -> !told("alert").isEmpty());
        pollAgain("stor.getUserStorage");
        assertEquals(List.of("space of vol1: 1000000 of 100000000000 bytes are free"), told("alert"));
        assertEquals(List.of(), told("all-clear"));

        free.set(60_000_000_000L);
        await().atMost(PATIENCE).until(() -> !told("all-clear").isEmpty());
        pollAgain("stor.getUserStorage");
        assertEquals(1, told("all-clear").size());
        assertEquals(1, told("alert").size());
    }

    @Test
    void aDiskAndANotification() {
        disk.set("failing");
        unread.set(2);

        await().atMost(PATIENCE).until(() -> told("alert").size() == 2);
        assertTrue(told("alert").stream().anyMatch(alert -> alert.startsWith("disk sda: ") && alert.contains("failing")), told("alert").toString());
        assertTrue(told("alert").contains("notifications: 2 are unread"), told("alert").toString());
    }

    @Test
    void aPushIsLookedAtAtOnce() throws Exception {
        main.getCamelContext().getRouteController().stopRoute("space");
        free.set(1L);

        nas.pushes().storageChanged();

        await().atMost(PATIENCE).until(() -> told("alert").equals(List.of("space of vol1: 1 of 100000000000 bytes are free")));
    }

    @Test
    void aNasThatIsAwayIsDownAndItsMetersTell() throws Exception {
        await().atMost(PATIENCE).until(() -> get("/observe/health").statusCode() == 200);

        nas.faults().stopListening();

        await().atMost(PATIENCE).until(() -> get("/observe/health").statusCode() == 503);
        assertTrue(get("/observe/metrics").body().lines().anyMatch(line -> line.startsWith("camel_fnos_ready{") && line.endsWith(" 0.0")));
        nas.faults().listenAgain();
        await().atMost(PATIENCE).until(() -> get("/observe/health").statusCode() == 200);
        assertTrue(get("/observe/metrics").body().lines().anyMatch(line -> line.startsWith("camel_fnos_reconnects_total{") && !line.endsWith(" 0.0")));
    }
}
