package io.github.camelfnos;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelfnos.client.PushSubscription;

import static org.awaitility.Awaitility.await;

/**
 * Slow push routes in a process of its own with little memory, and requests beside them on the same connection. A second connection,
 * without push routes, is what the requests are compared with. Prints what it has seen.
 */
final class PushFloodRoutes {

    private static final List<String> ROUTES = List.of("slow", "delayed", "asking");
    private static final String BESIDE = "direct:beside";
    private static final String ELSEWHERE = "direct:elsewhere";

    private final long count;
    private final Path spool;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<String, Arrivals> arrivals = Map.of("slow", new Arrivals(), "delayed", new Arrivals(), "asking", new Arrivals());

    private PushFloodRoutes(long count, Path spool) {
        this.count = count;
        this.spool = spool;
    }

    /** @param args port, number of pushes, spool folder */
    public static void main(String[] args) throws Exception {
        new PushFloodRoutes(Long.parseLong(args[1]), Path.of(args[2])).run(Integer.parseInt(args[0]));
        System.exit(0);
    }

    /** What has come to one route. */
    private final class Arrivals {

        private final AtomicLong last = new AtomicLong();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong wrong = new AtomicLong();
        private volatile long spooled;
        private volatile long takenInFlood;

        void arrive(Exchange exchange) {
            Object n = exchange.getMessage().getBody(Map.class).get("n");
            boolean right = n.equals((int) last.incrementAndGet())
                    && exchange.getMessage().getHeader("CamelFnosPushSequence").equals(last.get())
                    && exchange.getMessage().getHeader("CamelFnosPushGap").equals(false) && done.get() == last.get() - 1;
            if (!right) {
                wrong.incrementAndGet();
            }
            // Slow enough to show something while the NAS pushes, then less so, as nothing is shown any more by waiting.
            int pauses = flooding ? 4 : 100;
            exchange.setProperty("ask", flooding || last.get() % 4 == 0);
            exchange.setProperty("pause", last.get() % pauses == 0 ? 1 : 0);
            if (last.get() % pauses == 0 && exchange.getFromRouteId().equals("slow")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }

        void leave(Exchange exchange) {
            done.incrementAndGet();
        }
    }

    private volatile boolean flooding = true;

    private void run(int port) throws Exception {
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        configuration.setHeartbeatInterval(1_000);
        configuration.setBufferMemory("64KB");
        configuration.setSpoolDirectory(spool.toString());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push").routeId("slow")
                    .process(arrivals.get("slow")::arrive)
                    .process(arrivals.get("slow")::leave);
                from("fnos:push").routeId("delayed")
                    .process(arrivals.get("delayed")::arrive)
                    .delay(exchangeProperty("pause")).asyncDelayed().end()
                    .process(arrivals.get("delayed")::leave);
                from("fnos:push").routeId("asking")
                    .process(arrivals.get("asking")::arrive)
                    .filter(exchangeProperty("ask")).to("fnos:user.info").end()
                    .process(arrivals.get("asking")::leave);
                from(BESIDE).to("fnos:user.info");
                from(ELSEWHERE).to("fnos:user.info?connectionId=elsewhere");
                from("direct:nas").toD("fnos:${body}?ignoreBody=true");
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();

        Latencies idle = new Latencies(template);
        for (int n = 0; n < 500; n++) {
            idle.take();
        }
        template.requestBody("direct:nas", "flood.start");
        Latencies flooded = new Latencies(template);
        long floodMillis = 0;
        long spoolBytes = 0;
        while (floodMillis == 0) {
            flooded.take();
            look();
            floodMillis = template.requestBody("direct:nas", "flood.millis", FnosResponse.class).get("millis") instanceof Number millis
                    ? millis.longValue() : 0;
            spoolBytes = Math.max(spoolBytes, spoolBytes());
        }
        flooding = false;
        arrivals.values().forEach(each -> each.takenInFlood = each.done.get());
        Latencies draining = new Latencies(template);
        for (int n = 0; n < 500; n++) {
            draining.take();
        }
        await().atMost(Duration.ofMinutes(30)).until(() -> arrivals.values().stream().allMatch(each -> each.done.get() == count));
        report(floodMillis, spoolBytes, template);
        idle.print("idle");
        flooded.print("flooded");
        draining.print("draining");
        long spoolFiles = spoolFiles().length;
        System.out.println("spoolFilesLeft=" + spoolFiles);
        context.stop();
    }

    private void look() {
        for (String route : ROUTES) {
            PushSubscription pushes = ((FnosPushConsumer) context.getRoute(route).getConsumer()).pushes();
            arrivals.get(route).spooled = Math.max(arrivals.get(route).spooled, pushes.spooled());
        }
    }

    private void report(long floodMillis, long spoolBytes, ProducerTemplate template) {
        FnosResponse nas = template.requestBody("direct:nas", "flood.millis", FnosResponse.class);
        System.out.println("connections=" + nas.get("connections"));
        System.out.println("floodMillis=" + floodMillis);
        System.out.println("spoolBytes=" + spoolBytes);
        for (String route : ROUTES) {
            Arrivals arrived = arrivals.get(route);
            System.out.println(route + ".done=" + arrived.done);
            System.out.println(route + ".wrong=" + arrived.wrong);
            System.out.println(route + ".takenInFlood=" + arrived.takenInFlood);
            System.out.println(route + ".spooled=" + arrived.spooled);
        }
    }

    private File[] spoolFiles() {
        return spool.toFile().listFiles();
    }

    private long spoolBytes() {
        return Arrays.stream(spoolFiles()).mapToLong(File::length).sum();
    }

    /** How long requests take beside the push routes, and on a connection that has none; taken in turn. */
    private static final class Latencies {

        private final ProducerTemplate template;
        private final List<Long> beside = new ArrayList<>();
        private final List<Long> elsewhere = new ArrayList<>();

        Latencies(ProducerTemplate template) {
            this.template = template;
        }

        void take() {
            beside.add(ask(BESIDE));
            elsewhere.add(ask(ELSEWHERE));
        }

        private long ask(String route) {
            long begin = System.nanoTime();
            template.requestBody(route, (Object) null);
            return System.nanoTime() - begin;
        }

        void print(String phase) {
            System.out.println(phase + ".beside.micros=" + median(beside));
            System.out.println(phase + ".elsewhere.micros=" + median(elsewhere));
        }

        private static long median(List<Long> nanos) {
            return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElse(0L) / 1_000;
        }
    }
}
