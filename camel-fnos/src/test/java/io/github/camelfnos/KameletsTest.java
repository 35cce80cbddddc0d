package io.github.camelfnos;

import java.util.Map;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Kamelets of the jar work, as the page on them shows. They take their NAS from their own properties alone. */
class KameletsTest extends FnosTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        nas.files().mkdir("vol1/1000/Inbox");
        nas.files().mkdir("vol1/1000/Inbox/below");
        nas.files().file("vol1/1000/Inbox/below/deep.jpg", 7, 1_700_000_000L);
        CamelContext context = super.createCamelContext();
        Properties properties = new Properties();
        properties.setProperty("nas.host", nas.host());
        properties.setProperty("nas.port", String.valueOf(nas.port()));
        properties.setProperty("nas.password", PASSWORD);
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }

    @Override
    void configure(FnosComponent component) {
        // Nothing: see above.
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:changed").to("mock:changed");
            }
        };
    }

    private static String login() {
        return "host={{nas.host}}&port={{nas.port}}&username=admin&password=RAW({{nas.password}})";
    }

    private MockEndpoint arrived(String name, int count) {
        MockEndpoint mock = getMockEndpoint("mock:" + name);
        await().until(() -> mock.getReceivedCounter() >= count);
        return mock;
    }

    @Test
    void theRouteOfThePage() throws Exception {
        String route = new Page("docs/kamelets.md").blocks("yaml", "fnos-files-source").get(0);

        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("kamelet.yaml", route));

        assertEquals("below", arrived("changed", 1).getReceivedExchanges().get(0).getMessage().getBody(Map.class).get("name"));
    }

    @Test
    void aFolderWithAllThatIsBelowIt() throws Exception {
        routes(more -> more.from("kamelet:fnos-files-source?path=vol1/1000/Inbox&recursive=true&" + login()).to("mock:tree"));

        assertEquals(2, arrived("tree", 2).getReceivedCounter());
    }

    @Test
    void whatTheNasPushes() throws Exception {
        routes(more -> more.from("kamelet:fnos-push-source?kinds=storage*&" + login()).to("mock:pushed"));

        nas.pushes().unknownKind("other");
        nas.pushes().storageChanged();

        assertEquals("storageChanged", arrived("pushed", 1).getReceivedExchanges().get(0).getMessage().getHeader("CamelFnosPushKind"));
    }

    @Test
    void anActionTakesItsParametersFromTheHeaderAndTheBodyOnlyWhereItIsTold() throws Exception {
        routes(more -> {
            more.from("direct:action").to("kamelet:fnos-action?operation=file.mkdir&" + login());
            more.from("direct:body").to("kamelet:fnos-action?operation=file.mkdir&ignoreBody=false&" + login());
        });

        assertNull(send("direct:action", Map.of("path", "vol1/1000/wrong"),
                Map.of("CamelFnosParameters", Map.of("path", "vol1/1000/right"))).getException());
        assertNull(send("direct:body", Map.of("path", "vol1/1000/body")).getException());

        assertTrue(nas.files().paths().contains("vol1/1000/right"));
        assertTrue(nas.files().paths().contains("vol1/1000/body"));
        assertTrue(!nas.files().paths().contains("vol1/1000/wrong"));
    }
}
