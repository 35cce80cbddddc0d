package io.github.camelfnos;

import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.EndpointServiceRegistry;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an endpoint tells in JMX and in Camel's registry of services. */
class ManagedEndpointTest extends FnosTestSupport {

    ManagedEndpointTest() {
        testConfiguration().withJMX(true);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        nas.on("test.silent", request -> {
        });
        return super.createCamelContext();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("fnos:user.info");
                from("direct:silent").to("fnos:test.silent?requestTimeout=100ms");
            }
        };
    }

    private Object attribute(String name) throws Exception {
        MBeanServer server = context.getManagementStrategy().getManagementAgent().getMBeanServer();
        Set<ObjectName> endpoints = server.queryNames(new ObjectName("org.apache.camel:type=endpoints,*"), null);
        ObjectName info = endpoints.stream().filter(endpoint -> endpoint.toString().contains("user.info")).findFirst().orElseThrow();
        assertFalse(server.getAttribute(info, "EndpointUri").toString().contains(PASSWORD));
        return server.getAttribute(info, name);
    }

    @Test
    void anEndpointTellsOfItsConnection() throws Exception {
        long before = (long) attribute("ConnectionRequests");
        template.requestBody("direct:in", null, FnosResponse.class);
        send("direct:silent", null, Map.of());
        nas.pushes().storageChanged();

        assertEquals("READY", attribute("ConnectionState"));
        assertEquals(before + 2, attribute("ConnectionRequests"));
        assertEquals(1L, attribute("ConnectionTimeouts"));
        assertEquals(1L, attribute("ConnectionFailures"));
        assertEquals(0, attribute("ConnectionInFlight"));
        assertEquals(0, attribute("ConnectionWaiting"));
        await().until(() -> attribute("ConnectionPushes").equals(1L));
        nas.faults().cutAll();
        await().until(() -> attribute("ConnectionReconnects").equals(1L));
        context.getRouteController().stopAllRoutes();
        assertEquals(0L, attribute("ConnectionLateFrames"));
    }

    /** As where each exchange has a recipient of its own. */
    @Test
    void whatThousandsOfRecipientsLeaveInHealthAndJmxIsBoundedAndGoesWithTheRoute() throws Exception {
        checkHealthOf(context, "producers");
        long before = mbeans();
        routes(route -> route.from("direct:recipients").routeId("recipients")
                .recipientList(route.simple("fnos:user.info?param.n=${body}&ignoreBody=true")));
        for (int n = 0; n < 3_000; n++) {
            assertNull(send("direct:recipients", n).getException());
        }

        assertTrue(healthChecks() >= 1_000 && healthChecks() <= 1_010, healthChecks() + " health checks");
        assertTrue(mbeans() < before + 10, mbeans() + " MBeans, " + before + " before");
        context.getRouteController().stopRoute("recipients");
        // Those of the two producers of this class.
        assertEquals(2, healthChecks());
    }

    private long healthChecks() {
        return HealthCheckHelper.getHealthCheckRepository(context, "producers").stream().filter(FnosHealthCheck.class::isInstance).count();
    }

    private long mbeans() throws Exception {
        return context.getManagementStrategy().getManagementAgent().getMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null).size();
    }

    @Test
    void anEndpointsServiceIsTheNas() {
        EndpointServiceRegistry services = context.getCamelContextExtension().getEndpointServiceRegistry();

        List<EndpointServiceRegistry.EndpointService> all = services.listAllEndpointServices();

        assertEquals(2, all.size());
        assertEquals("127.0.0.1:" + nas.port(), all.get(0).getServiceUrl());
        assertEquals("fnos", all.get(0).getServiceProtocol());
        assertEquals("out", all.get(0).getDirection());
        assertEquals(Map.of("username", "admin"), all.get(0).getServiceMetadata());
    }

    @Test
    void withoutAHostThereIsNoService() {
        FnosEndpoint endpoint = new FnosEndpoint("fnos:user.info", new FnosComponent(), "user.info", new FnosConfiguration());

        assertNull(endpoint.getServiceUrl());
        assertNull(endpoint.getServiceMetadata());
    }

    @Test
    void withoutAHostThereIsNoConnection() {
        FnosComponent component = context.getComponent("fnos", FnosComponent.class);
        FnosEndpoint endpoint = new FnosEndpoint("fnos:user.info", component, "user.info", new FnosConfiguration());

        assertEquals("NONE", endpoint.getConnectionState());
        assertEquals(0, endpoint.getConnectionRequests());
    }

    @Test
    void anAddressOfIpv6IsToldFromItsPort() {
        FnosEndpoint endpoint = context.getEndpoint("fnos:user.info?host=::1&port=5666", FnosEndpoint.class);

        assertEquals("[::1]:5666", endpoint.getServiceUrl());
        assertEquals("[::1]:5666", endpoint.connectionSettings().address().toString());
        assertEquals("ws://[::1]:5666/websocket?type=main", endpoint.connectionSettings().address().toUri().toString());
    }
}
