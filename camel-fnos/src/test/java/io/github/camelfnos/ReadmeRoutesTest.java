package io.github.camelfnos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the README shows works as it stands there. */
class ReadmeRoutesTest extends FnosTestSupport {

    private static final Path TOP = Path.of("..").toAbsolutePath();

    private static String readme() throws Exception {
        return Files.readString(TOP.resolve("README.md"));
    }

    private static List<String> blocks(String language, String containing) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme()).results()
                .map(MatchResult::group).map(block -> block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```")))
                .filter(block -> block.contains(containing)).toList();
    }

    @Test
    void theShortestRouteInYaml() throws Exception {
        runs("route.yaml", blocks("yaml", "fnos:"));
    }

    @Test
    void theShortestRouteInXml() throws Exception {
        runs("route.xml", blocks("xml", "fnos:"));
    }

    private void runs(String name, List<String> routes) throws Exception {
        assertEquals(1, routes.size());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes.get(0)));

        await().until(() -> received("stor.getUserStorage").size() == 1);
        assertEquals(true, received("stor.getUserStorage").get(0).parameters().get("spaceInfo"));
    }

    @Test
    void theRoutesInJava() throws Exception {
        // The README's lines, to the letter.
        List<String> shown = blocks("java", "fnos:");
        String source = Files.readString(
                TOP.resolve("camel-fnos/src/test/java/io/github/camelfnos/ReadmeRoutesTest.java")).replaceAll("\\s+", "");
        assertEquals(2, shown.size());
        for (String route : shown) {
            assertTrue(source.contains(route.replaceAll("\\s+", "")), () -> "this test does not run " + route);
        }

        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:readme;DB_CLOSE_DELAY=-1");
        JdbcTemplate sql = new JdbcTemplate(database);
        sql.execute("CREATE TABLE photos (name VARCHAR PRIMARY KEY, size BIGINT)");
        context.getRegistry().bind("database", database);
        nas.files().mkdir("vol1/1000/Photos");
        nas.files().file("vol1/1000/Photos/海.jpg", 7, 1_700_000_000L);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:nightly?period=24h")
                    .to("fnos:file.ls?param.path=vol1/1000/Photos")
                    .split(simple("${body[files]}"))
                        .to("sql:MERGE INTO photos (name, size) KEY (name) VALUES (:#${body[name]}, :#${body[size]})");

                from("timer:once?repeatCount=1")
                    .to("fnos:stor.getUserStorage?param.spaceInfo=true")
                    .log("${body}");
            }
        });

        await().until(() -> received("stor.getUserStorage").size() == 1);
        await().until(() -> sql.queryForList("SELECT name, size FROM photos").toString().equals("[{NAME=海.jpg, SIZE=7}]"));
    }
}
