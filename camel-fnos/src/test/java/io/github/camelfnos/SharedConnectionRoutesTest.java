package io.github.camelfnos;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Many routes and one connection, from the start of the first to the stop of the last, in good times and bad ones. */
class SharedConnectionRoutesTest {

    private static final String PASSWORD = "p&w%1+#";

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));
    private final CamelContext context = new DefaultCamelContext();
    private final FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();

    SharedConnectionRoutesTest() {
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setUsername("admin");
        configuration.setPassword(PASSWORD);
        configuration.setReconnectDelay(100);
        configuration.setReconnectMaxDelay(500);
    }

    @AfterEach
    void stop() {
        context.stop();
        nas.close();
        OurThreads.awaitNone();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private void routes(int count) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                IntStream.range(0, count).forEach(i -> from("direct:" + i).routeId("r" + i).to("fnos:user.info?param.n=" + i));
            }
        });
    }

    private Exchange send(int route) {
        return context.createProducerTemplate().request("direct:" + route, exchange -> {
        });
    }

    private void stopRoutes(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            context.getRouteController().stopRoute("r" + i);
        }
    }

    @Test
    @Tag("smoke")
    void aHundredRoutesAreOneSocketAndOneLogin() throws Exception {
        configuration.setLingerTimeout(300);
        routes(100);
        context.start();
        IntStream.range(0, 100).forEach(route -> assertNull(send(route).getException()));

        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());

        stopRoutes(0, 99);
        assertNull(send(99).getException());
        assertEquals(1, nas.openSockets());

        stopRoutes(99, 100);
        assertEquals(1, nas.openSockets(), "it lingers");
        await().until(() -> nas.openSockets() == 0);
    }

    @Test
    void aRestartFindsTheSocketOpenAndTheStopOfTheContextClosesItAtOnce() throws Exception {
        configuration.setLingerTimeout(60_000);
        routes(1);
        context.start();
        stopRoutes(0, 1);
        assertEquals(1, nas.openSockets());
        context.getRouteController().startRoute("r0");
        assertNull(send(0).getException());
        assertEquals(1, nas.connections());
        stopRoutes(0, 1);

        context.stop();

        await().until(() -> nas.openSockets() == 0);
    }

    @Test
    void aThousandRestartsLeaveNothingBehind() throws Exception {
        configuration.setLingerTimeout(0);
        routes(1);
        context.start();
        restart(50);
        assertEquals(51, nas.connections(), "without lingering each start has a socket of its own");
        await().until(() -> nas.openSockets() == 1);
        long threads = Thread.getAllStackTraces().size();

        stopRoutes(0, 1);
        context.getEndpoint("fnos:user.info?param.n=0", FnosEndpoint.class).getConfiguration().setLingerTimeout(60_000);
        context.getRouteController().startRoute("r0");
        restart(1_000);

        assertEquals(52, nas.connections(), "with it they share one");
        assertEquals(1, nas.openSockets());
        await().until(() -> Thread.getAllStackTraces().size() <= threads + 3);
        assertEquals(1, nas.passwordLogins());
    }

    private void restart(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            context.getRouteController().stopRoute("r0");
            context.getRouteController().startRoute("r0");
        }
    }

    @Test
    void aWrongPasswordIsSentOnceWhateverFiftyRoutesAndASupervisorDo() throws Exception {
        configuration.setPassword("hunter2");
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("route-controller"));
        SupervisingRouteController supervisor = context.getRouteController().supervising();
        supervisor.setInitialDelay(1);
        supervisor.setBackOffDelay(100);
        supervisor.setThreadPoolSize(4);
        routes(50);
        context.start();

        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.connections());
        assertFalse(supervisor.getRestartingRoutes().isEmpty(), "the supervisor is at it");
        assertTrue(HealthCheckHelper.invokeReadiness(context).stream().anyMatch(result -> result.getState() == HealthCheck.State.DOWN
                && result.getMessage().orElse("").contains("refused the login of admin")), "Camel's own check says why");

        // What an operator does who has put it right.
        nas.addAccount("admin", "hunter2");
        context.getEndpoint("fnos:user.info?param.n=0", FnosEndpoint.class).forgetRefusal();
        await().until(() -> IntStream.range(0, 50).allMatch(i -> context.getRouteController().getRouteStatus("r" + i).isStarted()));
        assertNull(send(49).getException());
        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void aRefusalIsThatOfOnePassword() throws Exception {
        context.start();
        configuration.setPassword("hunter2");
        assertThrows(Exception.class, () -> routes(1));
        assertThrows(Exception.class, () -> context.getRouteController().startRoute("r0"));
        assertEquals(1, nas.passwordLogins());

        configuration.setPassword(PASSWORD);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:1").to("fnos:user.info?param.n=1");
            }
        });

        assertNull(send(1).getException());
        assertEquals(2, nas.passwordLogins());
    }

    @Test
    void aLazyProducerDoesNotRepeatARefusedLoginWithEachExchange() throws Exception {
        configuration.setPassword("hunter2");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:0").to("fnos:user.info?lazyStartProducer=true");
            }
        });
        context.start();

        for (int i = 0; i < 20; i++) {
            FnosAuthenticationException refused = send(0).getException(FnosAuthenticationException.class);
            assertEquals(131072, refused.getErrno());
        }

        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.connections());
    }

    @Test
    void routesGoOnAfterARebootWithoutAPasswordLogin() throws Exception {
        routes(3);
        context.start();
        assertNull(send(0).getException());

        nas.faults().reboot(true);
        awaitReconnects(1);

        IntStream.range(0, 3).forEach(route -> assertNull(send(route).getException()));
        assertEquals(1, nas.passwordLogins());

        nas.faults().reboot(false);
        awaitReconnects(2);
        IntStream.range(0, 3).forEach(route -> assertNull(send(route).getException()));
        assertEquals(2, nas.passwordLogins());
    }

    private void awaitReconnects(int count) {
        FnosComponent component = context.getComponent("fnos", FnosComponent.class);
        await().until(() -> component.connections().connections().get(0).counters().reconnects() == count);
    }

    @Test
    void anExchangeDuringAnOutageWaitsAndOneInFlightFailsAsSent() throws Exception {
        nas.on("user.silent", asked -> {
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:silent").to("fnos:user.silent");
            }
        });
        routes(1);
        context.start();
        var inFlight = context.createProducerTemplate().asyncSend("direct:silent", exchange -> {
        });
        await().until(() -> nas.requestCount("user.silent") == 1);

        nas.faults().stopListening();
        FnosConnectionException lost = inFlight.get().getException(FnosConnectionException.class);
        assertTrue(lost.isRequestSent());
        assertFalse(lost.isRetryable());
        var waiting = context.createProducerTemplate().asyncSend("direct:0", exchange -> {
        });
        nas.faults().listenAgain();

        assertNull(waiting.get().getException());
        assertEquals(1, nas.requestCount("user.silent"));
    }

    @Test
    void withStartupFailureReconnectARouteStartsWithoutItsNas() throws Exception {
        configuration.setStartupFailure(StartupFailure.reconnect);
        nas.faults().stopListening();
        routes(1);

        context.start();
        var waiting = context.createProducerTemplate().asyncSend("direct:0", exchange -> {
        });
        nas.faults().listenAgain();

        assertNull(waiting.get().getException());
    }

    @Test
    void withStartupFailureReconnectNoFurtherRouteWaitsForItsNas() throws Exception {
        configuration.setStartupFailure(StartupFailure.reconnect);
        configuration.setConnectTimeout(30_000);
        nas.faults().stopListening();
        routes(20);
        long begin = System.nanoTime();

        context.start();

        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos(), "a route waited for the connection");
    }

    @Test
    void withStartupFailureReconnectARefusedPasswordFailsTheStartNevertheless() throws Exception {
        configuration.setStartupFailure(StartupFailure.reconnect);
        configuration.setPassword("hunter2");
        routes(1);

        Throwable failure = assertThrows(Exception.class, context::start);

        assertTrue(failure.getMessage().contains("refused the login of admin"), failure.getMessage());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void endpointsOfOneConnectionMustAgreeInItsOptions() throws Exception {
        routes(1);
        context.start();

        Throwable failure = assertThrows(Exception.class, () -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").to("fnos:user.info?heartbeatInterval=5s");
            }
        }));

        assertTrue(failure.toString().contains("fnos:user.info cannot be used: heartbeatInterval is 5s here and 60s there"),
                failure.toString());
    }

    @Test
    void aSessionFromElsewhereNeedsNoPassword() throws Exception {
        try (LiteralClient elsewhere = LiteralClient.connect(nas.url())) {
            var login = elsewhere.logIn("admin", PASSWORD);
            configuration.setUsername(null);
            configuration.setPassword(null);
            configuration.setToken(login.get("token").asText());
            configuration.setSessionSecret(Base64.getEncoder().encodeToString(elsewhere.key()));
        }
        routes(1);

        context.start();

        assertNull(send(0).getException());
        assertEquals(1, nas.passwordLogins(), "only that of the other client");
    }

    @Test
    void aSessionThatShallNotStayIsLoggedOutWhenTheContextStops() throws Exception {
        configuration.setStayLoggedIn(false);
        routes(2);
        context.start();
        assertNull(send(0).getException());

        context.stop();

        assertEquals(1, nas.logouts());
    }

    @Test
    void aContextStopsFastWhileASupervisedRouteIsConnecting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            configuration.setPort(silent.getLocalPort());
            SupervisingRouteController supervisor = context.getRouteController().supervising();
            supervisor.setInitialDelay(1);
            routes(1);
            context.start();
            silent.accept();

            assertStopsFast();
        }
    }

    @Test
    void aContextStopsFastWhileItIsStarting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            configuration.setPort(silent.getLocalPort());
            routes(1);
            CompletableFuture<Void> starting = CompletableFuture.runAsync(context::start);
            silent.accept();

            assertStopsFast();

            assertThrows(ExecutionException.class, starting::get);
        }
    }

    private void assertStopsFast() {
        long began = System.nanoTime();
        context.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toMillis() < 2_000, "stopping took " + took);
    }

    @Test
    void aNasThatCutsEveryLoginGetsNoStormOfThem() throws Exception {
        nas.on("encrypted", asked -> asked.closeSocket());
        configuration.setReconnectDelay(1_000);
        configuration.setReconnectMaxDelay(10_000);
        SupervisingRouteController supervisor = context.getRouteController().supervising();
        supervisor.setInitialDelay(1);
        supervisor.setBackOffDelay(50);
        supervisor.setThreadPoolSize(4);
        routes(50);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lazy").to("fnos:user.info?lazyStartProducer=true");
            }
        });
        context.start();

        await().during(Duration.ofSeconds(2)).until(() -> nas.requestCount("encrypted") <= 20);

        assertTrue(nas.requestCount("encrypted") > 0);
        assertTrue(nas.connections() <= 20, nas.connections() + " sockets");
    }
}
