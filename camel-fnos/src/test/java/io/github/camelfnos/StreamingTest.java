package io.github.camelfnos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.simulator.SimulatedRequest;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a route gets of a streamed answer, from its first frame to its end, good or bad. */
class StreamingTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path spool;

    private final AtomicReference<SimulatedRequest> asked = new AtomicReference<>();

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setSpoolDirectory(spool.toString());
        component.getConfiguration().setBufferMemory("1KB");
        component.getConfiguration().setReconnectDelay(50);
    }

    private FnosConnection connection() {
        return context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next();
    }

    private static List<String> files() {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame of numbered entries. */
    private static Map<String, Object> entries(int from, int to) {
        return Map.of("files", IntStream.range(from, to).mapToObj(n -> Map.of("name", "n" + n, "n", n)).toList());
    }

    /** Answers with so many entries in frames of ten, and an end. */
    private void answer(String operation, int count) {
        nas.on(operation, request -> {
            for (int n = 0; n < count; n += 10) {
                request.reply(entries(n, Math.min(count, n + 10)));
            }
            request.succeed(Map.of());
        });
    }

    private MockEndpoint entriesOf(String mock, int count) {
        MockEndpoint endpoint = getMockEndpoint(mock);
        await().atMost(PATIENCE).until(() -> endpoint.getReceivedCounter() >= count);
        assertEquals(IntStream.range(0, count).boxed().toList(),
                endpoint.getReceivedExchanges().stream().map(each -> each.getMessage().getBody(FnosEntry.class).get("n")).toList());
        return endpoint;
    }

    /** Whether nothing of the request is left: neither in flight nor on disk. */
    private void assertNothingIsLeft() {
        await().atMost(PATIENCE).until(() -> files().isEmpty() && context.getComponent("fnos", FnosComponent.class).connections()
                .connections().stream().allMatch(connection -> connection.inFlight() == 0));
    }

    @AfterEach
    void nothingIsLeft() {
        assertNothingIsLeft();
    }

    @Test
    void everyEntryOfEveryFrameComesOnceAndInOrder() throws Exception {
        answer("many", 1_234);
        routes(builder -> builder.from("direct:in").to("fnos:many?streaming=true").split(builder.body()).streaming().to("mock:entries").end());

        Exchange exchange = send("direct:in", null);

        assertNull(exchange.getException());
        entriesOf("mock:entries", 1_234);
        FnosEntries entries = exchange.getMessage().getBody(FnosEntries.class);
        assertEquals(125, entries.getFrameCount());
        assertTrue(entries.isComplete());
        assertEquals(List.of(), entries.getFailures());
        assertFalse(entries.hasNext());
        assertEquals("FnosEntries[many]", exchange.getMessage().getBody(String.class));
        assertEquals("many", exchange.getMessage().getHeader("CamelFnosAnsweredOperation"));
        assertEquals(0, exchange.getMessage().getHeader("CamelFnosErrno"));
        assertEquals(28, exchange.getMessage().getHeader("CamelFnosReqId", String.class).length());
        assertNull(exchange.getMessage().getHeader("CamelFnosFrameCount"));
        assertNull(exchange.getMessage().getHeader("CamelFnosComplete"));
    }

    @Test
    void entriesAreHandedOutWhileTheAnswerIsStillComing() throws Exception {
        nas.on("slow", request -> {
            asked.set(request);
            request.reply(entries(0, 3));
        });
        routes(builder -> builder.from("seda:in").to("fnos:slow?streaming=true").split(builder.body()).streaming().to("mock:entries").end()
                .to("mock:done"));

        template.sendBody("seda:in", null);
        // Camel hands out an entry when the next one has come.
        entriesOf("mock:entries", 2);
        assertEquals(0, getMockEndpoint("mock:done").getReceivedCounter());
        asked.get().reply(entries(3, 5));
        entriesOf("mock:entries", 4);
        asked.get().succeed(entries(5, 6));

        entriesOf("mock:entries", 6);
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:done").getReceivedCounter() == 1);
    }

    @Test
    void aSlowReaderHoldsNobodyUpAndItsRequestIsDoneWithItsLastFrame() throws Exception {
        answer("many", 5_000);
        CountDownLatch go = new CountDownLatch(1);
        routes(builder -> {
            builder.from("seda:in").to("fnos:many?streaming=true").split(builder.body()).streaming().process(exchange -> go.await())
                    .to("mock:entries").end();
            builder.from("direct:beside").to("fnos:user.info");
        });

        template.sendBody("seda:in", null);
        await().atMost(PATIENCE).until(() -> nas.requestCount("many") == 1 && connection().inFlight() == 0);

        assertNull(send("direct:beside", null).getException());
        assertEquals(1, files().size(), "what was not read is on disk");
        go.countDown();
        entriesOf("mock:entries", 5_000);
    }

    @Test
    void theStepsOfASplitMayCallTheNasAndStreamThemselves() throws Exception {
        answer("outer", 100);
        answer("inner", 20);
        AtomicInteger inner = new AtomicInteger();
        routes(builder -> builder.from("direct:in").to("fnos:outer?streaming=true&maxInFlight=1").split(builder.body()).streaming()
                .to("mock:entries")
                .enrich("fnos:user.info?maxInFlight=1", keepOld())
                .to("fnos:inner?streaming=true&maxInFlight=1").split(builder.body()).streaming().process(exchange -> inner.incrementAndGet()).end()
                .end());

        assertNull(send("direct:in", null).getException());

        entriesOf("mock:entries", 100);
        assertEquals(2_000, inner.get());
        assertEquals(1, nas.connections());
    }

    private static AggregationStrategy keepOld() {
        return (before, after) -> before;
    }

    @Test
    void aFailureOfTheFirstFrameFailsTheExchangeItself() throws Exception {
        nas.on("refused", request -> request.fail(4352));
        routes(builder -> {
            builder.from("direct:in").to("fnos:refused?streaming=true").to("mock:never");
            builder.from("direct:missing").to("fnos:file.ls?param.path=vol1/1000/missing&streaming=true");
            builder.from("direct:empty").to("fnos:file.ls?param.path=vol1/1000/missing&streaming=true&notFoundBehaviour=empty");
        });

        assertEquals(4352, failure(send("direct:in", null), FnosPermissionDeniedException.class).getErrno());
        failure(send("direct:missing", null), FnosNotFoundException.class);
        Exchange empty = send("direct:empty", null);
        assertNull(empty.getException());
        assertFalse(empty.getMessage().getBody(FnosEntries.class).hasNext());
        assertEquals(4100, empty.getMessage().getHeader("CamelFnosErrno"));
        assertNull(empty.getMessage().getHeader("CamelFnosFrameCount"));
        assertEquals(0, getMockEndpoint("mock:never").getReceivedCounter());
    }

    @Test
    void aFailureInTheMiddleIsThrownAgainAndAgainAndNeverAnEnd() throws Exception {
        nas.on("broken", request -> {
            request.reply(entries(0, 3));
            request.fail(4097);
        });
        AtomicReference<FnosEntries> seen = new AtomicReference<>();
        AtomicInteger attempts = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                from("direct:in").to("fnos:broken?streaming=true").process(exchange -> {
                    seen.set(exchange.getMessage().getBody(FnosEntries.class));
                    exchange.setProperty("attempt", attempts.incrementAndGet());
                }).split(body()).streaming().to("mock:entries").end().to("mock:done");
            }
        });

        Exchange exchange = send("direct:in", null);

        FnosBusyException failure = failure(exchange, FnosBusyException.class);
        assertEquals(4097, failure.getErrno());
        assertEquals("broken", failure.getOperation());
        assertEquals(0, getMockEndpoint("mock:done").getReceivedCounter(), "a redelivery must not take the rest for the whole");
        FnosEntries entries = seen.get();
        assertSame(assertThrows(FnosBusyException.class, entries::hasNext), assertThrows(FnosBusyException.class, entries::next));
        assertFalse(entries.isComplete());
    }

    @Test
    void aConnectionThatIsLostInTheMiddleIsThatFailure() throws Exception {
        nas.on("cut", request -> {
            asked.set(request);
            request.reply(entries(0, 2));
        });
        routes(builder -> builder.from("seda:in").onException(FnosConnectionException.class).handled(true).to("mock:lost").end()
                .to("fnos:cut?streaming=true").split(builder.body()).streaming().to("mock:entries").end().to("mock:done"));

        template.sendBody("seda:in", null);
        entriesOf("mock:entries", 1);
        nas.faults().cutAll();

        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:lost").getReceivedCounter() == 1);
        FnosConnectionException lost = getMockEndpoint("mock:lost").getReceivedExchanges().get(0)
                .getProperty(Exchange.EXCEPTION_CAUGHT, FnosConnectionException.class);
        assertTrue(lost.isRequestSent());
        assertEquals(0, getMockEndpoint("mock:done").getReceivedCounter());
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 1);
    }

    @Test
    void aSessionThatIsGoneIsTakenUpBeforeTheStreamBegins() throws Exception {
        answer("many", 100);
        routes(builder -> builder.from("direct:in").to("fnos:many?streaming=true").split(builder.body()).streaming().to("mock:entries").end());
        nas.faults().endSessionsOfSockets();

        assertNull(send("direct:in", null).getException());

        entriesOf("mock:entries", 100);
        assertEquals(2, nas.requestCount("many"));
    }

    @Test
    void silenceInTheMiddleIsATimeoutHoweverLongTheReaderTakes() throws Exception {
        nas.on("silent", request -> {
            request.reply(entries(0, 2));
            request.reply(entries(2, 4));
        });
        routes(builder -> builder.from("direct:in").to("fnos:silent?streaming=true&requestTimeout=1500").split(builder.body()).streaming()
                .to("mock:entries").end());

        assertTrue(failure(send("direct:in", null), ExchangeTimedOutException.class).getMessage().contains("no answer to silent came for 1500 ms"));
        entriesOf("mock:entries", 3);
    }

    @Test
    void anAnswerThatOnlySilenceEndsIsNotComplete() throws Exception {
        nas.on("idle", request -> request.reply(entries(0, 5)));
        routes(builder -> builder.from("direct:in").to("fnos:idle?streaming=true&answerIdleTimeout=100").split(builder.body()).streaming()
                .to("mock:entries").end());

        Exchange exchange = send("direct:in", null);

        assertNull(exchange.getException());
        entriesOf("mock:entries", 5);
        assertFalse(exchange.getMessage().getBody(FnosEntries.class).isComplete());
    }

    @Test
    void anAbandonedStreamIsClosedWithItsExchange() throws Exception {
        nas.on("endless", request -> {
            asked.set(request);
            for (int n = 0; n < 2_000; n += 10) {
                request.reply(entries(n, n + 10));
            }
        });
        AtomicReference<FnosEntries> seen = new AtomicReference<>();
        routes(builder -> builder.from("direct:in").to("fnos:endless?streaming=true").process(exchange -> {
            FnosEntries entries = exchange.getMessage().getBody(FnosEntries.class);
            seen.set(entries);
            assertEquals(0, entries.next().get("n"));
            await().atMost(PATIENCE).until(() -> files().size() == 1);
            exchange.getMessage().setBody("something else");
        }));

        assertNull(send("direct:in", null).getException());

        assertNothingIsLeft();
        IllegalStateException closed = assertThrows(IllegalStateException.class, () -> seen.get().hasNext());
        assertTrue(closed.getMessage().contains("The entries of endless were closed before all were taken"), closed.getMessage());
        assertSame(closed, assertThrows(IllegalStateException.class, () -> seen.get().next()));
        asked.get().succeed(Map.of());
        await().atMost(PATIENCE).until(() -> connection().counters().lateFrames() > 0);
    }

    @Test
    void aReaderThatWaitsIsWokenWhenTheStreamIsClosed() throws Exception {
        nas.on("endless", request -> request.reply(entries(0, 1)));
        CopyOnWriteArrayList<Throwable> thrown = new CopyOnWriteArrayList<>();
        routes(builder -> builder.from("direct:in").to("fnos:endless?streaming=true").process(exchange -> {
            FnosEntries entries = exchange.getMessage().getBody(FnosEntries.class);
            Thread reader = new Thread(() -> {
                entries.next();
                thrown.add(assertThrows(IllegalStateException.class, entries::hasNext));
            });
            reader.start();
            await().atMost(PATIENCE).until(() -> reader.getState() == Thread.State.WAITING);
            entries.close();
            reader.join(PATIENCE.toMillis());
        }));

        assertNull(send("direct:in", null).getException());

        assertEquals(1, thrown.size());
        assertTrue(thrown.get(0).getMessage().contains("were closed before all were taken"), thrown.get(0).getMessage());
    }

    @Test
    void aStreamThatOutgrowsItsSpoolFailsAtItsReaderAndNowhereElse() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        answer("many", 10_000);
        routes(builder -> {
            builder.from("seda:in").onException(FnosSpoolException.class).handled(true).to("mock:full").end()
                    .to("fnos:many?streaming=true&spoolLimit=20KB").split(builder.body()).streaming().process(exchange -> go.await())
                    .to("mock:entries").end().to("mock:done");
            builder.from("direct:beside").to("fnos:user.info");
        });

        template.sendBody("seda:in", null);
        await().atMost(PATIENCE).until(() -> nas.requestCount("many") == 1 && connection().inFlight() == 0);
        assertNull(send("direct:beside", null).getException());
        go.countDown();

        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:full").getReceivedCounter() == 1);
        String message = getMockEndpoint("mock:full").getReceivedExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                .getMessage();
        assertTrue(message.startsWith("what came of the answer to many and was not read yet could not be spooled to " + spool
                                      + ": the spoolLimit of 20480 bytes is reached; "), message);
        assertEquals(0, getMockEndpoint("mock:done").getReceivedCounter());
        assertEquals(1, nas.connections());
    }

    @Test
    void aLastFrameThatOutgrowsTheSpoolIsNoEnd() throws Exception {
        nas.on("late", request -> {
            request.reply(entries(0, 10));
            request.reply(entries(10, 20));
            request.succeed(entries(20, 2_000));
        });
        nas.on("file.ls", request -> request.succeed(Map.of("files", IntStream.range(0, 2_000).mapToObj(n -> Map.of("name", "n" + n)).toList())));
        CountDownLatch go = new CountDownLatch(1);
        routes(builder -> {
            builder.from("seda:in").onException(FnosSpoolException.class).handled(true).to("mock:full").end()
                    .to("fnos:late?streaming=true&spoolLimit=2KB").process(exchange -> go.await()).split(builder.body()).streaming().to("mock:entries").end()
                    .to("mock:done");
            builder.from("direct:walk").to("fnos:file.ls?recursive=true&spoolLimit=2KB&bufferMemory=1");
        });

        template.sendBody("seda:in", null);
        await().atMost(PATIENCE).until(() -> nas.requestCount("late") == 1 && connection().inFlight() == 0);
        go.countDown();

        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:full").getReceivedCounter() == 1);
        assertEquals(0, getMockEndpoint("mock:done").getReceivedCounter());
        // One frame is always kept in memory, so that the folder needs two.
        nas.on("file.ls", request -> {
            request.reply(Map.of("files", List.of(Map.of("name", "first"))));
            request.succeed(Map.of("files", IntStream.range(0, 2_000).mapToObj(n -> Map.of("name", "n" + n)).toList()));
        });
        failure(send("direct:walk", null), FnosSpoolException.class);
    }

    @Test
    void aStreamHoldsItsConnectionLongerThanItsProducer() throws Exception {
        nas.on("slow", request -> {
            asked.set(request);
            request.reply(entries(0, 3));
        });
        CountDownLatch stopped = new CountDownLatch(1);
        routes(builder -> {
            builder.from("direct:in").routeId("producing").to("fnos:slow?streaming=true&connectionId=own&lingerTimeout=50").to("seda:next");
            builder.from("seda:next").process(exchange -> stopped.await()).split(builder.body()).streaming().to("mock:entries").end();
        });

        template.sendBody("direct:in", null);
        context.getRouteController().stopRoute("producing");
        // Longer than it lingers.
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        asked.get().reply(entries(3, 6));
        asked.get().succeed(Map.of());
        stopped.countDown();

        entriesOf("mock:entries", 6);
        await().atMost(PATIENCE).until(() -> nas.openSockets() == 0);
    }

    @Test
    void sedaAndEnrichPassTheStreamOn() throws Exception {
        answer("many", 500);
        routes(builder -> {
            builder.from("direct:seda").to("fnos:many?streaming=true").to("seda:next");
            builder.from("seda:next").split(builder.body()).streaming().to("mock:seda").end();
            builder.from("direct:enrich").enrich("fnos:many?streaming=true").split(builder.body()).streaming().to("mock:enriched").end();
            builder.from("direct:shared").enrich().constant("direct:source").shareUnitOfWork().end().split(builder.body()).streaming().to("mock:shared").end();
            builder.from("direct:source").to("fnos:many?streaming=true");
        });

        template.sendBody("direct:seda", null);
        entriesOf("mock:seda", 500);
        assertNull(send("direct:enrich", null).getException());
        entriesOf("mock:enriched", 500);
        assertNull(send("direct:shared", null).getException());
        entriesOf("mock:shared", 500);
    }

    @Test
    void aWireTapAndAProducerTemplateGetItClosed() throws Exception {
        answer("many", 500);
        CountDownLatch done = new CountDownLatch(1);
        routes(builder -> {
            builder.from("direct:tapped").to("fnos:many?streaming=true").wireTap("direct:tap").to("mock:main");
            builder.from("direct:tap").onException(IllegalStateException.class).handled(true).to("mock:closed").end()
                    .process(exchange -> done.await()).split(builder.body()).streaming().to("mock:tap").end();
        });

        assertNull(send("direct:tapped", null).getException());
        done.countDown();
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:closed").getReceivedCounter() == 1);
        assertEquals(0, getMockEndpoint("mock:tap").getReceivedCounter());

        FnosEntries entries = template.requestBody("fnos:many?streaming=true", null, FnosEntries.class);
        assertThrows(IllegalStateException.class, entries::hasNext);
    }

    @Test
    void stopOnExceptionEndsTheSplitWithThatException() throws Exception {
        answer("many", 200);
        routes(builder -> builder.from("direct:in").to("fnos:many?streaming=true").split(builder.body()).streaming().stopOnException()
                .process(exchange -> {
                    if (exchange.getMessage().getBody(FnosEntry.class).get("n").equals(50)) {
                        throw new IllegalArgumentException("fifty");
                    }
                }).to("mock:entries").end());

        assertEquals("fifty", failure(send("direct:in", null), IllegalArgumentException.class).getMessage());
        entriesOf("mock:entries", 50);
    }

    @Test
    void entriesCanBeAggregatedWhileTheyCome() throws Exception {
        answer("many", 1_000);
        routes(builder -> builder.from("direct:in").to("fnos:many?streaming=true").split(builder.body()).streaming()
                .aggregate(builder.constant(true), new GroupedBodyAggregationStrategy()).completionSize(100).to("mock:groups").end().end());

        assertNull(send("direct:in", null).getException());

        MockEndpoint groups = getMockEndpoint("mock:groups");
        await().atMost(PATIENCE).until(() -> groups.getReceivedCounter() == 10);
        List<Object> numbers = new ArrayList<>();
        groups.getReceivedExchanges().forEach(group -> group.getMessage().getBody(List.class).forEach(entry -> numbers.add(((FnosEntry) entry).get("n"))));
        assertEquals(IntStream.range(0, 1_000).boxed().toList(), numbers);
    }

    @Test
    void aStreamIsNoParametersOfAnotherRequest() throws Exception {
        answer("many", 10);
        routes(builder -> builder.from("direct:in").to("fnos:many?streaming=true").to("fnos:user.info").to("mock:out"));

        assertNull(send("direct:in", null).getException());

        assertEquals(Map.of(), received("user.info").get(0).parameters());
        assertInstanceOf(FnosResponse.class, getMockEndpoint("mock:out").getReceivedExchanges().get(0).getMessage().getBody());
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
