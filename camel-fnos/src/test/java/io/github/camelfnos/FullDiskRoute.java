package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import static org.awaitility.Awaitility.await;

/** A slow push route in a process that may not write large files, beside one that is quick. Prints what it has seen. */
final class FullDiskRoute {

    private FullDiskRoute() {
    }

    /** @param args port, spool folder, number of pushes */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[2]);
        CountDownLatch lost = new CountDownLatch(1);
        AtomicInteger neighbour = new AtomicInteger();
        DefaultCamelContext context = new DefaultCamelContext();
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost("127.0.0.1");
        configuration.setPort(Integer.parseInt(args[0]));
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        configuration.setSpoolDirectory(args[1]);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(FnosPushLossException.class).handled(true).process(exchange -> {
                    System.out.println("LOSS " + exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage());
                    lost.countDown();
                });
                from("fnos:push?bufferMemory=1KB&bridgeErrorHandler=true").routeId("slow").process(exchange -> {
                    if (lost.getCount() > 0) {
                        await().atMost(Duration.ofMinutes(1)).until(() -> neighbour.get() == count);
                    }
                });
                from("fnos:push").process(exchange -> {
                    int n = (Integer) exchange.getMessage().getBody(Map.class).get("n");
                    if (n != neighbour.incrementAndGet()) {
                        System.out.println("WRONG " + n);
                    }
                });
            }
        });
        context.start();
        System.out.println("READY");
        await().atMost(Duration.ofMinutes(1)).until(() -> lost.getCount() == 0);
        System.out.println("NEIGHBOUR " + neighbour.get());
        context.stop();
        System.exit(0);
    }
}
