package io.github.camelfnos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.camelfnos.chaos.Census;
import io.github.camelfnos.chaos.ErrorLog;
import io.github.camelfnos.chaos.Line;
import io.github.camelfnos.chaos.LiveHeap;
import io.github.camelfnos.chaos.Load;
import io.github.camelfnos.chaos.Restarts;
import io.github.camelfnos.chaos.Storm;
import io.github.camelfnos.chaos.Tally;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Random faults under a load of mixed requests. {@code -Dchaos.seconds} says how long, {@code -Dchaos.seed} repeats the choices
 * of an earlier run.
 */
class ChaosTest {

    private static final String PASSWORD = "p&w%1+#";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOGGED_REQUESTS = 10_000;
    private static final long ENOUGH_HEAP = 2L << 20;
    private static final double ENOUGH_OF_HEAP = 0.10;
    private static final long STOP_MILLIS = 2_000;

    private final long seconds = Long.getLong("chaos.seconds", 60);
    private final long seed = Long.getLong("chaos.seed", new Random().nextInt());
    private final Random random = new Random(seed);
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD).withFrameSize(10));
    private final FaultProxy proxy = FaultProxy.start(nas.host(), nas.port());
    private final CamelContext context = new DefaultCamelContext();
    private final Tally outcomes = new Tally();
    private final Tally faults = new Tally();
    private final Tally restarts = new Tally();
    private final Census census = new Census();
    private final Tally errors = new Tally();
    private final ErrorLog errorLog = new ErrorLog(errors);
    private final Storm storm = new Storm(proxy, nas, seed, faults);

    @AfterEach
    void stop() {
        context.stop();
        proxy.close();
        nas.close();
        errorLog.close();
    }

    @Test
    void everyExchangeEndsOnceAndRightAndNothingIsLeft() throws Exception {
        List<Line> lines = startContext();
        long[] heap = new long[2];
        long began = System.nanoTime();
        Load load = new Load(lines, storm, outcomes);
        try (load; storm; Restarts restarting = restarts(lines)) {
            start(load);
            restarting.start();
            watch(began, seconds / 4.0);
            storm.whileCalm(() -> {
                await("a full log of the simulator").atMost(PATIENCE).until(() -> nas.requests().size() >= LOGGED_REQUESTS);
                load.pause();
                heap[0] = LiveHeap.measure();
                load.goOn();
            });
            watch(began, seconds);
        }
        double took = (System.nanoTime() - began) / 1e9;
        load.pause();
        heap[1] = LiveHeap.measure();

        await("all connections").atMost(PATIENCE).until(() -> connections().stream().allMatch(c -> c.state() == ConnectionState.READY));
        census.observe(connections());
        assertEquals(3, connections().size());
        for (Line line : lines) {
            assertAnswered(line.uri());
        }
        for (FnosConnection connection : connections()) {
            assertEquals(0, connection.inFlight() + connection.waiting(), connection::toString);
        }
        long stopMillis = stopContext();
        long justified = 1 + storm.forgettingFaults() + nas.connections() - census.reconnects();
        System.out.println(report(load, took, heap, stopMillis, justified));

        assertNoViolation();
        assertAllEndedOnce(load);
        assertTrue(outcomes.of("answer") > load.sent() / 4, "too few answers to mean anything");
        assertTrue(nas.passwordLogins() <= justified, nas.passwordLogins() + " logins by password, " + justified + " justified");
        assertTrue(Math.abs(heap[1] - heap[0]) < Math.max(ENOUGH_HEAP, ENOUGH_OF_HEAP * heap[0]),
                "the live heap was " + heap[0] + " and became " + heap[1]);
        assertTrue(stopMillis < STOP_MILLIS, "the context stopped in " + stopMillis + " ms");
        assertNothingIsLeft();
        System.out.println("chaos: no thread and no socket is left");
    }

    @RepeatedTest(2)
    void aComponentThatStopsInTheStormEndsEveryExchange() throws Exception {
        Load load = new Load(startContext(), storm, outcomes);
        try (load; storm) {
            start(load);
            watch(System.nanoTime(), 0.5 + 2 * random.nextDouble());
            context.getComponent("fnos").stop();
            load.pause();
        }

        assertNoViolation();
        assertAllEndedOnce(load);
        assertNothingIsLeft();
    }

    private List<Line> startContext() throws Exception {
        System.out.println("chaos: repeat with -Dchaos.seed=" + seed);
        context.addRoutes(routes());
        configure(context.getComponent("fnos", FnosComponent.class).getConfiguration());
        context.start();
        return List.of(new Line(context, "direct:echo", "test.echo"), new Line(context, "direct:list", "file.ls"),
                new Line(context, "direct:large", "test.large"), new Line(context, "direct:own", "test.echo"),
                new Line(context, "fnos:test.echo?connectionId=loose&lingerTimeout=0&answerIdleTimeout=60s", "test.echo"));
    }

    private void start(Load load) {
        load.teach(nas);
        // From now on the shared connection knows that its NAS ends its answers, and never takes silence for an end.
        assertAnswered("direct:list");
        load.start(seed);
        storm.start();
    }

    private Restarts restarts(List<Line> lines) {
        AsyncProducer loose = lines.get(4).producer();
        return new Restarts(List.of(restartOf("list", lines.get(1)), restartOf("own", lines.get(3)), () -> {
            // With all that is in flight on it.
            census.observe(connections());
            loose.stop();
            loose.start();
            return "loose";
        }), seed, restarts);
    }

    private void configure(FnosConfiguration configuration) {
        configuration.setHost(proxy.host());
        configuration.setPort(proxy.port());
        configuration.setUsername("admin");
        configuration.setPassword(PASSWORD);
        configuration.setConnectTimeout(2_000);
        configuration.setRequestTimeout(3_000);
        configuration.setAnswerIdleTimeout(1_000);
        configuration.setHeartbeatInterval(500);
        configuration.setReconnectDelay(50);
        configuration.setReconnectMaxDelay(500);
        configuration.setLingerTimeout(200);
        configuration.setMaxInFlight(16);
        configuration.setMaxFrameSize(8 << 20);
        configuration.setStartupFailure(StartupFailure.reconnect);
    }

    private static RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).logExhausted(false);
                from("direct:echo").routeId("echo").to("fnos:test.echo");
                from("direct:list").routeId("list").to("fnos:file.ls");
                from("direct:large").routeId("large").to("fnos:test.large");
                from("direct:own").routeId("own").to("fnos:test.echo?connectionId=own&answerIdleTimeout=60s");
            }
        };
    }

    private Callable<String> restartOf(String route, Line line) {
        return () -> line.whileShut(() -> {
            census.observe(connections());
            context.getRouteController().stopRoute(route, PATIENCE.toSeconds(), TimeUnit.SECONDS);
            context.getRouteController().startRoute(route);
            return route;
        });
    }

    private List<FnosConnection> connections() {
        return context.getComponent("fnos", FnosComponent.class).connections().connections();
    }

    /** Waits until so many seconds have passed since then, or something went wrong. */
    private void watch(long began, double until) {
        await().atMost(Duration.ofSeconds(seconds).plus(PATIENCE)).pollInterval(Duration.ofMillis(100)).until(() -> {
            census.observe(connections());
            return System.nanoTime() - began >= until * 1e9 || isViolated();
        });
        assertNoViolation();
    }

    private void assertAnswered(String uri) {
        Map<String, Object> parameters = Map.of("path", "vol1/1000", "nonce", "none");
        try (ProducerTemplate template = context.createProducerTemplate()) {
            Exchange exchange = template.request(uri, asked -> asked.getMessage().setHeader(FnosConstants.PARAMETERS, parameters));
            assertNull(exchange.getException(), uri);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isViolated() {
        return Stream.of(outcomes, faults, restarts, errors).anyMatch(tally -> !tally.violations().isEmpty());
    }

    private void assertNoViolation() {
        List<Throwable> violations = Stream.of(outcomes, faults, restarts, errors).flatMap(tally -> tally.violations().stream()).toList();
        if (!violations.isEmpty()) {
            AssertionError error = new AssertionError(violations.size() + " violations or more with -Dchaos.seed=" + seed);
            violations.forEach(error::addSuppressed);
            throw error;
        }
    }

    private void assertAllEndedOnce(Load load) {
        assertEquals(load.sent(), load.ended(), "each exchange ends once");
        assertEquals(load.sent(), outcomes.sum(), "each exchange ends as it may");
    }

    private void assertNothingIsLeft() {
        await("no thread").atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), ourThreads()));
        await("no socket").atMost(PATIENCE).until(() -> nas.openSockets() == 0 && proxy.open() == 0);
    }

    private long stopContext() {
        long began = System.nanoTime();
        context.stop();
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threadsBefore.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.contains("FnosTimer") || name.contains("FnosWorker") || name.contains("WebSocket"))
                .toList();
    }

    private String report(Load load, double took, long[] heap, long stopMillis, long justified) {
        return String.format(Locale.ROOT, """
                chaos: seed %d, %.0f s, of which calm %.0f s
                chaos: exchanges %d (%.0f/s): %s
                chaos: faults %d: %s
                chaos: restarts %s; connections %d, made again %d times, over %d sockets
                chaos: password logins %d (justified %d)
                chaos: live heap at 25 %%: %.2f MB, at 100 %%: %.2f MB
                chaos: stopped in %d ms""",
                seed, took, storm.calmSeconds(), load.sent(), load.sent() / took, outcomes, faults.sum(), faults, restarts,
                census.connections(), census.reconnects(), nas.connections(), nas.passwordLogins(), justified,
                heap[0] / 1e6, heap[1] / 1e6, stopMillis);
    }
}
