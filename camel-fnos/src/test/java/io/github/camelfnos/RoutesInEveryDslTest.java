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
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The three routes of the page on routes in Java, the Endpoint DSL, YAML and XML, configured by properties of Camel Main whose password holds special
 * characters.
 */
@Tag("smoke")
class RoutesInEveryDslTest extends ThreeRoutes {

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
                from("fnos:file.ls?param.path=vol1/1000/目录 1&changedOnly=true&delay=60000&initialDelay=0").to("seda:polled");
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
                from(fnos(FnosOperations.FILE_LS).parameters("path", "vol1/1000/目录 1").changedOnly(true).delay(60000).initialDelay(0)).to("seda:polled");
            }
        }));
    }

    @Test
    void theJavaIsThatOfThePage() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(RoutesInEveryDslTest.class, block);
        }
        assertEquals(2, page.blocks("java", "").size());
    }

    @Test
    void yaml() throws Exception {
        assertRoutesWorkInMain(file("routes.yaml", page.blocks("yaml", "").get(0)));
    }

    @Test
    void xml() throws Exception {
        assertRoutesWorkInMain(file("routes.xml", page.blocks("xml", "<routes>").get(0)));
    }
}
