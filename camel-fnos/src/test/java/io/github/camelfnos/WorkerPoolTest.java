package io.github.camelfnos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Routes go on after an answer on threads of their own, and no route can starve another of its answers. */
@Tag("smoke")
class WorkerPoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults());
    private final CamelContext context = new DefaultCamelContext();
    private final Set<String> routeThreads = ConcurrentHashMap.newKeySet();
    private ExecutorService userPool;

    @BeforeEach
    void answerEverything() {
        nas.on("test.a", request -> request.succeed(Map.of("list", List.of(1, 2, 3))));
        nas.on("test.b", request -> request.succeed(Map.of("b", true)));
    }

    @AfterEach
    void stop() {
        context.stop();
        nas.close();
        if (userPool != null) {
            userPool.shutdownNow();
        }
    }

    private void start(ExecutorService pool, RouteBuilder routes) throws Exception {
        userPool = pool;
        FnosComponent component = context.getComponent("fnos", FnosComponent.class);
        component.getConfiguration().setHost(nas.host());
        component.getConfiguration().setPort(nas.port());
        component.getConfiguration().setUsername("admin");
        component.getConfiguration().setPassword("admin");
        component.setWorkerPool(pool);
        context.addRoutes(routes);
        context.start();
    }

    /** Sends without a thread per exchange, and gives the exchanges back when all have ended. */
    private List<CompletableFuture<Exchange>> sendAsync(String uri, int count) throws Exception {
        AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Exchange exchange = context.getEndpoint(uri).createExchange();
            CompletableFuture<Exchange> end = new CompletableFuture<>();
            producer.process(exchange, doneSync -> end.complete(exchange));
            done.add(end);
        }
        return done;
    }

    private static void assertAllSucceed(List<CompletableFuture<Exchange>> exchanges) throws Exception {
        for (CompletableFuture<Exchange> one : exchanges) {
            assertNull(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException());
        }
    }

    private void noteThread(Exchange exchange) {
        routeThreads.add(Thread.currentThread().getName());
    }

    private void assertNoRouteRanOnAReadThread() {
        assertFalse(routeThreads.isEmpty());
        assertTrue(routeThreads.stream().noneMatch(name -> name.contains("WebSocket")), routeThreads::toString);
    }

    @Test
    void twoThousandRoutesThatBlockAfterTheirAnswerDelayNoOtherAnswer() throws Exception {
        int count = 2_000;
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        start(null, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:block").to("fnos:test.a").process(WorkerPoolTest.this::noteThread).process(exchange -> {
                    blocked.incrementAndGet();
                    release.await();
                });
            }
        });

        List<CompletableFuture<Exchange>> blocking = sendAsync("direct:block", count);
        await().atMost(PATIENCE).until(() -> blocked.get() == count);
        Exchange other = sendAsync("fnos:test.b", 1).get(0).get(3, TimeUnit.SECONDS);

        assertNull(other.getException());
        release.countDown();
        assertAllSucceed(blocking);
        assertNoRouteRanOnAReadThread();
    }

    @Test
    void aRouteOfSeveralStepsRunsOnAPoolOfOneThread() throws Exception {
        Queue<Object> parts = new ConcurrentLinkedQueue<>();
        start(Executors.newFixedThreadPool(1, task -> new Thread(task, "the-only-one")), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:steps").to("fnos:test.b").to("fnos:test.a").split(simple("${body[list]}"))
                        .process(WorkerPoolTest.this::noteThread)
                        .process(exchange -> parts.add(exchange.getMessage().getBody()));
            }
        });

        assertAllSucceed(sendAsync("direct:steps", 20));

        assertEquals(60, parts.size());
        // On a machine that is busy for 100 ms, what waits gets a thread of its own as well.
        assertTrue(routeThreads.contains("the-only-one"), routeThreads.toString());
        assertTrue(routeThreads.stream().allMatch(name -> name.equals("the-only-one") || name.endsWith("FnosWorker")), routeThreads.toString());
        assertNoRouteRanOnAReadThread();
    }

    @ParameterizedTest(name = "on {0}")
    @ValueSource(strings = { "the component's own pool", "a pool of one thread" })
    void synchronousCallsInsideOfWhatFollowsAnAnswerCannotDeadlock(String pool) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:worker-pool;DB_CLOSE_DELAY=-1");
        context.getRegistry().bind("database", database);
        context.getRegistry().bind("required", new SpringTransactionPolicy(new DataSourceTransactionManager(database)));
        start(pool.contains("one") ? Executors.newFixedThreadPool(1) : null, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:template").to("fnos:test.a").process(WorkerPoolTest.this::noteThread)
                        .process(exchange -> exchange.getContext().createFluentProducerTemplate().to("fnos:test.b").request());
                from("direct:nested-transaction").to("fnos:test.a").process(WorkerPoolTest.this::noteThread).to("direct:transaction");
                from("direct:transaction").transacted("required").to("sql:SELECT 1?dataSource=#database&outputType=SelectOne")
                        .to("fnos:test.b?ignoreBody=true").process(WorkerPoolTest.this::noteThread);
            }
        });
        int count = 200;

        List<CompletableFuture<Exchange>> exchanges = sendAsync("direct:template", count);
        exchanges.addAll(sendAsync("direct:nested-transaction", count));

        assertAllSucceed(exchanges);
        assertNoRouteRanOnAReadThread();
    }

    @Test
    void anExecutorThatRunsTasksOnItsCallerRunsNoRouteOnTheReadThread() throws Exception {
        start(new CallerRunsInDisguise(), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:steps").to("fnos:test.b").process(WorkerPoolTest.this::noteThread).to("fnos:test.a")
                        .process(WorkerPoolTest.this::noteThread);
            }
        });

        assertAllSucceed(sendAsync("direct:steps", 10));

        assertNoRouteRanOnAReadThread();
    }

    @Test
    void aPoolThatRejectsLosesNoAnswer() throws Exception {
        start(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.AbortPolicy()),
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:steps").to("fnos:test.b").process(WorkerPoolTest.this::noteThread);
                    }
                });

        assertAllSucceed(sendAsync("direct:steps", 100));

        assertNoRouteRanOnAReadThread();
    }

    @Test
    void aMachineThatGivesThePoolNoThreadLosesNoAnswer() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        start(new ThreadPoolExecutor(0, 10, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            refusals.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
        }), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:steps").to("fnos:test.b").process(WorkerPoolTest.this::noteThread);
            }
        });

        assertAllSucceed(sendAsync("direct:steps", 5));

        assertTrue(refusals.get() > 0);
        assertNoRouteRanOnAReadThread();
    }

    @Test
    void aTimeoutGoesOnEvenIfEveryWorkerIsBusy() throws Exception {
        Queue<SimulatedRequest> silent = new ConcurrentLinkedQueue<>();
        nas.on("test.silent", silent::add);
        CountDownLatch release = new CountDownLatch(1);
        start(Executors.newFixedThreadPool(1), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:block").to("fnos:test.a").process(exchange -> release.await());
            }
        });
        List<CompletableFuture<Exchange>> blocking = sendAsync("direct:block", 3);

        Exchange timedOut = sendAsync("fnos:test.silent?requestTimeout=200ms", 1).get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertInstanceOf(ExchangeTimedOutException.class, timedOut.getException());
        release.countDown();
        assertAllSucceed(blocking);
    }

    @Test
    void aPoolWhosePolicyIsCallerRunsIsRefusedAtStart() {
        ThreadPoolExecutor callerRuns = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        ExecutorService camelsDefault = context.getExecutorServiceManager().newDefaultThreadPool(this, "default");

        for (ExecutorService pool : List.of(callerRuns, camelsDefault)) {
            FnosComponent component = new FnosComponent();
            component.setCamelContext(context);
            component.setWorkerPool(pool);
            Exception refused = assertThrows(Exception.class, component::start);
            assertTrue(refused.toString().contains("rejection policy CallerRuns"), refused.toString());
        }
        callerRuns.shutdownNow();
    }

    /** Without the rescue, which is what the timer is for, each must bring the next. */
    @Test
    void workersComeAsLongAsTasksBlockWithoutBeingRescued() throws Exception {
        int count = 100;
        ScheduledThreadPoolExecutor late = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                return super.schedule(task, 1, TimeUnit.HOURS);
            }
        };
        CountDownLatch together = new CountDownLatch(count);
        AtomicInteger done = new AtomicInteger();
        try (WorkerPool pool = WorkerPool.ofSize(count, Thread::new, late)) {
            for (int i = 0; i < count; i++) {
                pool.execute(() -> {
                    together.countDown();
                    awaitUnchecked(together);
                    done.incrementAndGet();
                });
            }
            await().atMost(PATIENCE).until(() -> done.get() == count);
        }
        late.shutdownNow();
    }

    @Test
    void oneThreadDoesTheShortTasksOfAnother() throws Exception {
        int count = 20_000;
        AtomicInteger done = new AtomicInteger();
        AtomicInteger threads = new AtomicInteger();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (WorkerPool pool = WorkerPool.ofSize(1_000, task -> {
            threads.incrementAndGet();
            return new Thread(task);
        }, timer)) {
            for (int i = 0; i < count; i++) {
                pool.execute(done::incrementAndGet);
            }
            await().atMost(PATIENCE).until(() -> done.get() == count);
        }
        timer.shutdownNow();

        // Each thread that comes takes what is there; with a thread per waiting task it would be the thousand that the pool may have.
        assertTrue(threads.get() < 400, () -> threads + " threads");
    }

    @Test
    void whatInterruptsOneExchangeInterruptsNoOther() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        CountDownLatch all = new CountDownLatch(1);
        try (WorkerPool pool = WorkerPool.ofSize(1, Thread::new, timer)) {
            for (int i = 0; i < 20; i++) {
                pool.execute(() -> {
                    awaitUnchecked(all);
                    interrupted.add(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                });
            }
            all.countDown();
            await().atMost(PATIENCE).until(() -> interrupted.size() == 20);
        }
        timer.shutdownNow();
        assertFalse(interrupted.contains(true), interrupted::toString);
    }

    @Test
    void aPoolThatFailsInAWayOfItsOwnLosesNothing() {
        AtomicInteger calls = new AtomicInteger();
        assertNothingIsLost(new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            public void execute(Runnable task) {
                if (calls.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("not now");
                }
                super.execute(task);
            }
        });
    }

    @Test
    void aPoolThatThrowsTasksAwayLosesNothing() {
        assertNothingIsLost(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.DiscardPolicy()));
    }

    @Test
    void aPoolThatItsUserHasShutDownLosesNothing() {
        ExecutorService ended = Executors.newFixedThreadPool(1);
        ended.shutdown();
        assertNothingIsLost(ended);
    }

    private static void assertNothingIsLost(ExecutorService usersPool) {
        int count = 200;
        AtomicInteger done = new AtomicInteger();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (WorkerPool pool = WorkerPool.of(usersPool, Thread::new, timer)) {
            for (int i = 0; i < count; i++) {
                pool.execute(done::incrementAndGet);
            }
            await().atMost(PATIENCE).until(() -> done.get() == count);
        }
        usersPool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aTimerThatFindsNoMemoryOnceRescuesLaterNevertheless() {
        AtomicInteger failures = new AtomicInteger(1);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                if (failures.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("for a moment");
                }
                return super.schedule(task, delay, unit);
            }
        };
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        ExecutorService one = Executors.newFixedThreadPool(1);
        try (WorkerPool pool = WorkerPool.of(one, Thread::new, timer)) {
            one.execute(() -> awaitUnchecked(release));
            for (int i = 0; i < 5; i++) {
                pool.execute(done::incrementAndGet);
            }
            await().atMost(PATIENCE).until(() -> done.get() == 5);
        }
        release.countDown();
        one.shutdownNow();
        timer.shutdownNow();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class CallerRunsInDisguise extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
