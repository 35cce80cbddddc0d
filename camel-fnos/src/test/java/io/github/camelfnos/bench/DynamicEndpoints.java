package io.github.camelfnos.bench;

import java.util.Map;

import io.github.camelfnos.FnosEndpoint;
import io.github.camelfnos.FnosResponse;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What {@code toD} with ever new URIs leaves behind.
 *
 * @param uris        how many there were
 * @param connections that the NAS has with them
 * @param endpoints   of this component that the context keeps
 * @param threads     that are there more than before
 * @param micros      that each took, the first ones with a cold JVM
 */
record DynamicEndpoints(int uris, int connections, int endpoints, int threads, double micros) {

    static DynamicEndpoints measure(int port, int uris) throws Exception {
        int threads = Thread.activeCount();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Contenders.configure(context, port);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:each").toD("fnos:user.info?param.n=${body}&ignoreBody=true");
                    from("direct:sockets").to("fnos:" + LeanSocket.SOCKETS);
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            int before = open(template) - 1;
            long begin = System.nanoTime();
            for (int n = 0; n < uris; n++) {
                template.requestBody("direct:each", n);
            }
            double micros = (System.nanoTime() - begin) / 1e3 / uris;
            int endpoints = (int) context.getEndpoints().stream().filter(FnosEndpoint.class::isInstance).count();
            return new DynamicEndpoints(uris, open(template) - before, endpoints, Thread.activeCount() - threads, micros);
        }
    }

    private static int open(ProducerTemplate template) {
        return (int) template.requestBody("direct:sockets", Map.of(), FnosResponse.class).get("open");
    }
}
