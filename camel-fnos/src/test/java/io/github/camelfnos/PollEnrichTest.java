package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code poll} and {@code pollEnrich} ask the NAS at that moment, and take the next push. */
class PollEnrichTest extends FnosTestSupport {

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich").pollEnrich("fnos:counted?param.x=1");
                from("direct:split").pollEnrich("fnos:file.ls?param.path=vol1/1000&splitEntries=true&changedOnly=true");
                from("direct:poll").poll("fnos:counted?param.x=1");
                from("direct:missing").pollEnrich("fnos:file.ls?param.path=vol1/1000/missing");
                from("direct:capped").pollEnrich("fnos:never", 200);
                from("direct:counted-in-time").pollEnrich("fnos:counted", 1000);
                from("direct:trickle").pollEnrich("fnos:trickle", 500);
                from("direct:push").pollEnrich("fnos:push?pushKinds=numbered", 20_000);
                from("direct:no-push").pollEnrich("fnos:push?pushKinds=other", 50);
            }
        };
    }

    @BeforeEach
    void answer() {
        nas.on("counted", request -> request.succeed(Map.of("n", asked.incrementAndGet(), "files", List.of(Map.of("name", "a")))));
        nas.on("never", request -> {
        });
    }

    @Test
    void tenCallsAreTenRequestsAndTenFreshAnswers() {
        for (String route : List.of("direct:enrich", "direct:poll")) {
            int before = asked.get();
            List<Object> answers = IntStream.range(0, 10).mapToObj(n -> {
                Exchange exchange = send(route, null);
                assertNull(exchange.getException());
                assertEquals("counted", exchange.getMessage().getHeader("CamelFnosAnsweredOperation"));
                return exchange.getMessage().getBody(FnosResponse.class).get("n");
            }).toList();

            assertEquals(IntStream.rangeClosed(before + 1, before + 10).boxed().toList(), answers);
        }
        assertEquals(20, asked.get());
        assertEquals(Map.of("x", 1), received("counted").get(0).parameters());
    }

    @Test
    void theAnswerComesWholeEachTime() {
        nas.files().file("vol1/1000/a", 1, 1_700_000_000L);
        nas.files().file("vol1/1000/b", 1, 1_700_000_000L);

        for (int n = 0; n < 2; n++) {
            FnosResponse answer = assertInstanceOf(FnosResponse.class, send("direct:split", null).getMessage().getBody());
            assertEquals(2, ((List<?>) answer.get("files")).size());
        }
    }

    @Test
    void anErrorComesAtOnceAsItsException() {
        long begin = System.nanoTime();

        FnosNotFoundException failure = failure(send("direct:missing", null), FnosNotFoundException.class);

        assertEquals(4100, failure.getErrno());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos(), "requestTimeout is 30 s");
        RuntimeCamelException thrown = assertThrows(RuntimeCamelException.class,
                () -> context.createConsumerTemplate().receive("fnos:file.ls?param.path=vol1/1000/missing"));
        assertInstanceOf(FnosNotFoundException.class, thrown.getCause());
    }

    @Test
    void aTimeoutCapsTheWholeRequest() {
        assertEquals(200, failure(send("direct:capped", null), ExchangeTimedOutException.class).getTimeout());

        nas.on("trickle", request -> context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "trickle")
                .scheduleWithFixedDelay(() -> request.reply(Map.of("files", List.of(Map.of("name", "a")))), 0, 50, TimeUnit.MILLISECONDS));
        ExchangeTimedOutException failure = failure(send("direct:trickle", null), ExchangeTimedOutException.class);

        assertTrue(failure.getMessage().contains("the answer to trickle was not complete within 500 ms"), failure.getMessage());
        await().until(() -> context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next().inFlight() == 0);
    }

    @Test
    void theNextPushIsTakenAndThoseInBetweenWait() {
        assertNull(send("direct:no-push", "before").getMessage().getBody(), "nothing came within 50 ms");
        Thread pushing = new Thread(() -> await().until(() -> {
            nas.push(Map.of("sysNotify", "numbered", "n", 0));
            return asked.get() > 0;
        }));
        pushing.start();
        Exchange first = send("direct:push", null);
        asked.incrementAndGet();

        assertEquals("numbered", first.getMessage().getHeader("CamelFnosPushKind"));
        assertEquals(1L, first.getMessage().getHeader("CamelFnosPushSequence"));
        nas.push(Map.of("sysNotify", "numbered", "n", 0));
        nas.push(Map.of("sysNotify", "numbered", "n", 0));
        assertEquals(2L, send("direct:push", null).getMessage().getHeader("CamelFnosPushSequence"));
        assertEquals(3L, send("direct:push", null).getMessage().getHeader("CamelFnosPushSequence"));
    }

    @Test
    void aNasThatIsAwayIsAFailureOfTheRequest() {
        nas.faults().stopListening();

        FnosConnectionException failure = failure(send("direct:enrich", null), FnosConnectionException.class);

        assertTrue(failure.getMessage().contains("cannot be reached"), failure.getMessage());
    }

    @Test
    void theReasonOfAnOutageIsNoTimeoutOfTheAnswer() {
        assertNull(send("direct:counted-in-time", null).getException());
        nas.faults().stopListening();
        FnosConnection connection = context.getComponent("fnos", FnosComponent.class).connections().connections().get(0);
        await().until(() -> connection.state() != ConnectionState.READY);

        for (int n = 0; n < 3; n++) {
            FnosConnectionException failure = failure(send("direct:counted-in-time", null), FnosConnectionException.class);
            assertFalse(failure.isRequestSent());
        }
    }

    @Test
    void pushesThatNobodyTookAreToldWhenTheContextStops() {
        try (CapturedLog log = new CapturedLog()) {
            assertNull(send("direct:no-push", null).getMessage().getBody());
            nas.push(Map.of("sysNotify", "other", "n", 1));
            nas.push(Map.of("sysNotify", "other", "n", 2));
            var pushes = context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next().subscriptions().get(0);
            await().until(() -> pushes.size() == 2);

            context.stop();

            assertEquals(List.of("The push consumer of pollEnrich is stopped with 2 pushes that nobody has taken; they are lost"),
                    log.messages(Level.WARN));
        }
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setRequestTimeout(3_000);
        component.getConfiguration().setReconnectDelay(50);
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
