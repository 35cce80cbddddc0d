package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.camelfnos.simulator.ReceivedRequest;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Long-running tasks: their reports and their end. */
class TasksTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DELETE = "fnos:file.rm?param.files=[\"vol1/1000/old\"]";

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:delete").to(DELETE);
                from("direct:told").to(DELETE + "&progressUri=direct:progress");
                from("direct:progress").to("mock:progress");
                from("fnos:push").to("mock:pushes");
                from("fnos:push?pushKinds=progress").to("mock:percents");
            }
        };
    }

    @BeforeEach
    void fill() {
        nas.files().file("vol1/1000/old", 1, 1_700_000_000L);
        nas.tasks().takeTime(4, Duration.ofMillis(5));
    }

    private List<Message> arrived(String mock, int count) {
        MockEndpoint endpoint = getMockEndpoint(mock);
        await().atMost(PATIENCE).until(() -> endpoint.getReceivedCounter() >= count);
        return endpoint.getReceivedExchanges().stream().map(Exchange::getMessage).toList();
    }

    private static List<Object> percents(List<Message> messages) {
        return messages.stream().map(message -> message.getBody(FnosResponse.class).get("percent")).toList();
    }

    @Test
    void theExchangeGoesOnWithTheEndOfTheTask() {
        Exchange exchange = send("direct:delete", null);

        assertNull(exchange.getException());
        assertEquals(List.of(), nas.files().paths());
        assertEquals("task-1", exchange.getMessage().getHeader("CamelFnosTaskId"));
        assertEquals("succ", exchange.getMessage().getHeader("CamelFnosResult"));
        assertEquals(6, exchange.getMessage().getHeader("CamelFnosFrameCount"));
        assertEquals(100, exchange.getMessage().getBody(FnosResponse.class).get("percent"));
    }

    @Test
    void itsReportsReachPushRoutes() {
        Exchange exchange = send("direct:delete", null);

        List<Message> messages = arrived("mock:percents", 4);
        assertEquals(List.of(25, 50, 75, 100), percents(messages));
        messages.forEach(message -> {
            assertEquals("progress", message.getHeader("CamelFnosPushKind"));
            assertEquals(exchange.getMessage().getHeader("CamelFnosReqId"), message.getBody(FnosResponse.class).get("reqid"));
        });
        assertEquals(List.of(1L, 2L, 3L, 4L), arrived("mock:pushes", 4).stream().map(message -> message.getHeader("CamelFnosPushSequence")).toList());
    }

    @Test
    void reportsThatAreNamedTaskInfoReachPushRoutesAsThat() {
        nas.on("file.rm", request -> {
            request.startTask("t");
            request.progress(Map.of("sysNotify", "taskInfo", "taskInfo", Map.of("percent", 40)));
            request.succeed(Map.of());
        });

        send("direct:delete", null);

        assertEquals("taskInfo", arrived("mock:pushes", 1).get(0).getHeader("CamelFnosPushKind"));
    }

    @Test
    void aPushThatNamesTheRequestIsAReportOnItsTaskAndASignOfLife() throws Exception {
        var timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reports");
        nas.on("file.rm", request -> {
            request.startTask("t");
            for (int n = 1; n <= 6; n++) {
                int percent = n * 10;
                timer.schedule(() -> nas.pushes().taskInfo(request.reqid(), Map.of("percent", percent)), n * 500L, TimeUnit.MILLISECONDS);
            }
            timer.schedule(() -> request.succeed(Map.of()), 3_200, TimeUnit.MILLISECONDS);
        });
        routes(builder -> builder.from("direct:lively").to(DELETE + "&progressUri=direct:progress&requestTimeout=2500"));

        Exchange lively = send("direct:lively", null);
        assertNull(lively.getException());

        List<Message> reports = getMockEndpoint("mock:progress").getReceivedExchanges().stream().map(Exchange::getMessage).toList();
        assertEquals(List.of(10, 20, 30, 40, 50, 60), reports.stream()
                .map(message -> message.getBody(FnosResponse.class).get("percent")).toList());
        assertEquals("t", reports.get(0).getHeader("CamelFnosTaskId"));
        assertEquals(lively.getMessage().getHeader("CamelFnosReqId"), reports.get(0).getHeader("CamelFnosReqId"));
        assertEquals(6, arrived("mock:pushes", 6).size());
    }

    @Test
    void aTaskThatIsLostWithItsConnectionIsNamed() {
        nas.on("file.rm", request -> {
            request.startTask("t-9");
            request.closeSocket();
        });

        Exchange exchange = send("direct:delete", null);

        assertTrue(failure(exchange, FnosConnectionException.class).getMessage().contains("; the task t-9 goes on at the NAS"));
        assertEquals("t-9", exchange.getMessage().getHeader("CamelFnosTaskId"));
    }

    @Test
    void aStuckRouteOfReportsDoesNotKeepAFailure() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        getMockEndpoint("mock:progress").whenAnyExchangeReceived(exchange -> go.await());
        nas.tasks().takeTime(1, Duration.ofMillis(5));
        nas.on("file.rm", request -> {
            request.startTask("t");
            request.progress(Map.of("percent", 1));
        });
        routes(builder -> builder.from("direct:hasty").to(DELETE + "&progressUri=direct:progress&requestTimeout=300"));

        failure(send("direct:hasty", null), ExchangeTimedOutException.class);

        go.countDown();
    }

    @Test
    void itsReportsReachTheEndpointOfProgressUriInOrderAndBeforeTheEnd() throws Exception {
        nas.tasks().takeTime(50, Duration.ofMillis(1));

        Exchange exchange = send("direct:told", null);

        List<Message> messages = getMockEndpoint("mock:progress").getReceivedExchanges().stream().map(Exchange::getMessage).toList();
        assertEquals(IntStream.rangeClosed(1, 50).map(n -> n * 2).boxed().toList(), percents(messages));
        messages.forEach(message -> {
            assertEquals("task-1", message.getHeader("CamelFnosTaskId"));
            assertEquals("file.rm", message.getHeader("CamelFnosAnsweredOperation"));
            assertEquals(exchange.getMessage().getHeader("CamelFnosReqId"), message.getHeader("CamelFnosReqId"));
        });
        assertNull(exchange.getException());
        assertEquals(50, exchange.getMessage().getBody(FnosResponse.class).get("time"));
    }

    @Test
    void aReportThatItsRouteFailsIsLoggedAndTheNextOneComes() throws Exception {
        getMockEndpoint("mock:progress").whenExchangeReceived(2, exchange -> {
            throw new IllegalStateException("not this one");
        });
        try (CapturedLog log = new CapturedLog()) {
            assertNull(send("direct:told", null).getException());

            assertEquals(4, getMockEndpoint("mock:progress").getReceivedCounter());
            assertEquals(List.of("A report on the task of file.rm could not be sent to direct://progress"), log.messages(Level.WARN));
        }
    }

    @Test
    void aSlowRouteOfReportsHoldsNothingUpButItsOwnExchange() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        getMockEndpoint("mock:progress").whenAnyExchangeReceived(exchange -> go.await());

        var told = template.asyncSend("direct:told", exchange -> {
        });
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:progress").getReceivedCounter() == 1);
        assertNull(send("fnos:user.info", null).getException());
        assertFalse(told.isDone());
        go.countDown();

        assertNull(told.get().getException());
        assertEquals(4, getMockEndpoint("mock:progress").getReceivedCounter());
    }

    @Test
    void theDeadlineLeavesTheTaskAloneAndSaysSo() throws Exception {
        nas.tasks().takeTime(1, Duration.ofMillis(2_500));
        routes(builder -> builder.from("direct:hasty").to(DELETE + "&requestTimeout=1000"));

        Exchange exchange = send("direct:hasty", null);

        ExchangeTimedOutException failure = failure(exchange, ExchangeTimedOutException.class);
        assertTrue(failure.getMessage().contains("no answer to file.rm came for 1000 ms; the task task-1 goes on at the NAS"), failure.getMessage());
        assertEquals("task-1", exchange.getMessage().getHeader("CamelFnosTaskId"));
        await().atMost(PATIENCE).until(() -> nas.files().paths().isEmpty());
        assertEquals(List.of("file.rm"), nas.requests().stream().map(ReceivedRequest::operation).filter(name -> name.startsWith("file.")).toList(),
                "the task is not cancelled");
    }

    @Test
    void silenceIsNeverTheEndOfATask() throws Exception {
        nas.on("file.rm", request -> request.startTask("t"));
        routes(builder -> builder.from("direct:silent").to(DELETE + "&answerIdleTimeout=50&requestTimeout=1500&connectionId=silent"));

        assertTrue(failure(send("direct:silent", null), ExchangeTimedOutException.class).getMessage().contains("the task t goes on"));
    }

    @Test
    void aProgressUriThatNamesNothingFailsTheStart() {
        Exception failure = assertThrows(Exception.class,
                () -> routes(builder -> builder.from("direct:x").to(DELETE + "&progressUri=nothing:there")));

        assertTrue(failure.getMessage().contains("No endpoint could be found for: nothing://there"), failure.toString());
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
