package io.github.camelfnos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.telemetrydev.TelemetryDevTracer;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a trace tells of a request to the NAS. */
class FnosSpanDecoratorTest extends FnosTestSupport {

    /** To which Camel's tracer for developers writes each trace. */
    private final CapturedLog traces = new CapturedLog("LOG_TRACE");

    @AfterEach
    void release() {
        traces.close();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        TelemetryDevTracer tracer = new TelemetryDevTracer();
        tracer.setTraceFormat("json");
        tracer.init(context);
        return context;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("fnos:user.info");
                from("direct:silent").to("fnos:user.info").to("fnos:test.silent?requestTimeout=100ms");
                from("direct:missing").to("fnos:file.ls?param.path=vol1/1000/secret-plans");
            }
        };
    }

    /** The span of the request, and not those of the route around it. */
    private String spanOf(String operation) throws Exception {
        await().until(() -> !traces.messages(Level.INFO).isEmpty());
        String trace = String.join("\n", traces.messages(Level.INFO));
        assertFalse(trace.contains(PASSWORD), trace);
        List<String> spans = new ArrayList<>();
        for (JsonNode span : new ObjectMapper().readTree(trace).get("spans")) {
            if (span.path("camel.uri").asText().startsWith("fnos://" + operation)) {
                spans.add(span.toString());
            }
        }
        assertEquals(1, spans.size(), trace);
        return spans.get(0);
    }

    @Test
    void aSpanHasTheOperationAndWhatTheNasAnswered() throws Exception {
        Exchange exchange = send("direct:in", null, Map.of());

        String span = spanOf("user.info");
        assertNull(exchange.getException());
        assertTrue(span.contains("user.info"), span);
        assertTrue(span.contains(exchange.getMessage().getHeader(FnosConstants.REQ_ID, String.class)), span);
        assertTrue(span.contains("127.0.0.1:" + nas.port()), span);
        assertTrue(span.contains("\"fnos.errno\":\"0\""), span);
    }

    @Test
    void theSpanOfAFailureHasItsErrno() throws Exception {
        Exchange exchange = send("direct:missing", null, Map.of());

        String span = spanOf("file.ls");
        assertTrue(span.contains("\"fnos.errno\":\"" + ((FnosException) exchange.getException()).getErrno() + "\""), span);
        assertTrue(span.contains("\"error\":\"true\"") || span.contains("\"error\":true"), span);
    }

    @Test
    void theSpanOfARequestWithoutAnAnswerHasItsOperation() throws Exception {
        nas.on("test.silent", request -> {
        });

        send("direct:silent", null, Map.of());

        String span = spanOf("test.silent");
        assertTrue(span.contains("\"fnos.operation\":\"test.silent\""), span);
        assertFalse(span.contains("fnos.errno"), span);
    }
}
