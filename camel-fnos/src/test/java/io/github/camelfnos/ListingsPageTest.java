package io.github.camelfnos;

import java.time.Duration;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The examples of docs/listings.md do what the page says. */
@Tag("smoke")
class ListingsPageTest extends FnosTestSupport {

    private final Page page = new Page("docs/listings.md");

    @BeforeEach
    void fill() {
        nas.files().file("vol1/1000/Photos/2024/海.jpg", 7, 1_700_000_000L).file("vol1/1000/Photos/b.jpg", 7, 1_700_000_000L)
                .file("vol1/1000/old", 1, 1_700_000_000L);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String name : List.of("photo", "entry")) {
                    from("direct:" + name).to("mock:" + name);
                }
            }
        };
    }

    private List<Object> names(String mock, int count) {
        MockEndpoint endpoint = getMockEndpoint("mock:" + mock);
        await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.getReceivedCounter() >= count);
        return endpoint.getReceivedExchanges().stream().map(each -> each.getMessage().getBody(FnosEntry.class).get("name")).toList();
    }

    @Test
    void theRoutesInJava() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(ListingsPageTest.class, block);
        }

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:photos")
                    .to("fnos:file.ls?param.path=vol1/1000/Photos&streaming=true")
                    .split(body()).streaming()
                        .to("direct:photo")
                    .end()
                    .log("${body.frameCount} frames, complete: ${body.complete}");

                from("direct:tree")
                    .to("fnos:file.ls?param.path=vol1/1000&recursive=true&streaming=true")
                    .split(body()).streaming()
                        .to("direct:entry")
                    .end()
                    .filter(simple("${body.failures.size} > 0"))
                        .log("left out: ${body.failures}");

                from("fnos:file.ls?param.path=vol1/1000&recursive=true&changedOnly=true&delay=3600000").routeId("mirror")
                    .to("direct:entry");

                from("direct:clean")
                    .to("fnos:file.rm?param.files=[\"vol1/1000/old\"]&progressUri=direct:progress");

                from("direct:progress")
                    .log("${header.CamelFnosTaskId}: ${body[percent]} %");
            }
        });

        assertNull(send("direct:photos", null).getException());
        assertEquals(List.of("2024", "b.jpg"), names("photo", 2).stream().sorted().toList());
        names("entry", 5);
        Exchange tree = send("direct:tree", null);
        assertNull(tree.getException());
        assertEquals(10, names("entry", 10).size());
        assertEquals(List.of(), tree.getMessage().getBody(FnosEntries.class).getFailures());
        nas.tasks().takeTime(3, Duration.ofMillis(1));
        assertNull(send("direct:clean", null).getException());
        assertEquals(4, nas.files().paths().size());
    }

    @Test
    void theStreamInYaml() throws Exception {
        runs("photos.yaml", page.blocks("yaml", "fnos:"));
    }

    @Test
    void theStreamInXml() throws Exception {
        runs("photos.xml", page.blocks("xml", "fnos:"));
    }

    private void runs(String name, List<String> routes) throws Exception {
        assertEquals(1, routes.size());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes.get(0)));

        assertNull(send("direct:photos", null).getException());

        assertEquals(List.of("2024", "b.jpg"), names("photo", 2).stream().sorted().toList());
    }
}
