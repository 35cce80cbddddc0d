package io.github.camelfnos;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.example.Space;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page on Spring Boot shows works in a real application context. Its own test is run by {@code .ci/run}, which makes its project. */
class SpringBootPageTest {

    private static final String PASSWORD = "p&w%1+#{{x}}";

    private final Page page = new Page("docs/spring-boot.md");
    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));
    private final Map<String, Object> settings = new HashMap<>(Map.of("camel.component.fnos.host", nas.host(),
            "camel.component.fnos.port", nas.port(), "FNOS_PASSWORD", PASSWORD, "target", "mock:space", "camel.main.run-controller", false));
    private final Map<String, Object> environment = new HashMap<>();

    @BeforeAll
    static void leaveTheLogAsItIs() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    @AfterAll
    static void endLeavingTheLog() {
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        OurThreads.awaitNone();
    }

    @AfterEach
    void close() {
        nas.close();
    }

    private PropertySource<?> properties() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(page.blocks("properties", "camel.component.fnos.host").get(0)));
        return new PropertiesPropertySource("properties", properties);
    }

    private ConfigurableApplicationContext start(PropertySource<?> shown) {
        return new SpringApplicationBuilder(Space.class).web(WebApplicationType.NONE).initializers(application -> {
            MutablePropertySources sources = application.getEnvironment().getPropertySources();
            sources.addLast(shown);
            sources.addFirst(new MapPropertySource("settings", settings));
            sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        }).run();
    }

    private static FnosComponent component(ConfigurableApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("fnos", FnosComponent.class);
    }

    @Test
    void theApplicationIsThatOfThePage() throws Exception {
        Path sources = Path.of("src/test/java/com/example");

        assertEquals(List.of(Files.readString(sources.resolve("Space.java"))), page.blocks("java", "class Space {"));
        assertEquals(List.of(Files.readString(sources.resolve("Storage.java"))), page.blocks("java", "class Storage "));
    }

    @Test
    void withTheProperties() throws Exception {
        tellsTheSpaceWhenTheStorageHasChanged(properties());
    }

    @Test
    void withTheYaml() throws Exception {
        byte[] yaml = page.blocks("yaml", "fnos:").get(0).getBytes(StandardCharsets.UTF_8);

        tellsTheSpaceWhenTheStorageHasChanged(new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(yaml)).get(0));
    }

    private void tellsTheSpaceWhenTheStorageHasChanged(PropertySource<?> shown) {
        try (ConfigurableApplicationContext application = start(shown)) {
            nas.pushes().storageChanged();

            MockEndpoint space = application.getBean(CamelContext.class).getEndpoint("mock:space", MockEndpoint.class);
            await().until(() -> space.getReceivedCounter() == 1);
            assertEquals("stor.getUserStorage", space.getReceivedExchanges().get(0).getMessage().getHeader("CamelFnosAnsweredOperation"));
            assertEquals(10_000, component(application).getConfiguration().getRequestTimeout());
        }
    }

    @Test
    void optionsOfTheComponentAloneAndOtherSpellingsAndSourcesAreTaken() throws Exception {
        settings.put("camel.component.fnos.worker-pool-max-size", 7);
        settings.put("camel.component.fnos.lazyStartProducer", true);
        settings.put("camel.component.fnos.max_in_flight", 3);
        settings.put("camel.component.fnos.ssl-context-parameters", "");
        environment.put("CAMEL_COMPONENT_FNOS_REQUESTTIMEOUT", "5s");

        try (ConfigurableApplicationContext application = start(properties())) {
            FnosComponent fnos = component(application);

            assertEquals(7, fnos.getWorkerPoolMaxSize());
            assertTrue(fnos.isLazyStartProducer());
            assertEquals(3, fnos.getConfiguration().getMaxInFlight());
            assertEquals(5_000, fnos.getConfiguration().getRequestTimeout());
        }
    }

    @Test
    void anOptionThatDoesNotExistIsNamedAndItsValueIsNotShown() {
        settings.put("camel.component.fnos.pasword", "hidden-one");

        assertSays("fnos has no option pasword; look at the spelling of camel.component.fnos.pasword");
    }

    @Test
    void aValueThatDoesNotFitIsToldFromOneThatDoes() {
        settings.put("camel.component.fnos.linger-timeout", "10S");

        assertSays("The option linger-timeout must be a duration such as 10s or 500ms, or a number of milliseconds, not '10S'");
    }

    private void assertSays(String expected) {
        settings.put("camel.component.fnos.token", "hidden-one");
        try (CapturedLog log = new CapturedLog("org")) {
            Throwable failure = assertThrows(Exception.class, () -> start(properties()).close());

            StringBuilder shown = new StringBuilder();
            log.lines().stream().filter(line -> !line.startsWith("TRACE") && !line.startsWith("DEBUG")).forEach(shown::append);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                shown.append(cause);
            }
            assertTrue(shown.toString().contains(expected), shown.toString());
            assertFalse(shown.toString().contains("hidden-one"), shown.toString());
            assertFalse(shown.toString().contains(PASSWORD), shown.toString());
        }
    }

    @Test
    void theHealthOfTheNasIsPartOfTheActuatorsButNotOfLiveness() throws Exception {
        try (ConfigurableApplicationContext application = start(properties())) {
            HealthEndpoint health = application.getBean(HealthEndpoint.class);
            assertEquals(Status.UP, health.health().getStatus());

            nas.faults().stopListening();

            await().until(() -> health.healthForPath("camelHealth").getStatus() == Status.DOWN);
            assertEquals(Status.OUT_OF_SERVICE, health.healthForPath("camelReadinessState").getStatus());
            assertEquals(Status.UP, health.healthForPath("camelLivenessState").getStatus());
        }
    }
}
