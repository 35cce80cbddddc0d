package io.github.camelfnos.bench;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.camelfnos.FnosConstants;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** How many pushes a second go through a route that only counts them. */
final class PushFlow {

    private PushFlow() {
    }

    static double measure(int port, int pushes) throws Exception {
        CountDownLatch left = new CountDownLatch(pushes);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Contenders.configure(context, port);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("fnos:push?pushKinds=numbered").process(exchange -> left.countDown());
                    from("direct:begin").to("fnos:" + LeanSocket.PUSH);
                }
            });
            context.start();
            long begin = System.nanoTime();
            context.createProducerTemplate().sendBodyAndHeader("direct:begin", null, FnosConstants.PARAMETERS, Map.of("count", pushes));
            left.await();
            return pushes / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
