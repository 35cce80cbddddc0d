package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A stream of numbered pushes over a connection that is cut again and again. */
class PushCutsTest extends FnosTestSupport {

    private static final int CUTS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Arrival(int number, boolean gap, long sequence) {
    }

    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        checkHealthOf(context, "consumers");
        return context;
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setReconnectDelay(100);
        component.getConfiguration().setReconnectMaxDelay(100);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push?pushKinds=numbered").routeId("pushes").process(exchange -> arrivals.add(new Arrival(
                        (Integer) exchange.getMessage().getBody(Map.class).get("n"),
                        exchange.getMessage().getHeader("CamelFnosPushGap", Boolean.class),
                        exchange.getMessage().getHeader("CamelFnosPushSequence", Long.class))));
            }
        };
    }

    private HealthCheck.State health() {
        List<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().equals("consumer:pushes")).toList();
        assertEquals(1, results.size());
        return results.get(0).getState();
    }

    /** How long it takes the health to become so, in milliseconds, where the state of the world is so already. */
    private long millisUntil(HealthCheck.State state) {
        long begin = System.nanoTime();
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> health() == state);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private int resumes() {
        return nas.requestCount("user.authToken");
    }

    @Test
    void fiftyCutsLoseNothingUnsaidAndRepeatAndReorderNothing() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Thread stream = new Thread(() -> {
            while (!over.get()) {
                nas.push(Map.of("sysNotify", "numbered", "n", sent.incrementAndGet()));
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            }
        });
        assertEquals(HealthCheck.State.UP, health());
        stream.start();
        Random random = new Random(5);
        long slowestDown = 0;
        long slowestUp = 0;
        for (int cut = 0; cut < CUTS; cut++) {
            int before = arrivals.size();
            await().atMost(PATIENCE).until(() -> arrivals.size() > before + 10);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
            int resumesBefore = resumes();
            // Nobody gets in again until it is known whether the loss was seen.
            nas.faults().stopListening();
            slowestDown = Math.max(slowestDown, millisUntil(HealthCheck.State.DOWN));
            nas.faults().listenAgain();
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> resumes() > resumesBefore);
            slowestUp = Math.max(slowestUp, millisUntil(HealthCheck.State.UP));
        }
        int last = sent.get();
        await().atMost(PATIENCE).until(() -> arrivals.stream().anyMatch(arrival -> arrival.number() > last));
        over.set(true);
        stream.join();

        System.out.println("DOWN after " + slowestDown + " ms and UP after " + slowestUp + " ms at worst, " + arrivals.size() + " of " + sent
                           + " pushes arrived");
        assertTrue(slowestDown < 1_000, "DOWN only " + slowestDown + " ms after the cut");
        assertTrue(slowestUp < 1_000, "UP only " + slowestUp + " ms after the resume");
        Arrival before = new Arrival(0, false, 0);
        int gaps = 0;
        boolean first = true;
        for (Arrival arrival : arrivals) {
            assertTrue(arrival.number() > before.number(), before + " was followed by " + arrival);
            assertEquals(before.sequence() + 1, arrival.sequence());
            assertTrue(first || arrival.number() == before.number() + 1 || arrival.gap(), "nothing says that something is missing between "
                                                                                        + before + " and " + arrival);
            gaps += arrival.gap() ? 1 : 0;
            before = arrival;
            first = false;
        }
        assertEquals(CUTS, gaps);
        assertEquals(1, nas.openSockets());
        assertEquals(1, nas.passwordLogins());
    }
}
