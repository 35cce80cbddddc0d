package io.github.camelfnos;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What JMX shows of connections and consumers. */
class ConnectionMBeansTest extends FnosTestSupport {

    private final CountDownLatch go = new CountDownLatch(1);

    ConnectionMBeansTest() {
        testConfiguration().withJMX(true);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        nas.files().mkdir("vol1/1000/Inbox");
        nas.files().file("vol1/1000/Inbox/a", 1, 1);
        nas.files().file("vol1/1000/Inbox/b", 1, 1);
        nas.on("test.silent", request -> {
        });
        return super.createCamelContext();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("in").to("fnos:file.ls");
                from("direct:silent").routeId("silent").to("fnos:test.silent?requestTimeout=100ms");
                from("fnos:push?pushOverflow=dropOldest&bufferMemory=100").routeId("pushes").process(exchange -> go.await());
            }
        };
    }

    private Set<ObjectName> beans(String pattern) throws Exception {
        return server().queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + "," + pattern), null);
    }

    private MBeanServer server() {
        return context.getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private Object attribute(String pattern, String name) throws Exception {
        return server().getAttribute(beans(pattern).iterator().next(), name);
    }

    private Object ofConnection(String name) throws Exception {
        return attribute("type=fnos,*", name);
    }

    @Test
    void aConnectionIsShownByItsUserAndAddress() throws Exception {
        assertEquals(Set.of("\"admin@127.0.0.1:" + nas.port() + "\""),
                Set.of(beans("type=fnos,*").iterator().next().getKeyProperty("name")));
        assertEquals("READY", ofConnection("State"));
        assertEquals("127.0.0.1:" + nas.port(), ofConnection("Nas"));
        assertEquals("admin", ofConnection("Account"));
        assertNull(ofConnection("ConnectionId"));
        assertEquals(3, ofConnection("Users"));
        assertTrue(ofConnection("LastFrame").toString().startsWith("20"));
    }

    @Test
    void failuresAreCountedByTheirCategory() throws Exception {
        send("direct:in", null, Map.of(FnosConstants.PARAMETERS, Map.of("path", "vol1/1000/nowhere")));
        send("direct:in", null, Map.of(FnosConstants.OPERATION, "file.sl"));
        send("direct:silent", null);
        send("direct:silent", null);

        @SuppressWarnings("unchecked")
        Map<String, Long> failures = (Map<String, Long>) ofConnection("Failures");
        assertEquals(1, failures.get("not-found"));
        assertEquals(1, failures.get("invalid-request"));
        assertEquals(2, failures.get("timeout"));
        assertEquals(0, failures.get("connection"));
        assertEquals(4, failures.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(2L, ofConnection("Timeouts"));
    }

    @Test
    void theFailuresOfACutConnectionAreOfItsKind() throws Exception {
        nas.on("test.cut", request -> nas.faults().cutAll());

        send("direct:in", null, Map.of(FnosConstants.OPERATION, "test.cut"));

        @SuppressWarnings("unchecked")
        Map<String, Long> failures = (Map<String, Long>) ofConnection("Failures");
        assertEquals(1, failures.get("connection"));
        await().until(() -> ofConnection("Reconnects").equals(1L));
    }

    @Test
    void aPushConsumerShowsWhatWaitsAndWhatIsDropped() throws Exception {
        String consumer = "type=consumers,name=FnosPushConsumer*";
        try {
            nas.push(Map.of("notify", "n"));
            await().until(() -> context.getInflightRepository().size() == 1);
            for (int i = 0; i < 19; i++) {
                nas.push(Map.of("notify", "n", "text", "x".repeat(80)));
            }

            // One is in the hand of the route, and one fits the memory.
            await().until(() -> attribute(consumer, "DroppedPushes").equals(18L));
            assertEquals(1L, attribute(consumer, "WaitingPushes"));
            assertEquals(0L, attribute(consumer, "SpooledPushes"));
            assertNull(attribute(consumer, "Loss"));
            assertEquals(18L, ofConnection("DroppedPushes"));
            assertEquals(20L, ofConnection("Pushes"));
        } finally {
            go.countDown();
        }
    }

    @Test
    void aPollShowsWhatItHasEmittedAndWhatFailed() throws Exception {
        routes(more -> more.from("fnos:file.ls?param.path=vol1/1000/Inbox&initialDelay=0&repeatCount=1").routeId("poll")
                .filter(more.simple("${body[name]} == 'b'")).throwException(IllegalStateException.class, "no b"));

        await().until(() -> attribute("type=consumers,name=FnosPollConsumer*", "EmittedEntries").equals(2L));
        await().until(() -> attribute("type=consumers,name=FnosPollConsumer*", "FailedEntries").equals(1L));
    }

    @Test
    void aConnectionThatNobodyUsesIsShownNoMore() throws Exception {
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setLingerTimeout(0);
        routes(more -> more.from("direct:own").routeId("own").to("fnos:user.info?connectionId=own"));
        assertEquals(2, beans("type=fnos,*").size());

        context.getRouteController().stopRoute("own");

        await().until(() -> beans("type=fnos,*").size() == 1);
        context.getRouteController().startRoute("own");
        assertEquals(2, beans("type=fnos,*").size());
        String pattern = "org.apache.camel:context=" + context.getManagementName() + ",type=fnos,*";
        MBeanServer server = server();
        context.stop();
        assertEquals(Set.of(), server.queryNames(new ObjectName(pattern), null));
    }

    @Test
    void aConnectionThatDiffersInSomethingElseHasANameOfItsOwn() throws Exception {
        routes(more -> more.from("direct:timer").to("fnos:user.info?webSocketType=timer"));

        assertEquals(2, beans("type=fnos,*").size());
        assertEquals(1, beans("type=fnos,name=\"admin@127.0.0.1:" + nas.port() + "#2\"").size());
    }

    @Test
    void twoComponentsShowTheirConnectionsApart() throws Exception {
        FnosComponent second = new FnosComponent();
        configure(second);
        context.addComponent("second", second);
        routes(more -> more.from("direct:second").to("second:user.info?webSocketType=main"));
        String name = "admin@127.0.0.1:" + nas.port();
        assertEquals(1, beans("type=fnos,name=\"" + name + "#2\"").size());
        assertEquals(1, attribute("type=fnos,name=\"" + name + "#2\"", "Users"));

        second.stop();

        assertEquals(1, beans("type=fnos,*").size());
        assertEquals("READY", attribute("type=fnos,name=\"" + name + "\"", "State"));
        second.start();
        context.getComponent("fnos").stop();
        assertEquals(0, beans("type=fnos,*").size());
    }
}
