package io.github.camelfnos.bench;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.github.camelfnos.FnosComponent;
import io.github.camelfnos.FnosConfiguration;
import io.github.camelfnos.client.Account;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.Credentials;
import io.github.camelfnos.client.FnosConnectionRegistry;
import io.github.camelfnos.client.Limits;
import io.github.camelfnos.client.NasAddress;
import io.github.camelfnos.client.ReconnectPolicy;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.client.Timing;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** All ways to send a request that are compared, each over a connection of its own to the same NAS. */
final class Contenders implements AutoCloseable {

    static final String RAW = "raw";
    static final String RAW_NAGLE = "raw, Nagle";
    static final String RAW_HAND_OVER = "raw + hand-over";
    static final String CLIENT = "client";
    static final String ROUTE = "route";
    static final String ROUTE_SYNC = "route, sync";

    private final RawClient raw;
    private final RawClient nagle;
    private final RawClient handingOver;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final FnosConnectionRegistry registry = new FnosConnectionRegistry(JavaWebSocketFrameSocket::new, timer);
    private final ConnectionHandle client;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

    /** @param maxInFlight how many requests the component sends at once; the raw client has no limit */
    Contenders(int port, int maxInFlight) throws Exception {
        raw = new RawClient(port, true);
        nagle = new RawClient(port, false);
        handingOver = new RawClient(port, true);
        for (RawClient each : List.of(raw, nagle, handingOver)) {
            each.connectBlocking();
        }
        timer.setRemoveOnCancelPolicy(true);
        client = registry.acquire(settings(port, maxInFlight));
        client.connection().connect().join();
        configure(context, port).setMaxInFlight(maxInFlight);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:user.info").to("fnos:user.info");
                from("direct:file.ls").to("fnos:file.ls");
            }
        });
        context.start();
    }

    /** A component that takes up the session of the {@link LeanNas}; without JMX, which would count in each step of a route. */
    static FnosConfiguration configure(DefaultCamelContext context, int port) {
        context.disableJMX();
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setToken("any");
        configuration.setSessionSecret(Base64.getEncoder().encodeToString(LeanSocket.KEY));
        return configuration;
    }

    static ConnectionSettings settings(int port, int maxInFlight) {
        Credentials credentials = new Credentials(null, "any", null, Base64.getEncoder().encodeToString(LeanSocket.KEY));
        return new ConnectionSettings(new NasAddress("127.0.0.1", port, "/websocket", "main", false, null),
                new Account(null, credentials, "bench", "bench", true, "user.login"),
                new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(60), 3, Duration.ZERO),
                new Limits(64 * 1024 * 1024, maxInFlight),
                new ReconnectPolicy(true, Duration.ofMillis(20), Duration.ofMillis(20), 2, 0, StartupFailure.fail), null);
    }

    List<Contender> all() {
        return List.of(
                contender(RAW, raw::request),
                contender(RAW_NAGLE, nagle::request),
                contender(RAW_HAND_OVER, (operation, done) -> handingOver.request(operation, () -> executor.execute(done))),
                contender(CLIENT, this::request),
                contender(ROUTE, this::process),
                new Contender() {
                    @Override
                    public String name() {
                        return ROUTE_SYNC;
                    }

                    @Override
                    public void send(String operation, Runnable done) {
                        processAndWait(operation);
                        done.run();
                    }

                    @Override
                    public boolean isSynchronous() {
                        return true;
                    }
                });
    }

    private interface Sending {
        void send(String operation, Runnable done);
    }

    private static Contender contender(String name, Sending sending) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void send(String operation, Runnable done) {
                sending.send(operation, done);
            }
        };
    }

    private void request(String operation, Runnable done) {
        client.connection().request(new Request(operation, Map.of()), Duration.ofSeconds(30)).whenComplete((answer, failure) -> {
            check(failure);
            done.run();
        });
    }

    private void process(String operation, Runnable done) {
        AsyncProducer producer = producer(operation);
        Exchange exchange = producer.getEndpoint().createExchange();
        producer.process(exchange, doneSync -> {
            check(exchange.getException());
            done.run();
        });
    }

    private void processAndWait(String operation) {
        AsyncProducer producer = producer(operation);
        Exchange exchange = producer.getEndpoint().createExchange();
        try {
            producer.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        check(exchange.getException());
    }

    /** On whatever thread it comes: figures of failures are worth nothing. */
    private static void check(Throwable failure) {
        if (failure != null) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private AsyncProducer producer(String operation) {
        return producers.computeIfAbsent(operation, name -> {
            try {
                AsyncProducer producer = context.getEndpoint("direct:" + name).createAsyncProducer();
                producer.start();
                return producer;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() throws Exception {
        context.stop();
        registry.close();
        timer.shutdownNow();
        executor.shutdown();
        for (RawClient each : List.of(raw, nagle, handingOver)) {
            each.closeBlocking();
        }
    }
}
