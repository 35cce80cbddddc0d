package io.github.camelfnos.examples.naswatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelfnos.simulator.FnosSimulator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program against a simulated NAS. Each alert is one exchange of the route alert, which logs it as one WARN. */
class NasWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long GIGABYTE = 1L << 30;

    private static final SimulatedNas NAS = new SimulatedNas();
    private static final FnosSimulator SIMULATOR = NAS.simulator();
    private static final Main MAIN = new Main();
    private static final List<String> ALERTS = new CopyOnWriteArrayList<>();
    private static final List<String> ALL_CLEAR = new CopyOnWriteArrayList<>();
    private static final AtomicBoolean POST_IS_DOWN = new AtomicBoolean();

    @BeforeAll
    static void start() throws Exception {
        Map.of("fnos.host", SIMULATOR.host(), "fnos.port", SIMULATOR.port(), "fnos.username", "admin", "fnos.password", "admin",
                "fnos.requestTimeout", "1s", "fnos.reconnectDelay", "50ms", "fnos.reconnectMaxDelay", "100ms")
                .forEach((name, value) -> MAIN.addOverrideProperty("camel.component." + name, value.toString()));
        MAIN.addOverrideProperty("camel.management.port", "0");
        MAIN.addOverrideProperty("camel.main.autoStartup", "false");
        MAIN.addOverrideProperty("watch.every", "50ms");
        MAIN.start();
        record("alert", ALERTS);
        record("all-clear", ALL_CLEAR);
        context().getRouteController().startAllRoutes();
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
        NAS.close();
    }

    @BeforeEach
    void beWell() {
        NAS.beWell();
        SIMULATOR.faults().listenAgain();
        POST_IS_DOWN.set(false);
        awaitRounds(2);
        ALERTS.clear();
        ALL_CLEAR.clear();
    }

    @Test
    void tooLittleSpaceIsOneAlertAndItsEndOneAllClear() throws Exception {
        NAS.free(50 * GIGABYTE - 1);
        awaitRounds(4);
        assertEquals(List.of("space of vol1"), ALERTS);

        NAS.free(50 * GIGABYTE);
        awaitRounds(4);
        assertEquals(List.of("space of vol1"), ALL_CLEAR);
        assertEquals(1, ALERTS.size());
    }

    @Test
    void aBadAndAHotDiskAreAlertsOfTheirOwn() throws Exception {
        NAS.disk("sdb", false, 56);
        awaitRounds(3);
        assertEquals(List.of("health of sdb", "temperature of sdb"), ALERTS.stream().sorted().toList());

        NAS.disk("sdb", true, 55);
        awaitRounds(3);
        assertEquals(List.of("health of sdb", "temperature of sdb"), ALL_CLEAR.stream().sorted().toList());
    }

    @Test
    void aBadDiskThatSleepsIsNotWellAgain() throws Exception {
        NAS.disk("sdb", false, 60);
        await().atMost(PATIENCE).until(() -> ALERTS.containsAll(List.of("health of sdb", "temperature of sdb")));

        SIMULATOR.on("stor.diskSmart", request -> request.succeed(Map.of("diskStandby", 1)));
        SIMULATOR.on("appcgi.resmon.disk", request -> request.succeed(Map.of("disk", List.of(Map.of("name", "sdb")))));
        awaitRounds(3);

        assertEquals(2, ALERTS.size(), ALERTS.toString());
        assertEquals(List.of(), ALL_CLEAR);
    }

    @Test
    void aDiskThatIsGoneIsFoundAtOnceWhenTheNasSaysThatItsStorageHasChanged() throws Exception {
        context().getRouteController().stopRoute("interval");
        awaitIdle();

        NAS.pull("sda");
        SIMULATOR.pushes().storageChanged();
        await().atMost(PATIENCE).until(() -> ALERTS.equals(List.of("listing of disk sda")));

        NAS.disk("sda", true, 35);
        SIMULATOR.pushes().storageChanged();
        await().atMost(PATIENCE).until(() -> ALL_CLEAR.equals(List.of("listing of disk sda")));

        context().getRouteController().startRoute("interval");
    }

    @Test
    void eachRiseOfUnreadNotificationsIsAnAlert() throws Exception {
        NAS.unread(1);
        awaitRounds(3);
        assertEquals(1, ALERTS.size(), ALERTS.toString());
        NAS.unread(3);
        awaitRounds(3);
        assertEquals(List.of("unread notifications", "unread notifications"), ALERTS);
        NAS.unread(2);
        awaitRounds(3);
        assertEquals(2, ALERTS.size());
        NAS.unread(0);
        awaitRounds(3);
        assertEquals(List.of("unread notifications"), ALL_CLEAR);
    }

    @Test
    void aNasThatIsAwayIsOneAlertAndDownUntilItIsBack() throws Exception {
        await().atMost(PATIENCE).until(() -> get("/observe/health").statusCode() == 200);

        SIMULATOR.faults().stopListening();
        await().atMost(PATIENCE).until(() -> ALERTS.equals(List.of("NAS")));
        HttpResponse<String> health = get("/observe/health");
        assertEquals(503, health.statusCode());
        assertTrue(health.body().contains("\"consumer:pushes\",\"status\":\"DOWN\""), health.body());

        SIMULATOR.faults().listenAgain();
        await().atMost(PATIENCE).until(() -> ALL_CLEAR.equals(List.of("NAS")));
        await().atMost(PATIENCE).until(() -> get("/observe/health").statusCode() == 200);
        assertEquals(List.of("NAS"), ALERTS);
    }

    @Test
    void whatTheNasDoesNotAnswerIsAnAlertAndTheRestIsWatched() throws Exception {
        SIMULATOR.off("stor.listDisk");
        SIMULATOR.on("stor.getUserStorage", request -> request.succeed(Map.of("stor", List.of(Map.of("name", "vol1")))));
        NAS.unread(1);

        awaitRounds(3);

        assertEquals(List.of("disks", "unread notifications", "values of volume vol1"), ALERTS.stream().sorted().toList());
    }

    @Test
    void anAlertThatCannotBeHandedOverIsRaisedAgain() throws Exception {
        POST_IS_DOWN.set(true);
        NAS.free(GIGABYTE);

        awaitRounds(3);
        assertEquals(List.of(), ALERTS);
        POST_IS_DOWN.set(false);
        awaitRounds(3);

        assertEquals(List.of("space of vol1"), ALERTS);
    }

    @Test
    void theScrapeHasWhatWasMeasured() throws Exception {
        NAS.free(123_456);
        NAS.unread(7);
        NAS.disk("sdb", true, 41);
        awaitRounds(2);

        String scrape = get("/observe/metrics").body();

        for (String line : List.of("nas_space_free{volume=\"vol1\"} 123456.0", "nas_space_size{volume=\"vol1\"} 4.0E12",
                "nas_disk_temperature{disk=\"sdb\"} 41.0", "nas_notifications{state=\"unread\"} 7.0",
                "nas_alert{check=\"space of vol1\"} 1.0", "nas_alert{check=\"health of sda\"} 0.0")) {
            assertTrue(scrape.contains(line + "\n"), line + " is missing in " + scrape);
        }
        assertTrue(scrape.contains("camel_fnos_ready{"), scrape);
    }

    private static void record(String route, List<String> checks) throws Exception {
        AdviceWith.adviceWith(context(), route, advice -> advice.weaveAddFirst().process(exchange -> {
            if (POST_IS_DOWN.get()) {
                throw new IllegalStateException("The post is down");
            }
            checks.add(exchange.getVariable("check", String.class));
        }));
    }

    private static CamelContext context() {
        return MAIN.getCamelContext();
    }

    /** Waits for so many rounds from their beginning to their end. */
    private static void awaitRounds(int rounds) {
        int begun = SIMULATOR.requestCount("appcgi.sysinfo.getHostName");
        await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE)
                .until(() -> SIMULATOR.requestCount("appcgi.sysinfo.getHostName") > begun + rounds);
    }

    /** Waits until nothing is asked any more. */
    private static void awaitIdle() {
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> context().getInflightRepository().size() == 0);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        int port = context().hasService(VertxPlatformHttpServer.class).getPort();
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                BodyHandlers.ofString());
    }
}
