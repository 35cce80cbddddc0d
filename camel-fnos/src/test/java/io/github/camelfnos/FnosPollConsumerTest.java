package io.github.camelfnos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.camel.CamelAuthorizationException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Operations that are polled on schedule: what is emitted, when, and what becomes of failures. */
class FnosPollConsumerTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private MockEndpoint mock() {
        return getMockEndpoint("mock:out");
    }

    private List<Exchange> arrived(int count) {
        await().atMost(PATIENCE).until(() -> mock().getReceivedCounter() >= count);
        return List.copyOf(mock().getReceivedExchanges());
    }

    private void folderOf(int files) {
        nas.files().mkdir("vol1/1000/in");
        for (int n = 0; n < files; n++) {
            nas.files().file("vol1/1000/in/" + n, n, 1_700_000_000L);
        }
    }

    @Test
    void eachEntryOfTheListIsAnExchangeWithItsPlaceInTheBatch() throws Exception {
        folderOf(25);
        routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000/in&initialDelay=0&repeatCount=1").to("mock:out"));

        List<Exchange> exchanges = arrived(25);

        assertEquals(25, exchanges.size());
        for (int n = 0; n < 25; n++) {
            Exchange exchange = exchanges.get(n);
            assertInstanceOf(FnosEntry.class, exchange.getMessage().getBody());
            assertEquals(n, exchange.getProperty(Exchange.BATCH_INDEX));
            assertEquals(25, exchange.getProperty(Exchange.BATCH_SIZE));
            assertEquals(n == 24, exchange.getProperty(Exchange.BATCH_COMPLETE));
            assertEquals("file.ls", exchange.getMessage().getHeader("CamelFnosAnsweredOperation"));
            assertEquals(4, exchange.getMessage().getHeader("CamelFnosFrameCount"), "three of ten, and the end");
            assertEquals(true, exchange.getMessage().getHeader("CamelFnosComplete"));
        }
        assertEquals(Map.of("path", "vol1/1000/in"), received("file.ls").get(0).parameters());
    }

    @Test
    void theWholeAnswerIsOneExchangeWhereItIsNotSplitOrHasNoList() throws Exception {
        folderOf(3);
        routes(builder -> {
            builder.from("fnos:file.ls?param.path=vol1/1000/in&splitEntries=false&initialDelay=0&repeatCount=1").to("mock:out");
            builder.from("fnos:notify.unreadTotal?initialDelay=0&repeatCount=1").to("mock:none");
            builder.from("fnos:appcgi.sysinfo.getHostName?initialDelay=0&repeatCount=1").to("mock:none");
        });

        FnosResponse response = assertInstanceOf(FnosResponse.class, arrived(1).get(0).getMessage().getBody());
        assertEquals(3, ((List<?>) response.get("files")).size());
        assertEquals(1, arrived(1).get(0).getProperty(Exchange.BATCH_SIZE));
        await().atMost(PATIENCE).until(() -> getMockEndpoint("mock:none").getReceivedCounter() == 2);
    }

    @Test
    void anEmptyListIsNoExchangeOrAnEmptyOneWhereAskedFor() throws Exception {
        nas.files().mkdir("vol1/1000/in");
        routes(builder -> {
            builder.from("fnos:file.ls?param.path=vol1/1000/in&initialDelay=0&repeatCount=1").to("mock:never");
            builder.from("fnos:file.ls?param.path=vol1/1000/in&initialDelay=0&repeatCount=1&sendEmptyMessageWhenIdle=true").to("mock:out");
        });

        assertEquals(null, arrived(1).get(0).getMessage().getBody());
        await().atMost(PATIENCE).until(() -> received("file.ls").size() == 2);
        assertEquals(0, getMockEndpoint("mock:never").getReceivedCounter());
    }

    @Test
    void theListIsFoundUnderOtherNamesAndInsideOfData() throws Exception {
        nas.on("one", request -> request.succeed(Map.of("things", List.of(Map.of("name", "a")), "tags", List.of("x", "y"))));
        nas.on("appcgi.two", request -> request.succeed(Map.of("array", List.of(Map.of("name", "b")))));
        nas.on("three", request -> request.succeed(Map.of("rsp", Map.of("list", List.of(Map.of("name", "c"))))));
        nas.on("four", request -> request.succeed(Map.of("files", List.of(Map.of("name", "d")), "folders", List.of(Map.of("name", "no")))));
        nas.on("five", request -> request.succeed(Map.of("files", List.of(Map.of("name", "no")), "folders", List.of(Map.of("name", "e")))));
        routes(builder -> {
            for (String operation : List.of("one?", "appcgi.two?", "three?", "four?", "five?listKey=folders&")) {
                builder.from("fnos:" + operation + "initialDelay=0&repeatCount=1").to("mock:out");
            }
        });

        arrived(5);
        assertEquals(List.of("a", "b", "c", "d", "e"), mock().getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(FnosEntry.class).get("name")).sorted().toList());
    }

    @Test
    void whichListItIsDoesNotDependOnWhetherOthersAreEmpty() throws Exception {
        nas.on("full", request -> request.succeed(Map.of("things", List.of(Map.of("name", "a")), "tags", List.of())));
        nas.on("empty", request -> request.succeed(Map.of("things", List.of(), "tags", List.of())));
        nas.on("inner", request -> request.succeed(Map.of("tags", List.of(), "data", Map.of("files", List.of(Map.of("name", "b"))))));
        nas.on("none", request -> request.succeed(Map.of("tags", List.of("x"), "name", "c")));
        routes(builder -> {
            for (String operation : List.of("full", "empty", "inner", "none")) {
                builder.from("fnos:" + operation + "?initialDelay=0&repeatCount=1").to("mock:out");
            }
        });

        arrived(3);
        await().atMost(Duration.ofSeconds(30)).until(() -> received("empty").size() == 1);
        assertEquals(List.of("a", "b", "c"), mock().getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(Map.class).get("name")).sorted().toList());
    }

    @Test
    void aPollThatIsGivenUpIsNoEmptyListing() throws Exception {
        nas.on("never", request -> {
        });
        routes(builder -> builder.from("fnos:never?initialDelay=0&sendEmptyMessageWhenIdle=true").routeId("never").to("mock:out"));
        await().atMost(Duration.ofSeconds(30)).until(() -> received("never").size() == 1);

        context.getRouteController().suspendRoute("never");
        context.getRouteController().stopRoute("never");

        assertEquals(0, mock().getReceivedCounter());
    }

    @Test
    void aListThatCannotBeToldFromOthersOrIsNotThereIsAnErrorThatSaysWhatToSet() throws Exception {
        nas.on("several", request -> request.succeed(Map.of("cats", List.of(Map.of("name", "a")), "dogs", List.of(Map.of("name", "b")))));
        List<String> problems = new ArrayList<>();
        routes(builder -> {
            builder.onException(IllegalArgumentException.class).handled(true)
                    .process(exchange -> problems.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage())).to("mock:out");
            builder.from("fnos:several?initialDelay=0&repeatCount=1&bridgeErrorHandler=true").to("mock:never");
            builder.from("fnos:several?listKey=birds&initialDelay=0&repeatCount=1&bridgeErrorHandler=true").to("mock:never");
        });

        arrived(2);
        String all = problems.stream().sorted().toList().toString();
        assertTrue(all.contains("The answer to several has several lists, ["), all);
        assertTrue(all.contains("; set listKey to one of them, or take the answer whole"), all);
        assertTrue(all.contains("The answer to several has no list 'birds', only ["), all);
    }

    @Test
    void aPollThatIsNotPermittedIsThatFailure() throws Exception {
        nas.on("forbidden", request -> request.fail(4352));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        routes(builder -> {
            builder.onException(CamelAuthorizationException.class).handled(true)
                    .process(exchange -> failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))).to("mock:out");
            builder.from("fnos:forbidden?initialDelay=0&repeatCount=1&bridgeErrorHandler=true").to("mock:never");
        });

        arrived(1);
        assertEquals(4352, assertInstanceOf(FnosPermissionDeniedException.class, failures.get(0)).getErrno());
    }

    @Test
    void camelsSchedulerDecidesWhenItIsPolled() throws Exception {
        routes(builder -> builder.from("fnos:notify.unreadTotal?initialDelay=50&delay=20&repeatCount=5").to("mock:out"));

        arrived(5);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertEquals(5, received("notify.unreadTotal").size());
    }

    @Test
    void cronDecidesWithCamelQuartz() throws Exception {
        routes(builder -> builder.from("fnos:notify.unreadTotal?scheduler=quartz&scheduler.cron=0/1+*+*+*+*+?").routeId("cron").to("mock:out"));

        long apart = arrived(3).get(2).getCreated() - arrived(3).get(0).getCreated();
        assertTrue(apart > 900, "three of them within " + apart + " ms, where one second lies between each two");
    }

    @Test
    void aFailedPollGoesThroughThePollStrategyAndTheNextOneComes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        nas.on("flaky", request -> {
            if (asked.incrementAndGet() < 3) {
                request.fail(4097);
            } else {
                request.succeed(Map.of("n", asked.get()));
            }
        });
        List<String> rolledBack = new ArrayList<>();
        context.getRegistry().bind("strategy", new DefaultPollingConsumerPollStrategy() {
            @Override
            public boolean rollback(org.apache.camel.Consumer consumer, org.apache.camel.Endpoint endpoint, int retryCounter, Exception e) {
                rolledBack.add(e.getClass().getSimpleName() + retryCounter);
                return retryCounter < 1;
            }
        });
        routes(builder -> builder.from("fnos:flaky?initialDelay=0&delay=10&repeatCount=2&pollStrategy=#strategy").to("mock:out"));

        assertEquals(3, arrived(1).get(0).getMessage().getBody(Map.class).get("n"));
        assertEquals(List.of("FnosBusyException0", "FnosBusyException1"), rolledBack.subList(0, 2));
    }

    @Test
    void aFailedPollCanBeBridgedToTheRoutesErrorHandler() throws Exception {
        routes(builder -> {
            builder.onException(FnosNotFoundException.class).handled(true).to("mock:out");
            builder.from("fnos:file.ls?param.path=vol1/1000/missing&initialDelay=0&repeatCount=1&bridgeErrorHandler=true").to("mock:never");
        });

        assertInstanceOf(FnosNotFoundException.class, arrived(1).get(0).getProperty(Exchange.EXCEPTION_CAUGHT));
    }

    @Test
    void aFailedExchangeIsReportedAndTheOthersGoOn() throws Exception {
        folderOf(3);
        routes(builder -> builder.from("fnos:file.ls?param.path=vol1/1000/in&initialDelay=0&repeatCount=1").process(exchange -> {
            if (exchange.getMessage().getBody(Map.class).get("name").equals("1")) {
                throw new IllegalStateException("not this one");
            }
        }).to("mock:out"));

        assertEquals(List.of("0", "2"), arrived(2).stream().map(exchange -> exchange.getMessage().getBody(Map.class).get("name")).toList());
    }

    @Test
    void aRouteThatStopsDoesNotWaitForAnAnswerThatDoesNotCome() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        nas.on("never", request -> asked.set(true));
        routes(builder -> builder.from("fnos:never?initialDelay=0").routeId("never").to("mock:out"));
        await().atMost(PATIENCE).untilTrue(asked);

        long begin = System.nanoTime();
        context.getRouteController().stopRoute("never");

        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos(), "requestTimeout is 30 s");
        assertEquals(0, context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next().inFlight());
    }

    @Test
    void greedyPollsAgainAtOnceAsLongAsThereAreChangesAndDoesNotSpinOverOneThatFails() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        nas.on("growing", request -> {
            int n = Math.min(5, asked.incrementAndGet());
            request.succeed(Map.of("files", List.of(Map.of("name", "bad", "mtim", 1), Map.of("name", "f" + n, "mtim", n))));
        });
        routes(builder -> builder.from("fnos:growing?initialDelay=0&delay=3600000&greedy=true&changedOnly=true").process(exchange -> {
            if (exchange.getMessage().getBody(Map.class).get("name").equals("bad")) {
                throw new IllegalStateException("always");
            }
        }).to("mock:out"));

        assertEquals(5, arrived(5).size());
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        assertEquals(6, asked.get(), "the sixth brought nothing new but the one that failed");
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
