package io.github.camelfnos;

import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import io.github.camelfnos.simulator.FnosSimulator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page on operating shows works as it stands there. */
class OperatingPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Page page = new Page("docs/operating.md");
    private final FnosSimulator nas = FnosSimulator.start();

    @BeforeEach
    void fill() {
        nas.files().mkdir("vol1/1000/Inbox");
        nas.files().file("vol1/1000/Inbox/a", 1, 1);
    }

    @AfterEach
    void close() {
        nas.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Main main() throws IOException {
        Main main = new Main();
        for (String block : page.blocks("properties", "")) {
            Properties properties = new Properties();
            properties.load(new StringReader(block));
            properties.forEach((name, value) -> main.addInitialProperty((String) name, (String) value));
        }
        main.addInitialProperty("camel.component.fnos.host", nas.host());
        main.addInitialProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addInitialProperty("camel.component.fnos.username", "admin");
        main.addInitialProperty("camel.component.fnos.password", "admin");
        main.addInitialProperty("camel.component.fnos.reconnectDelay", "100");
        return main;
    }

    @Test
    void theHealthOfANasThatIsAwayAtTheStartIsServed() throws Exception {
        int management = freePort();
        nas.faults().stopListening();
        Main main = main();
        main.addInitialProperty("camel.server.port", String.valueOf(freePort()));
        main.addInitialProperty("camel.management.port", String.valueOf(management));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push").routeId("pushes").to("log:pushes?level=TRACE");
                from("direct:in").routeId("in").to("fnos:user.info");
            }
        });
        main.start();
        try {
            assertTrue(page.text().contains("http://127.0.0.1:8081/observe/health"));
            URI health = URI.create("http://127.0.0.1:" + management + "/observe/health");
            await().atMost(PATIENCE).until(() -> get(health).statusCode() == 503);
            assertTrue(get(health).body().contains("cannot be reached"), get(health).body());

            nas.faults().listenAgain();

            await().atMost(PATIENCE).until(() -> get(health).statusCode() == 200);
            assertTrue(get(health).body().contains("consumer:pushes"), get(health).body());
        } finally {
            main.stop();
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theSupervisorStartsARouteAgainWhoseUserWasRefused() throws Exception {
        Main main = main();
        main.addInitialProperty("camel.server.enabled", "false");
        main.addInitialProperty("camel.management.enabled", "false");
        main.addInitialProperty("camel.component.fnos.username", "late");
        main.addInitialProperty("camel.routecontroller.backOffDelay", "200");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push").routeId("pushes").to("log:pushes?level=TRACE");
            }
        });
        main.start();
        try {
            CamelContext context = main.getCamelContext();
            await().atMost(PATIENCE).until(() -> nas.passwordLogins() == 1);
            assertTrue(context.isStarted());
            nas.addAccount("late", "admin");

            context.getComponent("fnos", FnosComponent.class).connections().forgetRefusal(null, "late");

            await().atMost(PATIENCE).until(() -> context.getRouteController().getRouteStatus("pushes").isStarted());
            assertEquals(2, nas.passwordLogins());
        } finally {
            main.stop();
        }
    }

    @Test
    void theJavaIsThatOfThePage() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(OperatingPageTest.class, block.replace("\"/shared/lock\"", "lock.toString()"));
        }
    }

    private CamelContext instance(Path lock, String name) throws Exception {
        CamelContext context = new DefaultCamelContext();
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        configuration.setDeviceId(name);
        FileLockClusterService cluster = new FileLockClusterService();
        cluster.setRoot(lock.toString());
        context.addService(cluster);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:nas:fnos:file.ls?param.path=vol1/1000/Inbox&changedOnly=true&delay=1000").routeId("one-of-many")
                    .to("direct:changed");
                from("direct:changed").to("mock:changed");
            }
        });
        context.start();
        return context;
    }

    private static int changed(CamelContext context) {
        return context.getEndpoint("mock:changed", MockEndpoint.class).getReceivedCounter();
    }

    @Test
    void oneOfSeveralInstancesPolls(@TempDir Path lock) throws Exception {
        CamelContext first = instance(lock, "first");
        await().atMost(PATIENCE).until(() -> changed(first) == 1);
        CamelContext second = instance(lock, "second");
        try {
            nas.files().file("vol1/1000/Inbox/b", 1, 1);
            await().atMost(PATIENCE).until(() -> changed(first) == 2);
            assertEquals(0, changed(second));
        } finally {
            first.stop();
        }
        try {
            await().atMost(PATIENCE).until(() -> changed(second) == 2);
        } finally {
            second.stop();
        }
    }
}
