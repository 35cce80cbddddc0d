package io.github.camelfnos;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.dsl.StaticEndpointBuilders.fnos;

/**
 * The same three routes in Java, the Endpoint DSL, YAML and XML, configured by properties of Camel Main whose password holds special
 * characters.
 */
@Tag("smoke")
class RoutesInEveryDslTest extends ThreeRoutes {

    private static final String YAML = """
            - route:
                from:
                  uri: direct:list
                  steps:
                    - to:
                        uri: fnos:file.ls
                        parameters:
                          param.path: vol1/1000/目录 1
                          ignoreBody: true
            - route:
                from:
                  uri: fnos:push
                  parameters:
                    pushKinds: storageChanged
                  steps:
                    - to: seda:pushed
            - route:
                from:
                  uri: fnos:file.ls
                  parameters:
                    param.path: vol1/1000/目录 1
                    changedOnly: true
                    initialDelay: 0
                  steps:
                    - to: seda:polled
            """;

    private void assertRoutesWorkInMain(Routes routes) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.fnos.host", nas.host());
        main.addInitialProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addInitialProperty("camel.component.fnos.username", "admin");
        main.addInitialProperty("camel.component.fnos.password", PASSWORD);
        main.start();
        try {
            routes.addTo(main.getCamelContext());
            assertAllRoutesWork(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    @FunctionalInterface
    private interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    private static Routes java(RoutesBuilder routes) {
        return context -> context.addRoutes(routes);
    }

    private static Routes file(String name, String text) {
        return context -> PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    @Test
    void java() throws Exception {
        assertRoutesWorkInMain(java(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to("fnos:file.ls?param.path=vol1/1000/目录 1&ignoreBody=true");
                from("fnos:push?pushKinds=storageChanged").to("seda:pushed");
                from("fnos:file.ls?param.path=vol1/1000/目录 1&changedOnly=true&initialDelay=0").to("seda:polled");
            }
        }));
    }

    @Test
    void endpointDsl() throws Exception {
        assertRoutesWorkInMain(java(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list").to(fnos("file.ls").parameters("path", "vol1/1000/目录 1").ignoreBody(true));
                from(fnos("push").pushKinds("storageChanged")).to("seda:pushed");
                from(fnos("file.ls").parameters("path", "vol1/1000/目录 1").changedOnly(true).initialDelay(0)).to("seda:polled");
            }
        }));
    }

    @Test
    void yaml() throws Exception {
        assertRoutesWorkInMain(file("routes.yaml", YAML));
    }

    @Test
    void xml() throws Exception {
        assertRoutesWorkInMain(file("routes.xml", XML));
    }
}
