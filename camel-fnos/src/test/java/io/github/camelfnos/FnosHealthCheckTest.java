package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a health probe sees of a connection. */
class FnosHealthCheckTest extends FnosTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        checkHealthOf(context, "producers");
        return context;
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setReconnectDelay(100);
        component.getConfiguration().setReconnectMaxDelay(500);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("in").to("fnos:user.info");
            }
        };
    }

    private List<HealthCheck.Result> results() {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().startsWith("producer:fnos-")).toList();
    }

    private HealthCheck.Result result() {
        assertEquals(1, results().size());
        return results().get(0);
    }

    @Test
    void isUpWhileRequestsGoOut() {
        HealthCheck.Result result = result();

        assertEquals(HealthCheck.State.UP, result.getState());
        assertEquals("127.0.0.1:" + nas.port(), result.getDetails().get("host"));
        assertEquals("READY", result.getDetails().get("state"));
    }

    @Test
    void saysWhyItIsDownAndComesUpAgain() {
        nas.faults().stopListening();
        await().atMost(Duration.ofSeconds(30)).until(() -> result().getState() == HealthCheck.State.DOWN
                && result().getMessage().orElseThrow().contains("cannot be reached"));

        Map<String, Object> details = result().getDetails();
        assertTrue(((Number) details.get("attempts")).intValue() > 0, details.toString());
        assertTrue(details.get("reason").toString().contains("refuses the connection"), details.toString());
        nas.faults().listenAgain();

        await().atMost(Duration.ofSeconds(30)).until(() -> result().getState() == HealthCheck.State.UP);
    }

    @Test
    void saysThatTheSessionWasEnded() {
        nas.faults().kick();

        await().atMost(Duration.ofSeconds(30)).until(() -> result().getState() == HealthCheck.State.DOWN);

        assertEquals("FAILED", result().getDetails().get("state"));
        assertTrue(result().getMessage().orElseThrow().contains("has thrown admin out (kicked)"));
        assertTrue(failure(send("direct:in", null), FnosAuthenticationException.class).getMessage().contains("kicked"));
    }

    @Test
    void isNoLivenessCheckAndGoesWithItsRoute() throws Exception {
        assertFalse(result().getCheck().isLiveness());

        context.getRouteController().stopRoute("in");

        assertTrue(results().isEmpty());
    }

    @Test
    void theProducersOfAnEndpointHaveOneCheck() throws Exception {
        routes(more -> more.from("direct:other").routeId("other").to("fnos:user.info"));
        HealthCheckRegistry.get(context).setExposureLevel("full");
        String id = result().getCheck().getId();

        context.getRouteController().stopRoute("in");

        assertEquals(id, result().getCheck().getId());
        assertEquals(HealthCheck.State.UP, result().getState());
        context.getRouteController().startRoute("in");
        context.getRouteController().stopRoute("other");
        assertEquals(id, result().getCheck().getId());
        assertEquals(HealthCheck.State.UP, result().getState());
        HealthCheckRegistry.get(context).getCheck(id).orElseThrow().setEnabled(false);
        assertEquals(HealthCheck.State.UNKNOWN, result().getState());
        context.getRouteController().stopRoute("in");
        assertTrue(results().isEmpty());
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
