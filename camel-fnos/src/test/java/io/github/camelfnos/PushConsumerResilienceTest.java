package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.PushSubscription;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever a route does, and however Camel stops and starts it, its consumer goes on, and one push comes after the other. */
class PushConsumerResilienceTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Object> seen = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        // Exchanges are reused as soon as they are released, so that whoever looks at one too late sees another.
        context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        return context;
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setLingerTimeout(100);
    }

    @Override
    void routes(Consumer<RouteBuilder> body) throws Exception {
        super.routes(builder -> {
            builder.errorHandler(builder.noErrorHandler());
            body.accept(builder);
        });
    }

    private void push(int from, int to) {
        for (int n = from; n <= to; n++) {
            nas.push(Map.of("sysNotify", "numbered", "n", n));
        }
    }

    private static Object number(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class).get("n");
    }

    private void awaitSeen(Object... numbers) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(numbers), seen));
    }

    private PushSubscription pushes() {
        return ((FnosPushConsumer) context.getRoute("pushes").getConsumer()).pushes();
    }

    private FnosConnection connection() {
        return context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next();
    }

    private void bind(Consumer<Throwable> handler) {
        context.getRegistry().bind("handler", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handler.accept(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handler.accept(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                handler.accept(exception);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "log:at-once", "fnos:user.info" })
    void anErrorOfAStepIsHandledAndTheNextPushComes(String before) throws Exception {
        List<Throwable> handled = new CopyOnWriteArrayList<>();
        bind(handled::add);
        routes(builder -> builder.from("fnos:push?exceptionHandler=#handler").routeId("pushes")
                .process(exchange -> exchange.setProperty("n", number(exchange))).to(before).process(exchange -> {
                    if (exchange.getProperty("n").equals(1)) {
                        throw new StackOverflowError("too deep");
                    }
                    seen.add(exchange.getProperty("n"));
                }));

        push(1, 3);

        awaitSeen(2, 3);
        assertEquals(1, handled.size());
        assertInstanceOf(StackOverflowError.class, handled.get(0).getCause());
        await().atMost(PATIENCE).until(() -> context.getInflightRepository().size("pushes") == 0);
        assertEquals(0, context.getInflightRepository().size());
    }

    @Test
    void everyFailedExchangeReachesTheHandlerWithPooledExchangesToo() throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        bind(failure -> handled.add(failure.getMessage()));
        routes(builder -> builder.from("fnos:push?exceptionHandler=#handler").process(exchange -> {
            throw new IllegalStateException("failed " + number(exchange));
        }));

        push(1, 3);

        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of("failed 1", "failed 2", "failed 3"), handled));
    }

    @Test
    void aHandlerThatFailsItselfEndsNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        bind(failure -> {
            throw new IllegalStateException("the handler fails");
        });
        routes(builder -> builder.from("fnos:push?exceptionHandler=#handler&bufferMemory=1&spoolLimit=60").routeId("pushes").process(exchange -> {
            seen.add(number(exchange));
            go.await();
        }));
        push(1, 1);
        awaitSeen(1);
        push(2, 9);
        await().atMost(PATIENCE).until(() -> pushes().loss() != null);
        go.countDown();

        await().atMost(PATIENCE).until(() -> pushes().loss() == null && pushes().size() == 0);
        push(10, 10);

        await().atMost(PATIENCE).until(() -> seen.contains(10));
    }

    @Test
    void aRouteThatInterruptsItsThreadIsNotOvertaken() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        routes(builder -> builder.from("fnos:push").process(exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            exchange.setProperty("n", number(exchange));
            Thread.currentThread().interrupt();
        }).delay(50).asyncDelayed().end().to("fnos:user.info").process(exchange -> {
            inside.decrementAndGet();
            seen.add(exchange.getProperty("n"));
        }));

        push(1, 5);

        awaitSeen(1, 2, 3, 4, 5);
        assertEquals(1, most.get());
    }

    @Test
    void bridgedFailuresGoToTheErrorHandlerOfTheRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).process(exchange -> seen.add("handled " + exchange.getProperty("n"))).to("mock:handled");
                from("fnos:push?bridgeErrorHandler=true").process(exchange -> {
                    exchange.setProperty("n", number(exchange));
                    throw new IllegalStateException("always");
                });
            }
        });

        push(1, 2);

        awaitSeen("handled 1", "handled 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void whatIsSuspendedCanBeStartedAndLeavesNothingBehind(boolean poll) throws Exception {
        String uri = poll ? "fnos:user.info?initialDelay=0&delay=20" : "fnos:push";
        routes(builder -> builder.from(uri).routeId("pushes").process(exchange -> seen.add(poll ? "polled" : number(exchange))));
        push(1, 1);
        await().atMost(PATIENCE).until(() -> seen.contains(poll ? "polled" : 1));

        context.suspend();
        push(2, 3);
        await().atMost(PATIENCE).until(() -> poll || pushes().size() == 2);
        int before = seen.size();
        context.start();
        push(4, 4);

        await().atMost(PATIENCE).until(() -> poll ? seen.size() > before : seen.equals(List.of(1, 2, 3, 4)));
        assertEquals(poll ? 0 : 1, connection().subscriptions().size());
        context.getRouteController().stopRoute("pushes");
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 0);
        OurThreads.awaitNone("FnosPush");
    }

    @ParameterizedTest
    @ValueSource(ints = { 100, 3_000 })
    void aStopThatCamelAbandonsLosesNothing(int millisOfTheFirst) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        routes(builder -> builder.from("fnos:push").routeId("pushes").process(exchange -> {
            never.await(number(exchange).equals(1) ? millisOfTheFirst : 50, TimeUnit.MILLISECONDS);
            seen.add(number(exchange));
        }));
        push(1, 40);
        await().atMost(PATIENCE).until(() -> pushes().size() + seen.size() >= 39);

        try (CapturedLog log = new CapturedLog()) {
            assertFalse(context.getRouteController().stopRoute("pushes", 1, TimeUnit.SECONDS, true));
            push(41, 45);

            await().atMost(PATIENCE).until(() -> seen.size() == 45);
            assertEquals(IntStream.rangeClosed(1, 45).boxed().toList(), seen);
            assertEquals(List.of(), log.messages(Level.WARN));
        }
        assertEquals(1, connection().subscriptions().size());
        push(46, 46);
        await().atMost(PATIENCE).until(() -> seen.contains(46));
    }

    @Test
    void aRouteThatStopsTakesNothingInAnyMore() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        routes(builder -> builder.from("fnos:push").routeId("pushes").process(exchange -> {
            go.await();
            seen.add(number(exchange));
        }));
        push(1, 3);
        await().atMost(PATIENCE).until(() -> pushes().size() == 2);
        PushSubscription pushes = pushes();
        Thread stopping = new Thread(() -> {
            try (CapturedLog log = new CapturedLog()) {
                context.getRouteController().stopRoute("pushes");
                seen.addAll(log.messages(Level.WARN));
            } catch (Exception e) {
                seen.add(e);
            }
        });
        stopping.start();
        await().atMost(PATIENCE).until(() -> pushes.pending() == 1);
        push(4, 5);
        await().atMost(PATIENCE).until(() -> pushes.size() == 4);

        go.countDown();
        stopping.join(PATIENCE.toMillis());

        assertEquals(List.of(1, 2, 3), seen);
    }

    @Test
    void afterKickedTheHealthSaysWhy() throws Exception {
        routes(builder -> builder.from("fnos:push").routeId("pushes").to("mock:pushes"));
        MockEndpoint mock = getMockEndpoint("mock:pushes");

        nas.faults().kick();

        await().atMost(PATIENCE).until(() -> mock.getReceivedCounter() == 1);
        assertNull(mock.getReceivedExchanges().get(0).getException());
        await().atMost(PATIENCE).until(() -> ((FnosPushConsumer) context.getRoute("pushes").getConsumer()).getHealthCheck().callReadiness()
                .getMessage().orElse("").contains("has thrown admin out (kicked)"));
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
