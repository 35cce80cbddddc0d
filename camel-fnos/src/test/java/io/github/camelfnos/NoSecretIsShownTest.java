package io.github.camelfnos;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.ReceivedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Lets a connection live through all that can befall it, collects all that it shows meanwhile (logs at TRACE, exceptions,
 * texts of objects, thread names, JMX, health, console), and looks for what must not be in there.
 */
class NoSecretIsShownTest {

    private static final String PASSWORD = "open-sesame-7f3a";
    private static final String WRONG_PASSWORD = "close-sesame-9b1c";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));
    private final CamelContext context = new DefaultCamelContext();
    private final FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<String> shown = new ArrayList<>();
    private CapturedLog log;

    @AfterEach
    void stop() {
        context.stop();
        nas.close();
        if (log != null) {
            log.close();
        }
    }

    /** Which of the secrets can be read in the texts. */
    private static List<String> found(Set<String> secrets, List<String> texts) {
        return secrets.stream().filter(secret -> texts.stream().anyMatch(text -> text.contains(secret))).toList();
    }

    @Test
    void theScanFindsASecretThatIsThere() {
        log = new CapturedLog();
        LogManager.getLogger("io.github.camelfnos.client.Planted").trace("the token is {}", "planted-secret");

        assertEquals(List.of("planted-secret"), found(Set.of("planted-secret", "another"), log.lines()));
    }

    @Test
    void nothingShowsASecret() throws Exception {
        log = new CapturedLog();
        try (LiteralClient elsewhere = LiteralClient.connect(nas.url())) {
            JsonNode login = elsewhere.logIn("admin", PASSWORD);
            configuration.setToken(login.get("token").asText());
            configuration.setLongToken(login.get("longToken").asText());
            configuration.setSessionSecret(Base64.getEncoder().encodeToString(elsewhere.key()));
        }
        secrets.addAll(List.of(PASSWORD, WRONG_PASSWORD, configuration.getToken(), configuration.getLongToken(),
                configuration.getSessionSecret()));
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setUsername("admin");
        configuration.setPassword(PASSWORD);
        configuration.setReconnectDelay(50);
        configuration.setReconnectMaxDelay(200);
        FnosTestSupport.checkHealthOf(context, "producers");
        FnosTestSupport.checkHealthOf(context, "consumers");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("in").to("fnos:user.info");
                from("direct:uri").routeId("uri").to("fnos:user.info?connectionId=uri&password=RAW(" + PASSWORD + ")");
                from("fnos:push?connectionEvents=true").routeId("pushes").to("mock:pushes");
                from("fnos:user.info?delay=100&connectionId=poll&password=RAW(" + PASSWORD + ")").routeId("polls").to("mock:polls");
            }
        });
        context.start();

        liveThroughEverything();
        collect();

        assertTrue(log.lines().size() > 20, "hardly anything was logged");
        assertTrue(secrets.size() > 6, "no token of a later login is known");
        assertEquals(List.of(), found(secrets, shown));
        assertFalse(shown.isEmpty());
    }

    private void liveThroughEverything() throws Exception {
        send();
        FnosConnection connection = connection();
        nas.faults().reboot(true);
        awaitReconnects(connection, 1);
        send();
        nas.faults().reboot(false);
        awaitReconnects(connection, 2);
        send();
        nas.faults().endSessionsOfSockets();
        send();
        nas.faults().pushTokenExpired();
        await().atMost(PATIENCE).until(() -> nas.requestCount("user.tokenLogin") > 1);
        send();
        nas.on("user.info", asked -> asked.fail(4096));
        send();
        nas.off("user.info");
        repeatsWhatItWasSent();
        // Garbage is quoted nowhere.
        nas.pushText("{\"token\":\"" + configuration.getToken() + "\" this is no JSON");
        addRoute("fnos:user.info?password=RAW(" + WRONG_PASSWORD + ")");
        addRoute("fnos:user.info?username=nobody&connectionId=wrong&token=&longToken=&sessionSecret=&password=RAW("
                 + WRONG_PASSWORD + ")");
        addRouteFrom("fnos:push?connectionId=wrongPush&username=nobody&token=&longToken=&sessionSecret=&password=RAW("
                     + WRONG_PASSWORD + ")");
        addRouteFrom("fnos:user.info?connectionId=wrongPoll&username=nobody&token=&longToken=&sessionSecret=&password=RAW("
                     + WRONG_PASSWORD + ")");
        addRoute("fnos:user.info?connectionId=base64&sessionSecret=RAW(" + PASSWORD + ")");
        nas.faults().kick();
        await().atMost(PATIENCE).until(() -> connection.status().lastReason() != null
                && connection.status().lastReason().contains("kicked"));
        send();
    }

    /** A NAS that says in its error text what the parameters were. */
    private void repeatsWhatItWasSent() {
        nas.on("user.add", asked -> asked.reply(Map.of("errno", 8192, "errmsg", "bad password in " + asked.json())));
        Exchange exchange = context.createProducerTemplate().request("direct:in", request -> {
            request.getMessage().setHeader(FnosConstants.OPERATION, "user.add");
            request.getMessage().setHeader(FnosConstants.PARAMETERS, Map.of("password", "new-sesame-5d2e"));
        });
        secrets.add("new-sesame-5d2e");
        assertEquals(8192, exchange.getException(FnosInvalidRequestException.class).getErrno());
        show(exchange.getException());
    }

    private FnosConnection connection() {
        return context.getComponent("fnos", FnosComponent.class).connections().connections().stream()
                .filter(connection -> connection.settings().connectionId() == null).findFirst().orElseThrow();
    }

    private static void awaitReconnects(FnosConnection connection, int count) {
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == count);
    }

    private void send() {
        for (String endpoint : List.of("direct:in", "direct:uri")) {
            Exchange exchange = context.createProducerTemplate().request(endpoint, any -> {
            });
            if (exchange.getException() != null) {
                show(exchange.getException());
            }
        }
    }

    private void addRoute(String uri) {
        addRoute("direct:" + uri.hashCode(), uri);
    }

    private void addRouteFrom(String uri) {
        addRoute(uri, "mock:" + uri.hashCode());
    }

    private void addRoute(String from, String to) {
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).to(to);
                }
            });
            throw new AssertionError("it started");
        } catch (Exception e) {
            show(e);
        }
    }

    private void show(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        shown.add(text.toString());
    }

    private void collect() throws Exception {
        nas.requests().stream().map(ReceivedRequest::parameters).map(parameters -> parameters.get("token"))
                .filter(String.class::isInstance).map(Object::toString).filter(token -> !token.isEmpty()).forEach(secrets::add);
        shown.addAll(log.lines());
        Thread.getAllStackTraces().keySet().forEach(thread -> shown.add(thread.getName()));
        for (FnosConnection connection : context.getComponent("fnos", FnosComponent.class).connections().connections()) {
            shown.add(connection + " " + connection.settings() + " " + connection.status() + " " + connection.settings().account()
                      + " " + connection.settings().account().credentials());
        }
        context.getEndpoints().forEach(endpoint -> shown.add(endpoint.toString()));
        shown.add(configuration.toString());
        for (HealthCheck.Result result : HealthCheckHelper.invokeReadiness(context, "full")) {
            shown.add(result.getMessage() + " " + result.getDetails());
        }
        for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
            shown.add(PluginHelper.getDevConsoleResolver(context).resolveDevConsole("fnos").call(type, Map.of()).toString());
        }
        int before = shown.size();
        collectJmx();
        assertTrue(shown.size() > before + 20, "no JMX values were read");
    }

    private void collectJmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            shown.add(name.toString());
            try {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    collect(server, name, attribute);
                }
            } catch (InstanceNotFoundException e) {
                // A connection that nobody used any more has ended in between.
                shown.add(String.valueOf(e));
            }
        }
    }

    private void collect(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            shown.add(attribute.getName() + " " + server.getAttribute(name, attribute.getName()));
        } catch (JMException | RuntimeException e) {
            // An attribute that cannot be read now shows nothing but this.
            shown.add(String.valueOf(e));
        }
    }
}
