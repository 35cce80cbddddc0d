package io.github.camelfnos.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.github.camelfnos.FnosConstants;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Streams listings of the {@link LeanNas} into a split, in a JVM of its own with little memory. It prints for each size a line with the
 * number of entries and the seconds, and then the peak of the heap in bytes.
 */
final class StreamedListings {

    private long seen;

    private StreamedListings() {
    }

    /** @param args the port, then how many entries to list, again and again */
    public static void main(String[] args) throws Exception {
        new StreamedListings().run(args);
        System.exit(0);
    }

    private void run(String[] args) throws Exception {
        AtomicLong peak = watchHeap();
        DefaultCamelContext context = new DefaultCamelContext();
        Contenders.configure(context, Integer.parseInt(args[0]));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream").to("fnos:" + LeanSocket.LIST + "?streaming=true").split(body()).streaming()
                        .process(exchange -> seen++);
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        for (int i = 1; i < args.length; i++) {
            int entries = Integer.parseInt(args[i]);
            seen = 0;
            long begin = System.nanoTime();
            Exchange exchange = template.request("direct:stream",
                    request -> request.getMessage().setHeader(FnosConstants.PARAMETERS, Map.of("count", entries)));
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (exchange.getException() != null || seen != entries) {
                throw new IllegalStateException(seen + " of " + entries + " entries came", exchange.getException());
            }
            System.out.println(entries + " " + seconds);
        }
        System.out.println(peak.get());
    }

    /** The heap is at its fullest when it is collected. */
    private static AtomicLong watchHeap() {
        AtomicLong peak = new AtomicLong();
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName).collect(Collectors.toSet());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, unused) -> {
                GcInfo collection = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()).getGcInfo();
                long used = collection.getMemoryUsageBeforeGc().entrySet().stream().filter(pool -> heap.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed()).sum();
                peak.accumulateAndGet(used, Math::max);
            }, null, null);
        }
        return peak;
    }
}
