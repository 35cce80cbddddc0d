package io.github.camelfnos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the developer console shows of the connections, and how it forgets a refusal. */
class FnosDevConsoleTest extends FnosTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.setDevConsole(true);
        return context;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("fnos:user.info");
            }
        };
    }

    private DevConsole console() {
        return PluginHelper.getDevConsoleResolver(context).resolveDevConsole("fnos");
    }

    @Test
    void showsEachConnection() {
        JsonObject json = (JsonObject) console().call(MediaType.JSON, Map.of());

        List<JsonObject> connections = json.getCollection("connections");
        assertEquals(1, connections.size());
        assertEquals("127.0.0.1:" + nas.port(), connections.get(0).get("nas"));
        assertEquals("READY", connections.get(0).get("state"));
        String text = (String) console().call(MediaType.TEXT, Map.of());
        assertTrue(text.contains("state: READY"), text);
        assertFalse(text.contains(PASSWORD), text);
    }

    @Test
    void showsWhatEachConnectionHasCounted() {
        long before = counted("requests");
        template.requestBody("direct:in", null, FnosResponse.class);
        nas.pushes().storageChanged();

        assertEquals(before + 1, counted("requests"));
        await().until(() -> counted("pushes") == 1);
        for (String nothing : List.of("timeouts", "lateFrames", "malformedFrames", "droppedPushes", "reconnects")) {
            assertEquals(0, counted(nothing), nothing);
        }
        send("direct:in", null, Map.of(FnosConstants.OPERATION, "file.sl"));
        assertEquals(Map.of("invalid-request", 1L), connection().get("failures"));
    }

    @Test
    void showsWhoUsesItAndWhenTheLastFrameCame() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        template.requestBody("direct:in", null, FnosResponse.class);

        assertEquals(1, connection().get("users"));
        assertFalse(Instant.parse((String) connection().get("lastFrame")).isBefore(before));
    }

    private JsonObject connection() {
        JsonObject json = (JsonObject) console().call(MediaType.JSON, Map.of());
        return json.<List<JsonObject>> getCollection("connections").get(0);
    }

    private long counted(String counter) {
        return (long) connection().get(counter);
    }

    @Test
    void showsWhatWaitsForEachPushConsumer() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push?bufferMemory=1").routeId("slow").process(exchange -> go.await());
                from("fnos:push?bufferMemory=1&pushOverflow=dropNewest").routeId("dropping").process(exchange -> go.await());
            }
        });
        String slow = "Pushes for route 'slow': 4 waiting, 3 of them on disk, 0 dropped";
        String dropping = "Pushes for route 'dropping': 1 waiting, 0 of them on disk, 3 dropped";
        try {
            nas.pushes().storageChanged();
            await().until(() -> context.getInflightRepository().size() == 2);
            IntStream.range(0, 4).forEach(i -> nas.pushes().storageChanged());

            await().untilAsserted(() -> {
                String text = (String) console().call(MediaType.TEXT, Map.of());
                assertTrue(text.contains(slow) && text.contains(dropping), text);
            });
            JsonObject json = (JsonObject) console().call(MediaType.JSON, Map.of());
            List<JsonObject> consumers = json.<List<JsonObject>> getCollection("connections").get(0).getCollection("pushConsumers");
            assertEquals(List.of("route 'slow'", "route 'dropping'"), consumers.stream().map(consumer -> consumer.get("subscriber")).toList());
        } finally {
            go.countDown();
        }
    }

    @Test
    void forgetsTheRefusalOfAUser() throws Exception {
        RouteBuilder refused = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:refused").routeId("refused").to("fnos:user.info?username=guest&connectionId=guest");
            }
        };
        assertThrows(Exception.class, () -> context.addRoutes(refused));
        String text = (String) console().call(MediaType.TEXT, Map.of());
        assertTrue(text.contains("Refused: The NAS at 127.0.0.1:" + nas.port() + " refused the login of guest"), text);
        nas.addAccount("guest", PASSWORD);
        assertThrows(Exception.class, () -> context.getRouteController().startRoute("refused"));

        text = (String) console().call(MediaType.TEXT, Map.of(FnosDevConsole.FORGET_REFUSAL, "guest"));

        assertFalse(text.contains("Refused"), text);
        context.getRouteController().startRoute("refused");
        assertEquals(3, nas.passwordLogins(), "admin's, the one that was refused, and the one after it was forgotten");
    }
}
