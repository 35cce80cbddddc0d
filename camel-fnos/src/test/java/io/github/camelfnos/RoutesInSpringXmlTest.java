package io.github.camelfnos;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** The three routes of the page on routes in Spring XML, with the component as a bean. */
@Tag("smoke")
class RoutesInSpringXmlTest extends ThreeRoutes {

    @Test
    void springXml() throws Exception {
        String beans = page.blocks("xml", "<camelContext").get(0).replace("192.168.1.66", nas.host())
                .replace("\"5666\"", "\"" + nas.port() + "\"");
        System.setProperty("FNOS_PASSWORD", PASSWORD);
        try (GenericXmlApplicationContext spring = new GenericXmlApplicationContext(
                new ByteArrayResource(beans.getBytes(StandardCharsets.UTF_8)))) {
            assertAllRoutesWork(spring.getBean(CamelContext.class));
        } finally {
            System.clearProperty("FNOS_PASSWORD");
        }
    }
}
