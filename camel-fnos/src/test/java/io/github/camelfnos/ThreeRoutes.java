package io.github.camelfnos;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** A NAS for three routes, a producer, a consumer of pushes and a poll, and what they must do in whatever DSL they are written. */
abstract class ThreeRoutes {

    static final String PASSWORD = "p&w%1+#";

    final Page page = new Page("docs/routes.md");

    private static final long PATIENCE_MILLIS = 30_000;

    final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));

    @BeforeEach
    void makeFolder() {
        nas.files().mkdir("vol1/1000/目录 1");
        nas.files().file("vol1/1000/目录 1/文件", 7, 1_700_000_000L);
    }

    @AfterEach
    void stop() {
        nas.close();
    }

    void assertAllRoutesWork(CamelContext context) throws Exception {
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
}
