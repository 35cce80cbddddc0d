package io.github.camelfnos;

import java.io.StringReader;
import java.util.Map;
import java.util.Properties;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page on Spring Boot shows works in a real application context. */
class SpringBootPageTest {

    private static final String PASSWORD = "p&w%1+#";

    private final Page page = new Page("docs/spring-boot.md");
    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));

    @EnableAutoConfiguration
    @Configuration
    static class Application {

        @Bean
        RouteBuilder space() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:space").to("mock:space");
                }
            };
        }
    }

    @Configuration
    static
    class Nas {

        @Bean
        FnosComponent fnos(Environment environment) {
            FnosComponent fnos = new FnosComponent();
            fnos.setOptions(Binder.get(environment)
                    .bind("camel.component.fnos", Bindable.mapOf(String.class, String.class)).orElse(Map.of()));
            return fnos;
        }
    }

    @Component
    static
    class Storage extends RouteBuilder {

        @Override
        public void configure() {
            from("fnos:push?pushKinds=storageChanged").routeId("changes")
                .to("fnos:stor.getUserStorage?param.spaceInfo=true&ignoreBody=true")
                .to("direct:space");
        }
    }

    @BeforeAll
    static void leaveTheLogAsItIs() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
    }

    @AfterEach
    void close() {
        nas.close();
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
    }

    private ConfigurableApplicationContext start(String... more) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(page.blocks("properties", "camel.component.fnos.host").get(0)));
        properties.setProperty("camel.component.fnos.host", nas.host());
        properties.setProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        properties.setProperty("FNOS_PASSWORD", PASSWORD);
        return new SpringApplicationBuilder(Application.class, Nas.class, Storage.class).web(WebApplicationType.NONE)
                .properties(properties).properties(more).run();
    }

    @Test
    void theBeanAndTheRouteOfThePage() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(SpringBootPageTest.class, block.replace("\nclass ", "\nstatic\nclass "));
        }

        try (ConfigurableApplicationContext application = start()) {
            CamelContext context = application.getBean(CamelContext.class);
            nas.pushes().storageChanged();

            MockEndpoint space = context.getEndpoint("mock:space", MockEndpoint.class);
            await().until(() -> space.getReceivedCounter() == 1);
            assertEquals("stor.getUserStorage", space.getReceivedExchanges().get(0).getMessage().getHeader("CamelFnosAnsweredOperation"));
            assertEquals(10_000, context.getComponent("fnos", FnosComponent.class).getConfiguration().getRequestTimeout());
        }
    }

    @Test
    void optionsOfTheComponentAloneAndOtherSpellingsAreSetAsWell() throws Exception {
        try (ConfigurableApplicationContext application = start("camel.component.fnos.worker-pool-max-size=7",
                "camel.component.fnos.lazyStartProducer=true", "camel.component.fnos.maxinflight=3")) {
            FnosComponent fnos = application.getBean(CamelContext.class).getComponent("fnos", FnosComponent.class);

            assertEquals(7, fnos.getWorkerPoolMaxSize());
            assertTrue(fnos.isLazyStartProducer());
            assertEquals(3, fnos.getConfiguration().getMaxInFlight());
        }
    }

    @Test
    void anOptionThatDoesNotExistIsNamedAndItsValueIsNotShown() {
        try (CapturedLog log = new CapturedLog("org")) {
            Throwable failure = assertThrows(Exception.class, () -> start("camel.component.fnos.pasword=hidden-one"));

            StringBuilder shown = new StringBuilder();
            log.lines().stream().filter(line -> !line.startsWith("TRACE") && !line.startsWith("DEBUG")).forEach(shown::append);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                shown.append(cause);
            }
            assertTrue(shown.toString().contains("fnos has no option pasword"), shown.toString());
            assertFalse(shown.toString().contains("hidden-one"), shown.toString());
        }
    }
}
