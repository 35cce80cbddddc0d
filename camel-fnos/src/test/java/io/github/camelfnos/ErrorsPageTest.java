package io.github.camelfnos;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.protocol.Errno;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the page on errors shows works as it stands there, and its table is that of the code. */
class ErrorsPageTest extends FnosTestSupport {

    private static final String HEAD = "| code | Chinese | English | category | exception | retryable |\n|---|---|---|---|---|---|\n";

    private final Page page = new Page("docs/errors.md");

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(FnosException.class)
                    .onWhen(simple("${exception.retryable}"))
                    .maximumRedeliveries(5)
                    .redeliveryDelay(1000);

                from("direct:list-in-java")
                    .to("fnos:file.ls?param.path=vol1/1000");

                from("direct:inbox")
                    .to("fnos:file.ls?param.path=vol1/1000/Inbox&notFoundBehaviour=empty")
                    .split(simple("${body[files]}"))
                        .to("direct:file");

                from("direct:file").to("mock:file");
            }
        };
    }

    private static RouteBuilder copy() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(FnosServerException.class)
                    .onWhen(header("CamelFnosResult").isEqualTo("cancel"))
                    .handled(true)
                    .log("Somebody cancelled task ${header.CamelFnosTaskId}");

                from("direct:copy")
                    .to("fnos:file.cp?param.files=[\"vol1/1000/a\"]&param.pathTo=vol1/1000/b&param.overwrite=0");
            }
        };
    }

    /**
     * Writes the page when asked to by {@code -Derrors.write=true}.
     */
    @Test
    void theTableIsThatOfTheCode() throws Exception {
        nas.on("test.errno", request -> request.fail(((Number) request.parameters().get("errno")).intValue()));
        String text = page.text();
        int head = text.indexOf(HEAD);
        StringBuilder expected = new StringBuilder(head < 0 ? text : text.substring(0, head)).append(HEAD);
        for (Errno errno : Errno.all()) {
            expected.append(row(errno));
        }

        if (Boolean.getBoolean("errors.write")) {
            page.write(expected.toString());
        }

        assertEquals(expected.toString(), page.text(), "docs/errors.md is stale; write it anew with "
                + "mvn -pl camel-fnos test -Dtest=ErrorsPageTest -Derrors.write=true");
    }

    private String row(Errno errno) {
        Exchange exchange = send("fnos:test.errno", Map.of("errno", errno.code()));
        FnosException failure = failure(exchange, FnosException.class);
        return "| " + errno.code() + " | " + errno.chinese() + " | " + errno.english() + " | `" + failure.getCategory() + "` | `"
               + failure.getClass().getSimpleName() + "` | " + (failure.isRetryable() ? "yes" : "") + " |\n";
    }

    @Test
    void theRoutesInJavaAreThoseOfThisTest() throws Exception {
        List<String> shown = page.blocks("java", "fnos:");

        assertEquals(3, shown.size());
        for (String routes : shown) {
            Page.assertRuns(ErrorsPageTest.class, routes);
        }
    }

    @Test
    void aListingThatIsRefusedTwiceAsBusySucceedsInJava() {
        succeedsAtTheThirdAttempt("direct:list-in-java");
    }

    @Test
    void aListingThatIsRefusedTwiceAsBusySucceedsInYaml() throws Exception {
        load("list.yaml", page.blocks("yaml", "fnos:"));

        succeedsAtTheThirdAttempt("direct:list-in-yaml");
    }

    @Test
    void aListingThatIsRefusedTwiceAsBusySucceedsInXml() throws Exception {
        load("list.xml", page.blocks("xml", "fnos:"));

        succeedsAtTheThirdAttempt("direct:list-in-xml");
    }

    private void load(String name, List<String> routes) throws Exception {
        assertEquals(1, routes.size());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes.get(0)));
    }

    private void succeedsAtTheThirdAttempt(String endpoint) {
        AtomicInteger calls = new AtomicInteger();
        nas.on("file.ls", request -> {
            if (calls.incrementAndGet() < 3) {
                request.fail(4097);
            } else {
                request.succeed(Map.of("files", List.of(Map.of("name", "海.jpg"))));
            }
        });

        Exchange listed = send(endpoint, null);

        assertNull(listed.getException());
        assertTrue(listed.getMessage().getBody(String.class).contains("海.jpg"));
        assertEquals(3, calls.get());
        assertEquals(0, listed.getMessage().getHeader(FnosConstants.ERRNO));

        nas.on("file.ls", request -> {
            calls.incrementAndGet();
            request.fail(4352);
        });

        assertEquals(4352, failure(send(endpoint, null), FnosPermissionDeniedException.class).getErrno());
        assertEquals(4, calls.get(), "what is not retryable is not tried again");
    }

    @Test
    void aFolderThatIsGoneIsAFolderWithoutFiles() throws Exception {
        MockEndpoint files = getMockEndpoint("mock:file");
        files.expectedMessageCount(0);

        Exchange gone = send("direct:inbox", null);

        assertNull(gone.getException());
        files.assertIsSatisfied();

        nas.files().mkdir("vol1/1000/Inbox");
        nas.files().file("vol1/1000/Inbox/a.txt", 1, 1_700_000_000L);
        files.reset();
        files.expectedMessageCount(1);

        assertNull(send("direct:inbox", null).getException());
        files.assertIsSatisfied();
    }

    @Test
    void aTaskThatWasCancelledIsToldFromOneThatFailed() throws Exception {
        context.addRoutes(copy());
        nas.on("file.cp", request -> {
            request.reply(Map.of("sysNotify", "taskId", "taskId", "t-1"));
            request.reply(Map.of("percent", 40));
            request.reply(Map.of("result", "cancel"));
        });

        Exchange cancelled = send("direct:copy", null);

        assertNull(cancelled.getException());
        assertEquals("t-1", cancelled.getMessage().getHeader(FnosConstants.TASK_ID));

        nas.on("file.cp", request -> request.fail(4128));
        assertEquals(4128, failure(send("direct:copy", null), FnosServerException.class).getErrno());
    }
}
