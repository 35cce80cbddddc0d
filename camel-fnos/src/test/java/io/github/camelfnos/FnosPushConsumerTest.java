package io.github.camelfnos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.camelfnos.client.PushSubscription;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What a route sees of the pushes of a NAS, and how it is suspended, stopped and failed. */
class FnosPushConsumerTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setReconnectDelay(50);
        component.getConfiguration().setReconnectMaxDelay(200);
    }

    private MockEndpoint mock() {
        return getMockEndpoint("mock:pushes");
    }

    private List<Message> arrived(int count) {
        await().atMost(PATIENCE).until(() -> mock().getReceivedCounter() >= count);
        assertEquals(count, mock().getReceivedCounter());
        return mock().getReceivedExchanges().stream().map(Exchange::getMessage).toList();
    }

    private PushSubscription pushes(String route) {
        return ((FnosPushConsumer) context.getRoute(route).getConsumer()).pushes();
    }

    private void push(int number) {
        nas.push(Map.of("sysNotify", "numbered", "n", number));
    }

    private static List<Object> numbers(List<Message> messages) {
        return messages.stream().map(message -> message.getBody(FnosResponse.class).get("n")).toList();
    }

    @Test
    void everyFrameThatAnswersNoRequestArrivesWhole() throws Exception {
        routes(builder -> builder.from("fnos:push").to("mock:pushes"));

        nas.pushes().storageChanged();
        nas.pushes().privilegeChanged(true);
        nas.pushes().taskInfo("0000000000000000000000000001", Map.of("percent", 40));
        nas.pushes().unknownKind("weatherChanged");
        nas.pushes().unknownReqid();
        nas.pushes().withoutKind();

        List<Message> messages = arrived(6);
        assertEquals(List.of("{\"sysNotify\":\"storageChanged\"}", "{\"sysNotify\":\"privilegeChanged\",\"privilege\":\"1\"}",
                "{\"sysNotify\":\"taskInfo\",\"taskInfo\":{\"reqid\":\"0000000000000000000000000001\",\"percent\":40}}",
                "{\"sysNotify\":\"weatherChanged\",\"value\":1}",
                "{\"req\":\"file.watch\",\"reqid\":\"0000000000000000000000000000\",\"path\":\"vol1/1000\"}", "{\"value\":1}"),
                messages.stream().map(message -> message.getBody(String.class)).toList());
        List<Object> kinds = new ArrayList<>();
        messages.forEach(message -> kinds.add(message.getHeader("CamelFnosPushKind")));
        assertEquals(Arrays.asList("storageChanged", "privilegeChanged", "taskInfo", "weatherChanged", null, null), kinds);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), messages.stream().map(message -> message.getHeader("CamelFnosPushSequence")).toList());
        messages.forEach(message -> {
            assertEquals(false, message.getHeader("CamelFnosPushGap"));
            assertEquals("push", message.getHeader("CamelFnosAnsweredOperation"));
            assertNull(message.getHeader("CamelFnosConnectionEvent"));
            assertInstanceOf(FnosResponse.class, message.getBody());
        });
        assertEquals(1, nas.openSockets());
    }

    @Test
    void aLateFrameOfARequestIsNoPushButNewsOfItsTaskAre() throws Exception {
        routes(builder -> builder.from("fnos:push").to("mock:pushes"));
        nas.on("file.cp", request -> {
            request.startTask("t-1");
            request.progress(Map.of("percent", 40));
            request.succeed(Map.of());
            request.progress(Map.of("percent", 100));
            request.reply(Map.of("sysNotify", "taskInfo", "taskInfo", Map.of("reqid", request.reqid())));
        });

        assertEquals("t-1", send("fnos:file.cp", null).getMessage().getHeader("CamelFnosTaskId"));

        assertEquals(List.of("progress", "taskInfo"), arrived(2).stream().map(message -> message.getHeader("CamelFnosPushKind")).toList(),
                "the frame of 100 % came too late");
    }

    @Test
    void takesTheKindsThatItIsToldTo() throws Exception {
        routes(builder -> {
            builder.from("fnos:push?pushKinds=storageChanged, task*").to("mock:pushes");
            builder.from("fnos:push?pushKinds=*Changed").to("mock:changed");
            builder.from("fnos:push?pushKinds=*").to("mock:all");
        });

        nas.pushes().unknownKind("tasksAndMore");
        nas.pushes().unknownKind("storageChangedNot");
        nas.pushes().unknownKind("a.task");
        nas.pushes().withoutKind();
        nas.pushes().privilegeChanged(false);
        nas.pushes().storageChanged();

        List<Message> messages = arrived(2);
        assertEquals(List.of("tasksAndMore", "storageChanged"), messages.stream().map(message -> message.getHeader("CamelFnosPushKind")).toList());
        assertEquals(2L, messages.get(1).getHeader("CamelFnosPushSequence"), "counts what this consumer takes");
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:changed").getReceivedCounter() == 2);
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:all").getReceivedCounter() == 6);
    }

    @Test
    void tellsOfTheConnectionAndOfTheGap() throws Exception {
        routes(builder -> builder.from("fnos:push?connectionEvents=true").to("mock:pushes"));
        arrived(1);
        push(1);
        arrived(2);

        nas.faults().cutAll();
        arrived(4);
        push(2);
        push(3);

        List<Message> messages = arrived(6);
        List<Object> events = new ArrayList<>();
        List<Object> gaps = new ArrayList<>();
        messages.forEach(message -> {
            events.add(message.getHeader("CamelFnosConnectionEvent"));
            gaps.add(message.getHeader("CamelFnosPushGap"));
        });
        assertEquals(Arrays.asList("connected", null, "disconnected", "connected", null, null), events);
        assertEquals(Arrays.asList(null, false, null, null, true, false), gaps);
        assertNull(messages.get(0).getBody());
        assertNull(messages.get(0).getHeader("CamelFnosPushKind"));
    }

    @Test
    void whoComesToAReadyConnectionHearsThatItIs() throws Exception {
        assertNull(send("fnos:user.info", null).getException());

        routes(builder -> builder.from("fnos:push?connectionEvents=true").to("mock:pushes"));

        assertEquals("connected", arrived(1).get(0).getHeader("CamelFnosConnectionEvent"));
    }

    @Test
    void pushesComeAgainAfterEveryKindOfResumeAndSayThatThereWasAGap() throws Exception {
        routes(builder -> builder.from("fnos:push?pushKinds=numbered").routeId("pushes").to("mock:pushes"));
        push(0);
        arrived(1);
        List<Runnable> losses = List.of(() -> nas.faults().cutAll(), () -> nas.faults().reboot(true), () -> nas.faults().reboot(false),
                () -> nas.faults().pushTokenExpired());

        int number = 0;
        for (Runnable loss : losses) {
            int socketsBefore = nas.requestCount("user.authToken") + nas.requestCount("user.tokenLogin") + nas.passwordLogins();
            loss.run();
            await().atMost(PATIENCE).until(() -> nas.requestCount("user.authToken") + nas.requestCount("user.tokenLogin")
                    + nas.passwordLogins() > socketsBefore);
            int n = ++number;
            // The NAS pushes to those who are there; whoever comes later has missed it.
            await().atMost(PATIENCE).until(() -> {
                push(n);
                return mock().getReceivedExchanges().stream().anyMatch(exchange -> exchange.getMessage().getBody(Map.class).get("n").equals(n));
            });
            Message first = mock().getReceivedExchanges().stream().map(Exchange::getMessage)
                    .filter(message -> message.getBody(Map.class).get("n").equals(n)).findFirst().orElseThrow();
            assertEquals(true, first.getHeader("CamelFnosPushGap"), "after loss " + n);
        }
    }

    @Test
    void aSecondTokenExpiredRightAfterARenewalDoesNotLeaveItDeadAndSilent() throws Exception {
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setReconnectDelay(500);
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setReconnectMaxDelay(500);
        routes(builder -> builder.from("fnos:push?pushKinds=numbered").to("mock:pushes"));
        nas.faults().pushTokenExpired();
        await().atMost(PATIENCE).until(() -> nas.requestCount("user.tokenLogin") == 1 && nas.requestCount("user.authToken") == 2);

        nas.faults().pushTokenExpired();

        await().atMost(PATIENCE).until(() -> {
            push(1);
            return mock().getReceivedCounter() > 0;
        });
    }

    @Test
    void aSessionThatEndsWithoutAWordIsFoundAndTakenUpAgain() throws Exception {
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setHeartbeatInterval(100);
        routes(builder -> builder.from("fnos:push").to("mock:pushes"));

        nas.faults().endSessionsOfSockets();

        await().atMost(PATIENCE).until(() -> {
            push(1);
            return mock().getReceivedCounter() > 0;
        });
        assertEquals(true, mock().getReceivedExchanges().get(0).getMessage().getHeader("CamelFnosPushGap"));
        assertEquals(1, nas.connections());
    }

    @Test
    void theNextPushWaitsUntilTheExchangeIsDoneWithItsAsynchronousSteps() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        routes(builder -> builder.from("fnos:push")
                .process(exchange -> most.accumulateAndGet(inside.incrementAndGet(), Math::max))
                .delay(2).asyncDelayed()
                .to("fnos:user.info")
                .process(exchange -> inside.decrementAndGet())
                .to("mock:pushes"));

        for (int n = 0; n < 100; n++) {
            push(n);
        }

        arrived(100);
        assertEquals(1, most.get());
    }

    @Test
    void aSuspendedRouteKeepsWhatComes() throws Exception {
        routes(builder -> builder.from("fnos:push").routeId("pushes").to("mock:pushes"));
        push(1);
        arrived(1);

        context.getRouteController().suspendRoute("pushes");
        push(2);
        push(3);
        await().atMost(PATIENCE).until(() -> pushes("pushes").size() == 2);
        assertEquals(ServiceStatus.Suspended, context.getRouteController().getRouteStatus("pushes"));
        assertEquals(1, mock().getReceivedCounter());
        context.getRouteController().resumeRoute("pushes");

        assertEquals(List.of(1, 2, 3), numbers(arrived(3)));
    }

    @Test
    void aStoppedRouteFirstTakesWhatHasCome() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        routes(builder -> builder.from("fnos:push").routeId("pushes").process(exchange -> go.await()).to("mock:pushes"));
        for (int n = 0; n < 50; n++) {
            push(n);
        }
        await().atMost(PATIENCE).until(() -> pushes("pushes").size() == 49);
        PushSubscription before = pushes("pushes");

        Thread stopping = new Thread(() -> assertDoesNotThrow(() -> context.getRouteController().stopRoute("pushes")));
        stopping.start();
        await().atMost(PATIENCE).until(() -> stopping.getState() == Thread.State.TIMED_WAITING || stopping.getState() == Thread.State.WAITING);
        go.countDown();
        stopping.join(PATIENCE.toMillis());

        arrived(50);
        assertEquals(0, before.size());
        assertEquals(ServiceStatus.Stopped, context.getRouteController().getRouteStatus("pushes"));
    }

    @Test
    void aContextThatStopsFirstTakesWhatHasCome() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        routes(builder -> builder.from("fnos:push").routeId("pushes").process(exchange -> go.await()).to("direct:done"));
        routes(builder -> builder.from("direct:done").process(exchange -> done.incrementAndGet()));
        for (int n = 0; n < 50; n++) {
            push(n);
        }
        await().atMost(PATIENCE).until(() -> pushes("pushes").size() == 49);

        Thread stopping = new Thread(() -> context.stop());
        stopping.start();
        await().atMost(PATIENCE).until(() -> context.isStopping());
        go.countDown();
        stopping.join(PATIENCE.toMillis());

        assertEquals(50, done.get());
        OurThreads.awaitNone();
    }

    @Test
    void whatIsLeftAfterTheShutdownTimeoutIsCountedAndWarnedOfOnce() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        CountDownLatch never = new CountDownLatch(1);
        routes(builder -> builder.from("fnos:push").routeId("pushes").process(exchange -> never.await()));
        for (int n = 0; n < 10; n++) {
            push(n);
        }
        await().atMost(PATIENCE).until(() -> pushes("pushes").size() == 9);

        try (CapturedLog log = new CapturedLog()) {
            context.getRouteController().stopRoute("pushes");

            assertEquals(List.of("The push consumer of route 'pushes' is stopped with 9 pushes that nobody has taken; they are lost"),
                    log.messages(Level.WARN).stream().filter(message -> message.startsWith("The push consumer")).toList());
        }
        OurThreads.awaitNone("FnosPush");
    }

    @Test
    void aRouteThatStartsAgainCountsFromOne() throws Exception {
        routes(builder -> builder.from("fnos:push").routeId("pushes").to("mock:pushes"));
        push(1);
        arrived(1);
        context.getRouteController().stopRoute("pushes");
        push(2);
        await().atMost(PATIENCE).until(() -> context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next()
                .counters().pushes() == 2);
        context.getRouteController().startRoute("pushes");
        push(3);

        List<Message> messages = arrived(2);
        assertEquals(List.of(1, 3), numbers(messages));
        assertEquals(1L, messages.get(1).getHeader("CamelFnosPushSequence"));
    }

    @Test
    void kickedReachesTheRouteAndEndsTheConnection() throws Exception {
        routes(builder -> builder.from("fnos:push?connectionEvents=true").routeId("pushes").to("mock:pushes"));
        arrived(1);

        nas.faults().kick();

        List<Message> messages = arrived(3);
        assertEquals("kicked", messages.get(1).getHeader("CamelFnosPushKind"));
        assertEquals("disconnected", messages.get(2).getHeader("CamelFnosConnectionEvent"));
        assertThrows(Exception.class, () -> {
            context.getRouteController().stopRoute("pushes");
            context.getRouteController().startRoute("pushes");
        });
    }

    @Test
    void aFailedExchangeGoesToTheExceptionHandlerAndTheNextPushComes() throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("handler", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handleException(null, null, exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handleException(message, null, exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                handled.add(exception.getMessage());
            }
        });
        routes(builder -> builder.from("fnos:push?exceptionHandler=#handler").process(exchange -> {
            if (exchange.getMessage().getBody(Map.class).get("n").equals(1)) {
                throw new IllegalStateException("not this one");
            }
        }).to("mock:pushes"));

        push(1);
        push(2);

        assertEquals(List.of(2), numbers(arrived(1)));
        assertEquals(List.of("not this one"), handled);
    }

    @Test
    void aPushRouteMayAskTheNasOnTheSameConnectionAndWaitForItAtFullSpeed() throws Exception {
        routes(builder -> builder.from("fnos:push").process(exchange -> {
            Exchange answer = template.request("fnos:user.info", request -> {
            });
            assertNull(answer.getException());
        }).to("mock:pushes"));

        int count = 10_000;
        nas.pushes().flood(count, n -> "{\"sysNotify\":\"numbered\",\"n\":" + n + "}");

        await().atMost(PATIENCE.multipliedBy(4)).until(() -> mock().getReceivedCounter() == count);
        assertEquals(IntStream.rangeClosed(1, count).boxed().toList(), numbers(arrived(count)));
        assertEquals(count, nas.requestCount("user.info"));
        assertEquals(1, nas.connections());
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
