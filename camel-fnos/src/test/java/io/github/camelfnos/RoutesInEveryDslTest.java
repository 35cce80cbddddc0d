package io.github.camelfnos;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import static io.github.camelfnos.dsl.StaticEndpointBuilders.fnos;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The same three routes, a producer, a consumer of pushes and a poll, in Java, the Endpoint DSL, YAML, XML and Spring XML, configured by
 * properties whose password holds special characters.
 */
@Tag("smoke")
class RoutesInEveryDslTest {

    private static final String PASSWORD = "p&w%1+#";
    private static final long PATIENCE_MILLIS = 30_000;

    private static final String YAML = """
            - route:
                from:
                  uri: direct:list
                  steps:
                    - to:
                        uri: fnos:file.ls
                        parameters:
                          param.path: vol1/1000/目录 1
                          ignoreBody: true
            - route:
                from:
                  uri: fnos:push
                  parameters:
                    pushKinds: storageChanged
                  steps:
                    - to: seda:pushed
            - route:
                from:
                  uri: fnos:file.ls
                  parameters:
                    param.path: vol1/1000/目录 1
                    changedOnly: true
                    initialDelay: 0
                  steps:
                    - to: seda:polled
            """;
    private static final String XML = """
            <routes>
              <route>
                <from uri="direct:list"/>
                <to uri="fnos:file.ls?param.path=vol1/1000/目录 1&amp;ignoreBody=true"/>
              </route>
              <route>
                <from uri="fnos:push?pushKinds=storageChanged"/>
                <to uri="seda:pushed"/>
              </route>
              <route>
                <from uri="fnos:file.ls?param.path=vol1/1000/目录 1&amp;changedOnly=true&amp;initialDelay=0"/>
                <to uri="seda:polled"/>
              </route>
            </routes>
            """;
    private static final String SPRING_XML = """
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                                       http://www.springframework.org/schema/beans/spring-beans.xsd
                                       http://camel.apache.org/schema/spring
                                       http://camel.apache.org/schema/spring/camel-spring.xsd">
              <bean id="fnos" class="io.github.camelfnos.FnosComponent">
                <property name="configuration">
                  <bean class="io.github.camelfnos.FnosConfiguration">
                    <property name="host" value="%s"/>
                    <property name="port" value="%d"/>
                    <property name="username" value="admin"/>
                    <property name="password" value="p&amp;w%%1+#"/>
                  </bean>
                </property>
              </bean>
              <camelContext id="nas" xmlns="http://camel.apache.org/schema/spring">
            %s
              </camelContext>
            </beans>
            """;

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));

    @BeforeEach
    void makeFolder() {
        nas.files().mkdir("vol1/1000/目录 1");
        nas.files().file("vol1/1000/目录 1/文件", 7, 1_700_000_000L);
    }

    @AfterEach
    void stop() {
        nas.close();
    }

    private void assertAllRoutesWork(CamelContext context) throws Exception {
        Exchange listed = context.createProducerTemplate().request("direct:list", request -> request.getMessage().setBody("foreign"));
        assertNull(listed.getException());
        assertEquals("文件", listed.getMessage().getBody(JsonNode.class).at("/files/0/name").asText());

        nas.pushes().storageChanged();
        try (ConsumerTemplate consumer = context.createConsumerTemplate()) {
            assertEquals("文件", received(consumer, "seda:polled").getBody(Map.class).get("name"));
            assertEquals("storageChanged", received(consumer, "seda:pushed").getHeader(FnosConstants.PUSH_KIND));
        }
        assertEquals(1, nas.passwordLogins());
    }

    private static Message received(ConsumerTemplate consumer, String uri) {
        Exchange exchange = consumer.receive(uri, PATIENCE_MILLIS);
        assertNotNull(exchange, uri);
        return exchange.getMessage();
    }

    private void assertRoutesWorkInMain(Routes routes) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.fnos.host", nas.host());
        main.addInitialProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addInitialProperty("camel.component.fnos.username", "admin");
        main.addInitialProperty("camel.component.fnos.password", PASSWORD);
        main.start();
        try {
            routes.addTo(main.getCamelContext());
            assertAllRoutesWork(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    @FunctionalInterface
    private interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    private static Routes java(RoutesBuilder routes) {
        return context -> context.addRoutes(routes);
    }

    private static Routes file(String name, String text) {
        return context -> PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    @Test
    void java() throws Exception {
        assertRoutesWorkInMain(java(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to("fnos:file.ls?param.path=vol1/1000/目录 1&ignoreBody=true");
                from("fnos:push?pushKinds=storageChanged").to("seda:pushed");
                from("fnos:file.ls?param.path=vol1/1000/目录 1&changedOnly=true&initialDelay=0").to("seda:polled");
            }
        }));
    }

    @Test
    void endpointDsl() throws Exception {
        assertRoutesWorkInMain(java(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to(fnos("file.ls").parameters("path", "vol1/1000/目录 1").ignoreBody(true));
                from(fnos("push").pushKinds("storageChanged")).to("seda:pushed");
                from(fnos("file.ls").parameters("path", "vol1/1000/目录 1").changedOnly(true).initialDelay(0)).to("seda:polled");
            }
        }));
    }

    @Test
    void yaml() throws Exception {
        assertRoutesWorkInMain(file("routes.yaml", YAML));
    }

    @Test
    void xml() throws Exception {
        assertRoutesWorkInMain(file("routes.xml", XML));
    }

    @Test
    void springXml() throws Exception {
        String routes = XML.replaceAll("</?routes>", "");
        String beans = SPRING_XML.formatted(nas.host(), nas.port(), routes);
        try (GenericXmlApplicationContext spring = new GenericXmlApplicationContext(
                new ByteArrayResource(beans.getBytes(StandardCharsets.UTF_8)))) {
            assertAllRoutesWork(spring.getBean(CamelContext.class));
        }
    }
}
