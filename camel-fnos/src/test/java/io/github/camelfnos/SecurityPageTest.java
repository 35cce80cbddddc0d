package io.github.camelfnos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page on security promises. */
class SecurityPageTest extends FnosTestSupport {

    private final Page page = new Page("docs/security.md");

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:from-elsewhere")
                    .removeHeaders("CamelFnos*")
                    .to("fnos:file.ls?param.path=vol1/1000&ignoreBody=true");
            }
        };
    }

    @Test
    void whatComesFromElsewhereDecidesNothing() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(SecurityPageTest.class, block);
        }

        Exchange exchange = send("direct:from-elsewhere", Map.of("path", "vol1/1000/theirs"), Map.of(FnosConstants.OPERATION, "file.rm",
                FnosConstants.PARAMETERS, Map.of("files", List.of("vol1/1000/a"))));

        assertNull(exchange.getException());
        assertEquals("file.ls", exchange.getMessage().getHeader(FnosConstants.ANSWERED_OPERATION));
        assertEquals(Map.of("path", "vol1/1000"), received("file.ls").get(0).parameters());
        assertEquals(List.of(), received("file.rm"));
    }

    @Test
    void thePasswordIsInAFileThatPropertiesNameAsThePageDoes(@TempDir Path secrets) throws Exception {
        assertTrue(page.text().contains("`camel.component.properties.location = file:/run/secrets/nas.properties`, and `{{nas.password}}`"));
        Path file = Files.writeString(secrets.resolve("nas.properties"), "nas.password = " + PASSWORD + "\n");
        Main main = new Main();
        main.addInitialProperty("camel.component.properties.location", "file:" + file);
        main.addInitialProperty("camel.component.fnos.host", nas.host());
        main.addInitialProperty("camel.component.fnos.port", String.valueOf(nas.port()));
        main.addInitialProperty("camel.component.fnos.username", "admin");
        main.addInitialProperty("camel.component.fnos.password", "{{nas.password}}");
        main.start();
        try {
            assertEquals("succ", main.getCamelTemplate().request("fnos:user.info", exchange -> {
            }).getMessage().getHeader(FnosConstants.RESULT));
        } finally {
            main.stop();
        }
    }
}
