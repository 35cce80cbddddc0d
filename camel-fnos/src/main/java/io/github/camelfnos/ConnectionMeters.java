package io.github.camelfnos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.MicrometerUtils;

import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;

/**
 * Meters of each connection in the {@code MeterRegistry} that Camel's registry has, if it has one. They are read when somebody looks at
 * them; a request costs nothing for it.
 */
final class ConnectionMeters implements ConnectionObserver {

    private static final String PREFIX = "camel.fnos.";

    private final CamelContext context;
    private final Map<String, Registration> registrations = new HashMap<>();

    ConnectionMeters(CamelContext context) {
        this.context = context;
    }

    @Override
    public void begin(String name, FnosConnection connection) {
        // Now and not earlier, as whoever makes the registry may start after the component.
        MeterRegistry registry = MicrometerUtils.getMeterRegistryFromCamelRegistry(context.getRegistry(),
                MicrometerConstants.METRICS_REGISTRY_NAME);
        if (registry != null) {
            Registration registration = new Registration(registry, name, connection);
            registration.begin();
            registrations.put(name, registration);
        }
    }

    @Override
    public void end(String name) {
        Registration registration = registrations.remove(name);
        if (registration != null) {
            registration.end();
        }
    }

    /** The meters of one connection. */
    private final class Registration {

        private final MeterRegistry registry;
        private final FnosConnection connection;
        private final Tags tags;
        private final List<Meter> meters = new ArrayList<>();

        Registration(MeterRegistry registry, String name, FnosConnection connection) {
            this.registry = registry;
            this.connection = connection;
            this.tags = Tags.of(MicrometerConstants.CAMEL_CONTEXT_TAG, context.getName(), "connection", name);
        }

        void begin() {
            gauge("ready", "1 while requests go out, 0 otherwise", of -> of.state() == ConnectionState.READY ? 1 : 0);
            gauge("requests.inflight", "Requests that have been sent and are not answered", FnosConnection::inFlight);
            gauge("requests.waiting", "Requests that wait for their turn", FnosConnection::waiting);
            counter("requests", "Requests that were sent", tags, of -> of.counters().requests());
            for (String category : FnosFailure.categories()) {
                counter("failures", "Requests that failed", tags.and("category", category), of -> of.counters().failures(category));
            }
            counter("frames.late", "Frames that came after their request had ended", tags, of -> of.counters().lateFrames());
            counter("frames.malformed", "Frames that were not one JSON object", tags, of -> of.counters().malformedFrames());
            counter("pushes", "Frames that answered no request", tags, of -> of.counters().pushes());
            counter("pushes.dropped", "Pushes that a consumer did not get, for want of room", tags,
                    of -> of.counters().droppedPushes());
            counter("reconnects", "How often the connection was made again after it had been lost", tags,
                    of -> of.counters().reconnects());
        }

        void end() {
            meters.forEach(registry::remove);
        }

        private void gauge(String name, String description, ToDoubleFunction<FnosConnection> value) {
            meters.add(Gauge.builder(PREFIX + name, connection, value).tags(tags).description(description).register(registry));
        }

        private void counter(String name, String description, Tags of, ToDoubleFunction<FnosConnection> value) {
            meters.add(FunctionCounter.builder(PREFIX + name, connection, value).tags(of).description(description).register(registry));
        }
    }
}
