package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Ten push consumers on one connection, some of them bad neighbours. */
class PushNeighboursTest extends FnosTestSupport {

    private static final List<String> FILTERS = List.of("*", "a", "b", "c", "a,b", "b,c", "*c", "a*,x");
    private static final int COUNT = 3_000;

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger thrown = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                for (int i = 0; i < 8; i++) {
                    from("fnos:push?pushKinds=" + FILTERS.get(i)).routeId("good" + i).to("mock:" + i);
                }
                from("fnos:push?pushKinds=b&exceptionHandler=#quiet").routeId("throwing").process(exchange -> {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("always");
                });
                from("fnos:push?pushKinds=c&bufferMemory=1KB").routeId("stuck").process(exchange -> {
                    stuck.incrementAndGet();
                    never.await();
                });
            }
        };
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withShutdownTimeout(1);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("quiet", new LoggingExceptionHandler(context, PushNeighboursTest.class,
                LoggingLevel.OFF));
        return context;
    }

    @Test
    void theOthersDoNotNotice() {
        List<String> kinds = List.of("a", "b", "c");
        nas.pushes().flood(COUNT, n -> "{\"sysNotify\":\"" + kinds.get((int) (n % 3)) + "\",\"n\":" + n + "}");

        for (int i = 0; i < 8; i++) {
            String filter = FILTERS.get(i).replace("*", "[a-z]*").replace(',', '|');
            List<Integer> wanted = IntStream.rangeClosed(1, COUNT).filter(n -> kinds.get(n % 3).matches(filter)).boxed().toList();
            MockEndpoint mock = getMockEndpoint("mock:" + i);
            await().atMost(Duration.ofSeconds(60)).until(() -> mock.getReceivedCounter() >= wanted.size());
            assertEquals(wanted, mock.getReceivedExchanges().stream().map(exchange -> exchange.getMessage().getBody(Map.class).get("n")).toList(),
                    FILTERS.get(i));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> thrown.get() == COUNT / 3);
        await().atMost(Duration.ofSeconds(60)).until(() -> stuck.get() == 1);
        assertEquals(COUNT / 3 - 1, ((FnosPushConsumer) context.getRoute("stuck").getConsumer()).pushes().size());
        assertEquals(1, nas.connections());
        assertEquals(0, context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next().counters().reconnects());
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
