package io.github.camelfnos;

import java.util.Map;

import io.github.camelfnos.simulator.Direction;
import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What the page on the simulator shows works as it stands there. */
class SimulatorPageTest {

    private static Exchange ask(String host, int port, String uri) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
            configuration.setHost(host);
            configuration.setPort(port);
            configuration.setUsername("admin");
            configuration.setPassword("admin");
            context.start();
            return context.createProducerTemplate().request(uri, exchange -> {
            });
        }
    }

    private static void runMyRoute(String host, int port) throws Exception {
        assertNull(ask(host, port, "fnos:file.ls?param.path=vol1/1000/Photos&notFoundBehaviour=empty").getException());
    }

    @Test
    void theTestOfThePage() throws Exception {
        try (FnosSimulator nas = FnosSimulator.start()) {      // any free port, admin / admin
            nas.files().mkdir("vol1/1000/Photos");
            nas.files().file("vol1/1000/Photos/sea.jpg", 2_345, 1_700_000_000L);
            nas.on("test.busy", request -> request.fail(4097));

            runMyRoute(nas.host(), nas.port());

            assertEquals(1, nas.requestCount("file.ls"));
        }
    }

    @Test
    void theTaskOfThePage() throws Exception {
        try (FnosSimulator nas = FnosSimulator.start()) {
            nas.on("file.cp", request -> {
                request.startTask("t-1");
                request.progress(Map.of("percent", 40));
                request.reply(Map.of("result", "cancel"));
            });

            Exchange copied = ask(nas.host(), nas.port(), "fnos:file.cp");

            assertInstanceOf(FnosServerException.class, copied.getException());
            assertEquals("t-1", copied.getMessage().getHeader(FnosConstants.TASK_ID));
        }
    }

    @Test
    void theFaultsOfThePage() throws Exception {
        try (FnosSimulator nas = FnosSimulator.start();
                FaultProxy proxy = FaultProxy.start(nas.host(), nas.port())) {
            runMyRoute(proxy.host(), proxy.port());

            proxy.freeze(Direction.TO_CLIENT);                  // the line is silent, the sockets stay open
            proxy.calm();
            proxy.garbage(FaultProxy.textFrame("no JSON"));
        }
    }
}
