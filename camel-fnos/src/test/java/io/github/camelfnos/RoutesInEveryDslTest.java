package io.github.camelfnos;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The same route in YAML, XML and Spring XML, configured by properties whose password holds special characters. */
@Tag("smoke")
class RoutesInEveryDslTest {

    private static final String PASSWORD = "p&w%1+#";

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
            """;
    private static final String XML = """
            <route>
              <from uri="direct:list"/>
              <to uri="fnos:file.ls?param.path=vol1/1000/目录 1&amp;ignoreBody=true"/>
            </route>
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

    private static void assertLists(CamelContext context) {
        Exchange exchange = context.createProducerTemplate().request("direct:list", request -> request.getMessage().setBody("foreign"));

        assertNull(exchange.getException());
        assertEquals("文件", exchange.getMessage().getBody(com.fasterxml.jackson.databind.JsonNode.class)
                .at("/files/0/name").asText());
    }

    private void assertListsInMain(String fileName, String route) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.fnos.host", nas.host());
        main.addInitialProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addInitialProperty("camel.component.fnos.username", "admin");
        main.addInitialProperty("camel.component.fnos.password", PASSWORD);
        main.start();
        try {
            Resource resource = ResourceHelper.fromString(fileName, route);
            PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(resource);
            assertLists(main.getCamelContext());
            assertEquals(1, nas.passwordLogins());
        } finally {
            main.stop();
        }
    }

    @Test
    void yaml() throws Exception {
        assertListsInMain("list.yaml", YAML);
    }

    @Test
    void xml() throws Exception {
        assertListsInMain("list.xml", XML);
    }

    @Test
    void springXml() {
        String beans = SPRING_XML.formatted(nas.host(), nas.port(), XML);
        try (GenericXmlApplicationContext spring = new GenericXmlApplicationContext(
                new ByteArrayResource(beans.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
            assertLists(spring.getBean(CamelContext.class));
        }
    }
}
