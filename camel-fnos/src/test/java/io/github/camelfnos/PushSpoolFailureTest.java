package io.github.camelfnos;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.client.PushSubscription;
import io.github.camelfnos.simulator.FnosSimulator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A spool that is full, gone, or on a full disk is an error of its consumer, and of nobody else. */
class PushSpoolFailureTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    private final CountDownLatch go = new CountDownLatch(1);

    private void route(String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(FnosPushLossException.class).handled(true).to("mock:losses");
                from("fnos:push?pushKinds=numbered&bridgeErrorHandler=true&" + options).routeId("pushes").process(exchange -> go.await())
                    .to("mock:pushes");
                from("fnos:push?pushKinds=numbered").to("mock:neighbour");
            }
        });
    }

    private void push(int from, int to) {
        for (int n = from; n < to; n++) {
            nas.push(Map.of("sysNotify", "numbered", "n", n));
        }
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:neighbour").getReceivedCounter() == to);
    }

    /** One push that the slow route has in hand, so that all others wait. */
    private void pushFirst() {
        push(0, 1);
        await().atMost(PATIENCE).until(() -> context.getInflightRepository().size("pushes") == 1);
    }

    private HealthCheck.Result health() {
        return ((FnosPushConsumer) context.getRoute("pushes").getConsumer()).getHealthCheck().callReadiness();
    }

    private void assertOneLossAndThenAGap() {
        HealthCheck.Result down = health();
        assertEquals(HealthCheck.State.DOWN, down.getState());
        assertTrue(down.getMessage().orElseThrow().contains("pushes for route 'pushes' were lost"), down.getMessage().orElseThrow());
        MockEndpoint losses = getMockEndpoint("mock:losses");
        assertEquals(0, losses.getReceivedCounter(), "the exchange before is not done");

        go.countDown();

        await().atMost(PATIENCE).until(() -> losses.getReceivedCounter() == 1);
        await().atMost(PATIENCE).until(() -> health().getState() == HealthCheck.State.UP);
        MockEndpoint pushes = getMockEndpoint("mock:pushes");
        int before = pushes.getReceivedCounter();
        push(1_000, 1_001);
        await().atMost(PATIENCE).until(() -> pushes.getReceivedExchanges().stream()
                .anyMatch(exchange -> exchange.getMessage().getBody(Map.class).get("n").equals(1_000)));
        assertEquals(1, pushes.getReceivedExchanges().stream().filter(exchange -> exchange.getMessage().getHeader("CamelFnosPushGap", Boolean.class))
                .count());
        assertTrue(before >= 1);
        FnosPushLossException loss = losses.getReceivedExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, FnosPushLossException.class);
        assertEquals(1_001, loss.getCount() + pushes.getReceivedCounter());
        assertEquals(1, nas.connections());
    }

    @Test
    void aFullSpoolIsReportedOnceAndTheRouteGoesOnWithAGap() throws Exception {
        route("bufferMemory=1KB&spoolLimit=40KB&spoolDirectory=" + temporary);

        pushFirst();
        push(1, 1_000);

        assertOneLossAndThenAGap();
    }

    @Test
    void aSpoolFolderThatGoesAwayIsReportedOnceAndTheRouteGoesOnWithAGap() throws Exception {
        Path spool = Files.createDirectory(temporary.resolve("spool"));
        // One burst that goes into the memory but for its last, and can no more.
        route("bufferMemory=100KB&spoolDirectory=" + spool);
        Files.delete(spool);
        PushSubscription pushes = ((FnosPushConsumer) context.getRoute("pushes").getConsumer()).pushes();

        pushFirst();
        push(1, 1_000);
        int n = 1_000;
        while (pushes.loss() == null) {
            push(n, n + 50);
            n += 50;
        }

        HealthCheck.Result down = health();
        assertEquals(HealthCheck.State.DOWN, down.getState());
        go.countDown();
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:losses").getReceivedCounter() == 1);
        String message = getMockEndpoint("mock:losses").getReceivedExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                .getMessage();
        assertTrue(message.contains(" pushes for route 'pushes' were lost: they could not be spooled to " + spool), message);
        push(n, n + 1);
        await().atMost(PATIENCE).until(() -> health().getState() == HealthCheck.State.UP);
        assertEquals(1, nas.connections());
    }

    @Test
    void aFullDiskIsAnErrorOfItsConsumerAlone() throws Exception {
        int count = 2_000;
        try (FnosSimulator other = FnosSimulator.start()) {
            List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "bash"));
            command.addAll(JavaProcess.command(List.of("-XX:-UsePerfData"), FullDiskRoute.class, String.valueOf(other.port()), temporary.toString(),
                    String.valueOf(count)));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> printed = new ArrayList<>();
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    printed.add(line);
                    if (line.equals("READY")) {
                        other.pushes().flood(count, n -> "{\"sysNotify\":\"numbered\",\"n\":" + n + ",\"pad\":\"" + "x".repeat(100) + "\"}");
                    }
                }
            } finally {
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            }

            List<String> losses = printed.stream().filter(line -> line.startsWith("LOSS")).toList();
            assertEquals(1, losses.size(), printed.toString());
            assertTrue(losses.get(0).contains("pushes for route 'slow' were lost: they could not be spooled to " + temporary + ": "), losses.get(0));
            assertTrue(printed.contains("NEIGHBOUR " + count), printed.toString());
            assertFalse(printed.stream().anyMatch(line -> line.startsWith("WRONG")), printed.toString());
            assertEquals(1, other.connections());
        }
    }
}
