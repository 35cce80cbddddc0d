package io.github.camelfnos.examples.naswatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/** The last values of what was measured. Camel's own {@code micrometer:} endpoints count and add up, but have no gauges. */
public final class Gauges implements CamelContextAware {

    private final Map<String, AtomicReference<Double>> values = new ConcurrentHashMap<>();
    private CamelContext context;

    /**
     * Sets a gauge, and makes it if there is none.
     *
     * @param name     of the gauge, as in {@code nas.space.free}
     * @param tag      what its values are told apart by, as in {@code volume}
     * @param tagValue which of them this is
     * @param value    the value, or null where the NAS gave none: the gauge keeps its value then
     */
    public void set(String name, String tag, String tagValue, Number value) {
        if (value != null) {
            values.computeIfAbsent(name + "/" + tagValue, key -> register(name, tag, tagValue)).set(value.doubleValue());
        }
    }

    private AtomicReference<Double> register(String name, String tag, String tagValue) {
        AtomicReference<Double> last = new AtomicReference<>(Double.NaN);
        Gauge.builder(name, last, AtomicReference::get).tag(tag, String.valueOf(tagValue))
                .register(context.getRegistry().findSingleByType(MeterRegistry.class));
        return last;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
