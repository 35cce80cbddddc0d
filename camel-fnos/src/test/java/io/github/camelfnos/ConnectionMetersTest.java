package io.github.camelfnos;

import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Micrometer tells of connections. */
class ConnectionMetersTest extends FnosTestSupport {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("meters", meters);
        return context;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("in").to("fnos:file.ls?lingerTimeout=0");
            }
        };
    }

    private double counted(String name, String... tags) {
        return meters.get("camel.fnos." + name).tag("connection", "admin@127.0.0.1:" + nas.port())
                .tag("camelContext", context.getName()).tags(tags).functionCounter().count();
    }

    private double gauge(String name) {
        return meters.get("camel.fnos." + name).gauge().value();
    }

    @Test
    void aConnectionIsMetered() throws Exception {
        double before = counted("requests");
        send("direct:in", null);
        send("direct:in", null, Map.of(FnosConstants.PARAMETERS, Map.of("path", "vol1/1000/nowhere")));
        nas.pushes().storageChanged();

        assertEquals(before + 2, counted("requests"));
        assertEquals(1, counted("failures", "category", "not-found"));
        assertEquals(0, counted("failures", "category", "timeout"));
        await().until(() -> counted("pushes") == 1);
        assertEquals(1, gauge("ready"));
        assertEquals(0, gauge("requests.inflight"));
        assertEquals(0, gauge("requests.waiting"));
        assertEquals(0, counted("frames.late"));
        assertEquals(0, counted("frames.malformed"));
        assertEquals(0, counted("pushes.dropped"));
        nas.faults().stopListening();
        await().until(() -> gauge("ready") == 0);
        nas.faults().listenAgain();
        await().until(() -> counted("reconnects") == 1);
    }

    @Test
    void theMetersEndWithTheConnection() throws Exception {
        assertTrue(meters.getMeters().stream().anyMatch(meter -> meter.getId().getName().startsWith("camel.fnos.")));

        context.getRouteController().stopRoute("in");

        await().until(() -> meters.find("camel.fnos.ready").gauge() == null);
        assertNull(meters.find("camel.fnos.requests").functionCounter());
        context.getRouteController().startRoute("in");
        assertEquals(1, gauge("ready"));
    }

    @Test
    void theMetersOfAnotherComponentAreItsOwn() throws Exception {
        FnosComponent second = new FnosComponent();
        configure(second);
        context.addComponent("second", second);
        routes(more -> more.from("direct:second").to("second:file.ls"));
        double before = counted("requests");
        send("direct:second", null);
        assertEquals(before, counted("requests"));
        assertEquals(2, meters.get("camel.fnos.ready").gauges().size());

        second.stop();

        assertEquals(1, gauge("ready"));
        assertEquals(before, counted("requests"));
    }
}
