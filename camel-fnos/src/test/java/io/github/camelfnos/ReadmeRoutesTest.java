package io.github.camelfnos;

import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What the README shows works as it stands there. */
class ReadmeRoutesTest extends FnosTestSupport {

    private final Page readme = new Page("README.md");

    @Test
    void theShortestRouteInYaml() throws Exception {
        runs("route.yaml", readme.blocks("yaml", "fnos:"));
    }

    @Test
    void theShortestRouteInXml() throws Exception {
        runs("route.xml", readme.blocks("xml", "fnos:"));
    }

    private void runs(String name, List<String> routes) throws Exception {
        assertEquals(1, routes.size());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes.get(0)));

        await().until(() -> received("stor.getUserStorage").size() == 1);
        assertEquals(true, received("stor.getUserStorage").get(0).parameters().get("spaceInfo"));
    }

    @Test
    void theRoutesInJava() throws Exception {
        List<String> shown = readme.blocks("java", "fnos:");
        assertEquals(2, shown.size());
        for (String route : shown) {
            Page.assertRuns(ReadmeRoutesTest.class, route);
        }

        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:readme;DB_CLOSE_DELAY=-1");
        JdbcTemplate sql = new JdbcTemplate(database);
        sql.execute("CREATE TABLE photos (path VARCHAR PRIMARY KEY, size BIGINT)");
        context.getRegistry().bind("database", database);
        nas.files().mkdir("vol1/1000/Photos");
        nas.files().file("vol1/1000/Photos/海.jpg", 7, 1_700_000_000L);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:nightly?period=24h")
                    .to("fnos:file.ls?param.path=vol1/1000/Photos&recursive=true&streaming=true")
                    .split(body()).streaming()
                        .to("sql:MERGE INTO photos (path, size) KEY (path) VALUES (:#${body[path]}, :#${body[size]})");

                from("timer:once?repeatCount=1")
                    .to("fnos:stor.getUserStorage?param.spaceInfo=true")
                    .log("${body}");
            }
        });

        await().until(() -> received("stor.getUserStorage").size() == 1);
        await().until(() -> sql.queryForList("SELECT path, size FROM photos").toString().equals("[{PATH=vol1/1000/Photos/海.jpg, SIZE=7}]"));
    }
}
