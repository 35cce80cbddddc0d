package io.github.camelfnos;

import java.io.File;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes in a process of their own, with little memory, that list large folders and trees of a NAS in another, and tell what they saw. */
final class LargeListings {

    private final String mode;
    private final Path spool;
    private final PrintWriter paths;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private volatile long spooled;

    private LargeListings(String mode, Path spool, PrintWriter paths) {
        this.mode = mode;
        this.paths = paths;
        this.spool = spool;
    }

    /** @param args what to do, port, spool folder, file for the paths that were seen and, after {@code !}, those that failed */
    public static void main(String[] args) throws Exception {
        try (PrintWriter paths = new PrintWriter(Files.newBufferedWriter(Path.of(args[3])))) {
            new LargeListings(args[0], Path.of(args[2]), paths).run(Integer.parseInt(args[1]));
        }
        System.exit(0);
    }

    private void run(int port) throws Exception {
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        configuration.setSpoolDirectory(spool.toString());
        configuration.setReconnectDelay(50);
        configuration.setReconnectMaxDelay(200);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:streamed").to("fnos:file.ls?streaming=true").split(body()).streaming().process(LargeListings.this::number).end();
                from("direct:collected").to("fnos:file.ls").split(simple("${body[files]}")).process(LargeListings.this::number).end();
                from("direct:acl").to("fnos:file.ls?streaming=true&bufferMemory=256KB").split(body()).streaming()
                    .process(LargeListings.this::askFor).to("fnos:file.getAcl").process(LargeListings.this::acl).end();
                from("direct:nested").to("fnos:file.ls?streaming=true&bufferMemory=16KB").split(body()).streaming()
                    .process(LargeListings.this::below)
                    .filter(simple("${body[dir]} == 1")).setHeader(FnosConstants.PARAMETERS, simple("${exchangeProperty.below}"))
                        .to("direct:nested").end()
                    .end();
                from("direct:cuts").to("fnos:cuts.begin").setBody(constant(null)).to("direct:tree");
                from("direct:tree").to("fnos:file.ls?recursive=true&streaming=true&bufferMemory=1MB").split(body()).streaming()
                    .process(LargeListings.this::path).end();
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        long begin = System.nanoTime();
        Thread watch = new Thread(this::watch);
        watch.setDaemon(true);
        watch.start();
        Exchange exchange = template.request("direct:" + mode, request -> request.getMessage().setBody(null));
        System.out.println("seconds=" + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        System.out.println("failed=" + (exchange.getException() == null ? 0 : 1));
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace();
        }
        if (exchange.getMessage().getBody() instanceof FnosEntries entries) {
            System.out.println("complete=" + (entries.isComplete() ? 1 : 0));
            System.out.println("frames=" + entries.getFrameCount());
            System.out.println("failures=" + entries.getFailures().size());
            entries.getFailures().forEach(failure -> paths.println("!" + failure.path()));
        }
        System.out.println("seen=" + seen);
        System.out.println("wrong=" + wrong);
        System.out.println("spooledMB=" + spooled / 1024 / 1024);
        System.out.println("peakHeapMB=" + ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(usage -> usage.getUsed()).sum() / 1024 / 1024);
        System.out.println("spoolFilesLeft=" + spool.toFile().listFiles().length);
        System.out.println("reconnects=" + context.getComponent("fnos", FnosComponent.class).connections().connections().iterator().next().counters()
                .reconnects());
        context.stop();
    }

    private void watch() {
        while (true) {
            long bytes = 0;
            for (File file : spool.toFile().listFiles()) {
                bytes += file.length();
            }
            spooled = Math.max(spooled, bytes);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void number(Exchange exchange) {
        count(exchange.getMessage().getBody(FnosEntry.class));
    }

    private void count(FnosEntry entry) {
        String name = (String) entry.get("name");
        if (Integer.parseInt(name.substring("file-".length(), name.length() - ".bin".length())) != seen.incrementAndGet()) {
            wrong.incrementAndGet();
        }
    }

    private void path(Exchange exchange) {
        see((String) exchange.getMessage().getBody(FnosEntry.class).get("path"));
    }

    private void see(String path) {
        seen.incrementAndGet();
        paths.println(path);
    }

    private void below(Exchange exchange) {
        FnosEntry entry = exchange.getMessage().getBody(FnosEntry.class);
        String folder = exchange.getProperty("below", Map.of("path", "vol1/1000"), Map.class).get("path").toString();
        String path = folder + "/" + entry.get("name");
        see(path);
        exchange.setProperty("below", Map.of("path", path));
    }

    private void askFor(Exchange exchange) {
        FnosEntry entry = exchange.getMessage().getBody(FnosEntry.class);
        exchange.setProperty("entry", entry);
        exchange.getMessage().setHeader(FnosConstants.PARAMETERS, Map.of("files", List.of("vol1/1000/" + entry.get("name"))));
    }

    private void acl(Exchange exchange) {
        if (!(exchange.getMessage().getBody(FnosResponse.class).get("data") instanceof List<?> data) || data.size() != 1) {
            wrong.incrementAndGet();
        }
        count(exchange.getProperty("entry", FnosEntry.class));
    }
}
