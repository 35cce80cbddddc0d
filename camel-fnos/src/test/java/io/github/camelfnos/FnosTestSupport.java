package io.github.camelfnos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.ReceivedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.test.junit5.CamelTestSupport;

import static org.junit.jupiter.api.Assertions.assertNotNull;

/** A context whose fnos component is set up for a simulator of its own. */
abstract class FnosTestSupport extends CamelTestSupport {

    static final String PASSWORD = "p&w%1+#";

    final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD).withFrameSize(10));

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        configure(context.getComponent("fnos", FnosComponent.class));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                nas.close();
            }
        });
        return context;
    }

    void configure(FnosComponent component) {
        component.getConfiguration().setHost(nas.host());
        component.getConfiguration().setPort(nas.port());
        component.getConfiguration().setUsername("admin");
        component.getConfiguration().setPassword(PASSWORD);
    }

    /** Adds routes while the context runs. */
    void routes(Consumer<RouteBuilder> body) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                body.accept(this);
            }
        });
    }

    /** Switches the health checks of {@code producers} or {@code consumers} on. */
    static void checkHealthOf(CamelContext context, String repository) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById(repository));
        HealthCheckHelper.getHealthCheckRepository(context, repository).setEnabled(true);
    }

    /** Sends a body and headers to an endpoint, and gives the exchange back when it has ended, well or ill. */
    Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    /** The requests for an operation that the NAS has received. */
    List<ReceivedRequest> received(String operation) {
        return nas.requests().stream().filter(request -> request.operation().equals(operation)).toList();
    }

    static <T extends Throwable> T failure(Exchange exchange, Class<T> type) {
        assertNotNull(exchange.getException(), "the exchange did not fail");
        T failure = exchange.getException(type);
        assertNotNull(failure, () -> "not a " + type.getSimpleName() + ": " + exchange.getException());
        return failure;
    }

}
