package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.camelfnos.dsl.StaticEndpointBuilders;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** What the page on consumers shows works as it stands there, in every DSL. */
@Tag("smoke")
class ConsumersPageTest extends FnosTestSupport {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Page page = new Page("docs/consumers.md");

    @BeforeEach
    void fill() {
        nas.files().mkdir("vol1/1000/Inbox");
        nas.files().file("vol1/1000/Inbox/海.jpg", 7, 1_700_000_000L);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String name : List.of("changed", "disks", "file", "space")) {
                    from("direct:" + name).to("mock:" + name);
                }
            }
        };
    }

    private MockEndpoint arrived(String name, int count) {
        MockEndpoint mock = getMockEndpoint("mock:" + name);
        await().atMost(PATIENCE).until(() -> mock.getReceivedCounter() >= count);
        return mock;
    }

    private void assertInboxIsRead() {
        assertEquals("海.jpg", arrived("file", 1).getReceivedExchanges().get(0).getMessage().getBody(FnosEntry.class).get("name"));
    }

    @Test
    void theRoutesInJava() throws Exception {
        for (String block : page.blocks("java", "")) {
            Page.assertRuns(ConsumersPageTest.class, block);
        }

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push?pushKinds=storageChanged,privilege*").routeId("changes")
                    .log("${header.CamelFnosPushKind}: ${body}")
                    .to("direct:changed");

                from("fnos:push?pushKinds=storageChanged&connectionEvents=true").routeId("disks")
                    .filter(simple("${header.CamelFnosConnectionEvent} != 'disconnected'"))
                        .to("fnos:stor.getUserStorage?param.spaceInfo=true&ignoreBody=true")
                        .to("direct:disks");

                from("fnos:file.ls?param.path=vol1/1000/Inbox&delay=60000&changedOnly=true").routeId("inbox")
                    .to("direct:file");

                from("direct:report")
                    .pollEnrich("fnos:stor.getUserStorage?param.spaceInfo=true", 5000)
                    .to("direct:space");
            }
        });
        arrived("disks", 1);
        nas.pushes().storageChanged();
        nas.pushes().privilegeChanged(true);
        nas.pushes().unknownKind("other");

        assertEquals("privilegeChanged", arrived("changed", 2).getReceivedExchanges().get(1).getMessage().getHeader("CamelFnosPushKind"));
        arrived("disks", 2);
        assertInboxIsRead();
        assertNull(send("direct:report", null).getException());
        assertEquals("stor.getUserStorage", arrived("space", 1).getReceivedExchanges().get(0).getMessage().getHeader("CamelFnosAnsweredOperation"));
    }

    @Test
    void theScheduleOfCronAndTheRepositoryOfADatabase() throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:consumers;DB_CLOSE_DELAY=-1");
        bind(dataSource);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:stor.getUserStorage?param.spaceInfo=true&splitEntries=false&scheduler=quartz&scheduler.cron=0+0+3+*+*+?").routeId("nightly")
                    .to("direct:space");

                from("fnos:file.ls?param.path=vol1/1000/Inbox&changedOnly=true&idempotentRepository=#keys&initialDelay=0").to("direct:file");
            }
        });

        assertInboxIsRead();
        await().atMost(PATIENCE).until(() -> {
            try (var connection = dataSource.getConnection();
                    var keys = connection.createStatement().executeQuery("SELECT messageId FROM CAMEL_MESSAGEPROCESSED")) {
                return keys.next() && keys.getString(1).matches("file\\.ls:[\\w-]{43}");
            }
        });
        assertEquals(0, received("stor.getUserStorage").size(), "it is not three o'clock");
    }

    private void bind(DataSource dataSource) {
        context.getRegistry().bind("keys", new JdbcMessageIdRepository(dataSource, "nas-inbox"));
    }

    @Test
    void thePollInYaml() throws Exception {
        runs("inbox.yaml", page.blocks("yaml", "fnos:"));
    }

    @Test
    void thePollInXml() throws Exception {
        runs("inbox.xml", page.blocks("xml", "fnos:"));
    }

    private void runs(String name, List<String> routes) throws Exception {
        assertEquals(1, routes.size());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes.get(0)));

        assertInboxIsRead();
    }

    @Test
    void consumersInTheEndpointDsl() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(StaticEndpointBuilders.fnos("push").pushKinds("storageChanged").advanced().bufferMemory("64KB")).to("direct:changed");
                from(StaticEndpointBuilders.fnos("file.ls").parameters(Map.of("path", "vol1/1000/Inbox")).initialDelay(0).changedOnly(true))
                    .to("direct:file");
            }
        });
        nas.pushes().storageChanged();

        arrived("changed", 1);
        assertInboxIsRead();
    }
}
