package io.github.camelfnos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Recursive listings: all that is below a folder, once, with its path; and what becomes of folders that cannot be listed. */
class WalkTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path spool;

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setSpoolDirectory(spool.toString());
        component.getConfiguration().setBufferMemory("2KB");
        component.getConfiguration().setReconnectDelay(20);
        component.getConfiguration().setReconnectMaxDelay(50);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:streamed").to("fnos:file.ls?recursive=true&streaming=true").split(body()).streaming().to("mock:entries").end();
                from("direct:one").to("fnos:file.ls?recursive=true&streaming=true&walkConcurrency=1").split(body()).streaming().to("mock:entries").end();
                from("direct:collected").to("fnos:file.ls?recursive=true");
                from("direct:strict").to("fnos:file.ls?recursive=true&walkFailure=fail");
            }
        };
    }

    private FnosConnection connection() {
        return context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next();
    }

    @AfterEach
    void nothingIsLeft() {
        await().atMost(PATIENCE).until(() -> connection().inFlight() == 0);
        await().atMost(PATIENCE).until(() -> {
            try (Stream<Path> files = Files.list(spool)) {
                return files.findAny().isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<String> streamedPaths() {
        return getMockEndpoint("mock:entries").getReceivedExchanges().stream()
                .map(each -> (String) each.getMessage().getBody(FnosEntry.class).get("path")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> paths(Exchange collected) {
        List<FnosEntry> files = (List<FnosEntry>) collected.getMessage().getBody(FnosResponse.class).get("files");
        return files.stream().map(file -> (String) file.get("path")).toList();
    }

    private static List<String> sorted(List<String> paths) {
        return paths.stream().sorted().toList();
    }

    /** Lets a folder be answered by an errno, all others as usual. */
    private void refuse(String path, int errno) {
        nas.on("file.ls", request -> {
            if (path.equals(request.parameters().get("path"))) {
                request.fail(errno);
            } else {
                request.answerAsUsual();
            }
        });
    }

    @Test
    void aTreeIsListedAsTheNasHasItFromTheRootAndFromAFolder() {
        RandomTree.fill(nas.files(), 2_000, 1);
        nas.files().mkdir("vol1/1000/empty");

        Exchange streamed = send("direct:streamed", null);
        assertNull(streamed.getException());
        assertEquals(nas.files().paths(), sorted(streamedPaths()));
        FnosEntries entries = streamed.getMessage().getBody(FnosEntries.class);
        assertTrue(entries.isComplete());
        assertEquals(List.of(), entries.getFailures());
        assertTrue(entries.getFrameCount() > 0);

        Exchange collected = send("direct:collected", null);
        assertEquals(nas.files().paths(), sorted(paths(collected)));
        assertEquals(true, collected.getMessage().getHeader("CamelFnosComplete"));
        assertFalse(collected.getMessage().getBody(FnosResponse.class).containsKey("failures"));

        Exchange sub = send("direct:collected", Map.of("path", "/vol1/1000/"));
        assertEquals(nas.files().paths().stream().map(path -> "/" + path).toList(), sorted(paths(sub)));
    }

    @Test
    void aFolderComesBeforeWhatIsInIt() {
        RandomTree.fill(nas.files(), 500, 2);

        List<String> paths = paths(send("direct:collected", Map.of("path", "vol1/1000")));

        for (int n = 0; n < paths.size(); n++) {
            String parent = paths.get(n).substring(0, paths.get(n).lastIndexOf('/'));
            assertTrue(parent.equals("vol1/1000") || paths.subList(0, n).contains(parent), paths.get(n));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 4 })
    void soManyFoldersAreAskedForAtOnceAsWalkConcurrencySays(int concurrency) throws Exception {
        IntStream.range(0, 30).forEach(n -> nas.files().file("vol1/1000/d" + n + "/f", 1, 1));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        nas.on("file.ls", request -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "later").schedule(() -> {
                inside.decrementAndGet();
                request.answerAsUsual();
            }, 20, TimeUnit.MILLISECONDS);
        });
        routes(builder -> builder.from("direct:few").to("fnos:file.ls?recursive=true&walkConcurrency=" + concurrency));

        assertEquals(60, paths(send("direct:few", null)).size());

        assertEquals(concurrency, most.get());
    }

    @ParameterizedTest
    @CsvSource({ "4352,FnosPermissionDeniedException", "4100,FnosNotFoundException" })
    void aFolderThatFailsIsSkippedAndNamedOrFailsTheWalk(int errno, String exception) throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1).file("vol1/1000/c/3", 1, 1);
        refuse("vol1/1000/b", errno);
        routes(builder -> builder.from("direct:empty").to("fnos:file.ls?recursive=true&walkFailure=fail&notFoundBehaviour=empty"));

        Exchange streamed = send("direct:streamed", null);
        assertNull(streamed.getException());
        assertEquals(List.of("vol1/1000/a", "vol1/1000/a/1", "vol1/1000/b", "vol1/1000/c", "vol1/1000/c/3"), sorted(streamedPaths()));
        FnosEntries entries = streamed.getMessage().getBody(FnosEntries.class);
        assertFalse(entries.isComplete());
        assertEquals(1, entries.getFailures().size());
        assertEquals("vol1/1000/b", entries.getFailures().get(0).path());
        assertEquals(exception, entries.getFailures().get(0).exception().getClass().getSimpleName());
        assertEquals(errno, ((FnosException) entries.getFailures().get(0).exception()).getErrno());

        Exchange collected = send("direct:collected", null);
        assertEquals(false, collected.getMessage().getHeader("CamelFnosComplete"));
        List<?> failures = (List<?>) collected.getMessage().getBody(FnosResponse.class).get("failures");
        assertEquals(1, failures.size());
        FnosEntry failure = assertInstanceOf(FnosEntry.class, failures.get(0));
        assertEquals("vol1/1000/b", failure.get("path"));
        assertEquals(errno, failure.get("errno"));
        assertTrue(failure.get("message").toString().startsWith("file.ls failed with errno " + errno), failure.get("message").toString());

        assertEquals(errno, failure(send("direct:strict", null), FnosException.class).getErrno());
        assertEquals(errno, failure(send("direct:empty", null), FnosException.class).getErrno(), "the folder that was asked for is there");
    }

    @Test
    void theFolderThatItBeginsWithFailsTheExchangeWhateverIsSkipped() throws Exception {
        routes(builder -> builder.from("direct:empty").to("fnos:file.ls?recursive=true&notFoundBehaviour=empty"));

        failure(send("direct:streamed", Map.of("path", "vol1/1000/missing")), FnosNotFoundException.class);
        failure(send("direct:collected", Map.of("path", "vol1/1000/missing")), FnosNotFoundException.class);
        Exchange empty = send("direct:empty", Map.of("path", "vol1/1000/missing"));
        assertNull(empty.getException());
        assertEquals(Map.of(), empty.getMessage().getBody());
    }

    @Test
    void aFolderThatListsItselfEndsAtMaxDepthAndIsAFailure() throws Exception {
        nas.on("file.ls", request -> request.succeed(Map.of("files", List.of(Map.of("name", "self", "dir", 1)))));
        routes(builder -> {
            builder.from("direct:three").to("fnos:file.ls?param.path=vol1/1000&recursive=true&maxDepth=3");
            builder.from("direct:strict-three").to("fnos:file.ls?param.path=vol1/1000&recursive=true&maxDepth=3&walkFailure=fail");
        });

        Exchange exchange = send("direct:three", null);
        assertEquals(List.of("vol1/1000/self", "vol1/1000/self/self", "vol1/1000/self/self/self"), paths(exchange));
        assertEquals("[{\"path\":\"vol1/1000/self/self/self\",\"message\":\"a folder was not listed, as it lies deeper than maxDepth, which is 3\"}]",
                exchange.getMessage().getBody(JsonNode.class).get("failures").toString());
        assertEquals(128, paths(send("direct:collected", Map.of("path", "vol1/1000"))).size(), "the default");
        assertTrue(failure(send("direct:strict-three", null), IllegalStateException.class).getMessage().contains("deeper than maxDepth"));
    }

    @Test
    void aFolderWhoseAnswerIsCutIsAskedForAgainAndHandedOutOnce() throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        AtomicInteger asked = new AtomicInteger();
        nas.on("file.ls", request -> {
            if ("vol1/1000/b".equals(request.parameters().get("path")) && asked.incrementAndGet() <= 3) {
                request.reply(Map.of("files", List.of(Map.of("name", "2", "size", 1))));
                request.closeSocket();
            } else {
                request.answerAsUsual();
            }
        });

        Exchange exchange = send("direct:collected", null);

        assertEquals(nas.files().paths(), sorted(paths(exchange)));
        assertEquals(true, exchange.getMessage().getHeader("CamelFnosComplete"));
        assertEquals(4, asked.get());
    }

    @Test
    void aFolderThatIsCutFourTimesIsAFailure() {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        AtomicInteger asked = new AtomicInteger();
        nas.on("file.ls", request -> {
            if ("vol1/1000/b".equals(request.parameters().get("path"))) {
                asked.incrementAndGet();
                request.closeSocket();
            } else {
                request.answerAsUsual();
            }
        });

        Exchange exchange = send("direct:one", null);

        FnosEntries entries = exchange.getMessage().getBody(FnosEntries.class);
        assertEquals(List.of("vol1/1000/a", "vol1/1000/a/1", "vol1/1000/b"), sorted(streamedPaths()));
        assertInstanceOf(FnosConnectionException.class, entries.getFailures().get(0).exception());
        assertEquals(4, asked.get());
    }

    @Test
    void aWalkUnderRandomCutsHasNothingTwiceAndMissesNothingUnsaid() throws Exception {
        RandomTree.fill(nas.files(), 5_000, 3);
        CountDownLatch done = new CountDownLatch(1);
        Random random = new Random();
        Thread cutter = new Thread(() -> {
            try {
                // From the first entry on: a walk whose first folder cannot be had fails, of course.
                await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:entries").getReceivedCounter() > 0);
                while (!done.await(10 + random.nextInt(60), TimeUnit.MILLISECONDS)) {
                    nas.faults().cutAll();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        cutter.start();
        Exchange exchange = send("direct:streamed", Map.of("path", "vol1/1000"));
        done.countDown();
        cutter.join();

        List<String> paths = streamedPaths();
        assertEquals(Set.copyOf(paths).size(), paths.size(), "twice");
        List<String> missing = new ArrayList<>(nas.files().paths());
        missing.removeAll(Set.copyOf(paths));
        List<String> failed = new ArrayList<>();
        assertNull(exchange.getException());
        exchange.getMessage().getBody(FnosEntries.class).getFailures().forEach(failure -> failed.add(failure.path()));
        missing.removeIf(path -> failed.stream().anyMatch(folder -> path.startsWith(folder + "/")));
        assertEquals(List.of(), missing, "missing, and none of the failures " + failed);
        assertTrue(nas.connections() > 3, "hardly anything was cut");
    }

    @Test
    void whatWasNotSentIsNotAskedForAgain() throws Exception {
        routes(builder -> builder.from("direct:away").to("fnos:file.ls?recursive=true&requestTimeout=1000"));
        nas.faults().stopListening();
        await().atMost(PATIENCE).until(() -> connection().state() != ConnectionState.READY);
        long begin = System.nanoTime();

        assertFalse(failure(send("direct:away", null), FnosConnectionException.class).isRequestSent());

        assertTrue(System.nanoTime() - begin < Duration.ofMillis(3_500).toNanos(), "it waited four times");
        nas.faults().listenAgain();
    }

    @Test
    void aWalkEndsInItsFailureWhereNothingCanBeHadAnyMore() throws Exception {
        IntStream.range(0, 100).forEach(n -> nas.files().file("vol1/1000/d" + n + "/f", 1, 1));
        AtomicInteger seen = new AtomicInteger();
        routes(builder -> builder.from("direct:kicked").to("fnos:file.ls?recursive=true&streaming=true").split(builder.body()).streaming()
                .process(exchange -> {
                    if (seen.incrementAndGet() == 110) {
                        nas.faults().kick();
                        await().atMost(PATIENCE).until(() -> connection().state() == ConnectionState.FAILED);
                    }
                }).end());

        failure(send("direct:kicked", null), FnosAuthenticationException.class);
    }

    @Test
    void aFailureInTheMiddleFailsTheStreamAndThePollThatAreToFail() throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        refuse("vol1/1000/b", 4352);
        routes(builder -> {
            builder.from("direct:fail").to("fnos:file.ls?recursive=true&streaming=true&walkFailure=fail").split(builder.body()).streaming()
                    .to("mock:entries").end();
            builder.from("fnos:file.ls?recursive=true&walkFailure=fail&initialDelay=0&repeatCount=1&bridgeErrorHandler=true")
                    .onException(FnosPermissionDeniedException.class).handled(true).to("mock:denied").end().to("mock:poll");
        });

        Exchange exchange = send("direct:fail", null);
        failure(exchange, FnosPermissionDeniedException.class);
        assertEquals("vol1/1000/b", exchange.getMessage().getBody(FnosEntries.class).getFailures().get(0).path());
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:denied").getReceivedCounter() == 1);
    }

    @Test
    void theRootMayHaveFoldersOfTheSameNameOnSeveralVolumes() {
        nas.on("file.ls", request -> {
            Object path = request.parameters().get("path");
            request.succeed(Map.of("files", path == null
                    ? List.of(Map.of("name", "x", "v", 1, "uid", 1000, "dir", 1), Map.of("name", "x", "v", 2, "uid", 1000, "dir", 1))
                    : List.of(Map.of("name", "in " + path))));
        });

        assertEquals(List.of("vol1/1000/x", "vol1/1000/x/in vol1/1000/x", "vol2/1000/x", "vol2/1000/x/in vol2/1000/x"),
                sorted(paths(send("direct:collected", null))));
    }

    @Test
    void aChangeBackIsAChangeAlsoWhereAFolderIsNeverReadable() throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        refuse("vol1/1000/b", 4352);
        routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000&recursive=true&changedOnly=true&initialDelay=0&delay=20").to("mock:changes"));
        polled("changes", 3);

        nas.files().file("vol1/1000/a/1", 2, 1);
        assertEquals(2, polled("changes", 4).get(3).getMessage().getBody(Map.class).get("size"));
        nas.files().file("vol1/1000/a/1", 1, 1);
        assertEquals(1, polled("changes", 5).get(4).getMessage().getBody(Map.class).get("size"));
        nas.files().remove("vol1/1000/a/1");
        int before = nas.requestCount("file.ls");
        await().atMost(PATIENCE).until(() -> nas.requestCount("file.ls") > before + 9);
        nas.files().file("vol1/1000/a/1", 1, 1);
        polled("changes", 6);
    }

    @Test
    void aWalkThatCannotBeginHoldsNoConnection() throws Exception {
        routes(builder -> builder.from("direct:wrong").routeId("wrong").to("fnos:file.ls?recursive=true&connectionId=wrong&lingerTimeout=50"));
        assertEquals(2, nas.openSockets());

        failure(send("direct:wrong", Map.of("reqid", "1")), IllegalArgumentException.class);
        failure(send("direct:wrong", Map.of("path", "vol1/1000/missing")), FnosNotFoundException.class);
        context.getRouteController().stopRoute("wrong");

        await().atMost(PATIENCE).until(() -> nas.openSockets() == 1);
    }

    @Test
    void anAbandonedWalkAsksForNothingAnyMore() throws Exception {
        IntStream.range(0, 200).forEach(n -> nas.files().file("vol1/1000/d" + n + "/f", 1, 1));
        CopyOnWriteArrayList<FnosEntries> seen = new CopyOnWriteArrayList<>();
        routes(builder -> builder.from("direct:abandon").to("fnos:file.ls?recursive=true&streaming=true").process(exchange -> {
            seen.add(exchange.getMessage().getBody(FnosEntries.class));
            seen.get(0).next();
            exchange.getMessage().setBody(null);
        }));

        assertNull(send("direct:abandon", null).getException());

        await().atMost(PATIENCE).until(() -> connection().inFlight() == 0);
        assertTrue(nas.requestCount("file.ls") <= 6, nas.requestCount("file.ls") + " requests");
        assertThrows(IllegalStateException.class, seen.get(0)::hasNext);
    }

    @Test
    void anotherOperationIsNoWalk() {
        Exchange exchange = template.request("direct:collected", request -> request.getMessage().setHeader("CamelFnosOperation", "user.info"));

        assertTrue(failure(exchange, IllegalArgumentException.class).getMessage().startsWith("recursive lists folders, which only file.ls does"));
    }

    private List<Exchange> polled(String route, int count) {
        MockEndpoint mock = getMockEndpoint("mock:" + route);
        await().atMost(PATIENCE).until(() -> mock.getReceivedCounter() >= count);
        return mock.getReceivedExchanges();
    }

    @Test
    void aPollEmitsEachEntryOfTheTree() throws Exception {
        RandomTree.fill(nas.files(), 1_500, 4);

        routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000&recursive=true&initialDelay=0&repeatCount=1").to("mock:poll"));

        List<Exchange> exchanges = polled("poll", 1_500);
        assertEquals(nas.files().paths(), sorted(exchanges.stream().map(each -> (String) each.getMessage().getBody(Map.class).get("path")).toList()));
        for (int n = 0; n < exchanges.size(); n++) {
            assertEquals(n, exchanges.get(n).getProperty(Exchange.BATCH_INDEX));
            assertNull(exchanges.get(n).getProperty(Exchange.BATCH_SIZE), "not known");
            assertEquals(n == exchanges.size() - 1, exchanges.get(n).getProperty(Exchange.BATCH_COMPLETE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aPollOfATreeEmitsOnlyChangesAndASkippedFolderIsNoChange(boolean repository) throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        context.getRegistry().bind("keys", MemoryIdempotentRepository.memoryIdempotentRepository(1_000));
        Set<String> refused = ConcurrentHashMap.newKeySet();
        nas.on("file.ls", request -> {
            if (refused.contains(String.valueOf(request.parameters().get("path")))) {
                request.fail(4352);
            } else {
                request.answerAsUsual();
            }
        });
        try (CapturedLog log = new CapturedLog()) {
            routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000&recursive=true&changedOnly=true&initialDelay=0&delay=20"
                                           + (repository ? "&idempotentRepository=#keys" : "")).routeId("tree").to("mock:changes"));
            polled("changes", 4);
            refused.add("vol1/1000/b");
            await().atMost(PATIENCE).until(() -> log.messages(Level.WARN).stream().anyMatch(message -> message.startsWith(
                    "The recursive poll of route 'tree' left 1 folders out, the first of them vol1/1000/b: file.ls failed with errno 4352")));
            refused.clear();
            int before = nas.requestCount("file.ls");
            await().atMost(PATIENCE).until(() -> nas.requestCount("file.ls") > before + 6);
            assertEquals(4, getMockEndpoint("mock:changes").getReceivedCounter(), "nothing has changed");
            nas.files().file("vol1/1000/b/2", 7, 2);

            assertEquals(7, polled("changes", 5).get(4).getMessage().getBody(Map.class).get("size"));
        }
    }

    @Test
    void pollEnrichAndAWholePollGiveTheTreeAtOnce() throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1);
        routes(builder -> {
            builder.from("direct:enrich").pollEnrich("fnos:file.ls?recursive=true");
            builder.from("fnos:file.ls?recursive=true&splitEntries=false&initialDelay=0&repeatCount=1").to("mock:whole");
        });

        assertEquals(List.of("vol1/1000/a", "vol1/1000/a/1"), paths(send("direct:enrich", null)));
        assertEquals(List.of("vol1/1000/a", "vol1/1000/a/1"), paths(polled("whole", 1).get(0)));
    }

    @Test
    void aPollOfATreeStopsAtOnce() throws Exception {
        nas.files().file("vol1/1000/a/1", 1, 1).file("vol1/1000/b/2", 1, 1);
        nas.on("file.ls", request -> {
            if (!"vol1/1000/b".equals(request.parameters().get("path"))) {
                request.answerAsUsual();
            }
        });
        routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000&recursive=true&initialDelay=0").routeId("tree").to("mock:poll"));
        polled("poll", 2);

        long begin = System.nanoTime();
        context.getRouteController().stopRoute("tree");

        // Camel looks once a second, and gives up after 10 s.
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(8).toNanos(), "it waited for an answer");
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
