package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a route sees of a request and its answer. */
class FnosProducerTest extends FnosTestSupport {

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:make-and-list")
                        .setHeader(FnosConstants.OPERATION, constant("file.lsDir"))
                        .setHeader(FnosConstants.PARAMETERS, constant(Map.of("path", "vol1")))
                        .to("fnos:file.mkdir?param.path=vol1/1000/not-this")
                        .to("fnos:file.ls?param.path=vol1/1000");

                from("direct:busy-twice")
                        .onException(FnosBusyException.class).onWhen(simple("${exception.retryable}"))
                            .maximumRedeliveries(5).redeliveryDelay(1).end()
                        .to("fnos:test.busy?param.from=uri");
            }
        };
    }

    @Test
    @Tag("smoke")
    void aListingOfManyFramesIsOneBodyWithTheEnvelopeInHeaders() {
        nas.files().mkdir("vol1/1000/many");
        for (int i = 0; i < 25; i++) {
            nas.files().file("vol1/1000/many/文件 " + i, i, 1_700_000_000L);
        }

        Exchange exchange = send("fnos:file.ls?param.path=vol1/1000/many", null);

        assertNull(exchange.getException());
        FnosResponse body = assertInstanceOf(FnosResponse.class, exchange.getMessage().getBody());
        assertEquals(25, ((List<?>) body.get("files")).size());
        assertInstanceOf(FnosEntry.class, ((List<?>) body.get("files")).get(0));
        assertFalse(body.containsKey("reqid") || body.containsKey("result"));
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertEquals("file.ls", headers.get("CamelFnosAnsweredOperation"));
        assertEquals("succ", headers.get("CamelFnosResult"));
        assertEquals(0, headers.get("CamelFnosErrno"));
        assertEquals(4, headers.get("CamelFnosFrameCount"));
        assertEquals(true, headers.get("CamelFnosComplete"));
        assertTrue(headers.get("CamelFnosReqId").toString().matches("[0-9a-f]{28}"));
    }

    @Test
    void anInOnlyExchangeWaitsForItsAnswerLikeAnyOther() {
        Exchange exchange = template.send("fnos:user.info", ExchangePattern.InOnly, e -> {
        });

        assertNull(exchange.getException());
        assertInstanceOf(FnosResponse.class, exchange.getMessage().getBody());
    }

    @Test
    void headersSteerOneRequestOnly() {
        nas.on("file.lsDir", request -> request.succeed(Map.of()));

        Exchange exchange = send("direct:make-and-list", null);

        assertNull(exchange.getException());
        assertEquals(List.of("file.lsDir {path=vol1}", "file.ls {path=vol1/1000}"),
                nas.requests().stream().filter(request -> request.operation().startsWith("file."))
                        .map(request -> request.operation() + " " + request.parameters()).toList());
        assertFalse(exchange.getMessage().getHeaders().containsKey("CamelFnosOperation"));
        assertFalse(exchange.getMessage().getHeaders().containsKey("CamelFnosParameters"));
    }

    /** Or an errno of 0 would stand beside the exception. */
    @Test
    void aRequestThatCannotBeSentHasNoHeadersOfTheAnswerBefore() throws Exception {
        routes(route -> {
            route.from("direct:bad-body").to("fnos:user.info").setBody().constant(List.of(1)).to("fnos:file.ls");
            route.from("direct:bad-parameter").to("fnos:user.info").setHeader(FnosConstants.PARAMETERS).constant("x").to("fnos:file.ls");
        });
        for (String route : List.of("direct:bad-body", "direct:bad-parameter")) {
            Exchange exchange = send(route, null);

            assertTrue(exchange.isFailed(), route);
            assertEquals(List.of(), exchange.getMessage().getHeaders().keySet().stream().filter(name -> name.startsWith("CamelFnos")).toList());
        }
    }

    /** It may be as large as a file. */
    @Test
    void aProducerKeepsNoRequestThatHasEnded() {
        nas.on("test.any", request -> request.succeed(Map.of()));
        WeakReference<Object> content = upload();

        await().until(() -> {
            System.gc();
            return content.get() == null;
        });
    }

    private WeakReference<Object> upload() {
        String content = "x".repeat(100_000);
        assertNull(send("fnos:test.any", Map.of("content", content)).getException());
        return new WeakReference<>(content);
    }

    @Test
    void aRedeliveryRepeatsTheSameRequestThoughItsHeadersHadBeenRemoved() {
        AtomicInteger calls = new AtomicInteger();
        nas.on("test.busy-by-header", request -> {
            if (calls.incrementAndGet() < 3) {
                request.fail(4097);
            } else {
                request.succeed(Map.of("done", true));
            }
        });

        Exchange exchange = send("direct:busy-twice", "{\"from\":\"body\",\"n\":12345678901234567890}",
                Map.of(FnosConstants.OPERATION, "test.busy-by-header", FnosConstants.PARAMETERS, Map.of("from", "header")));

        assertNull(exchange.getException());
        assertEquals(3, received("test.busy-by-header").size());
        received("test.busy-by-header").forEach(request -> {
            assertEquals("header", request.parameters().get("from"));
            assertEquals("12345678901234567890", request.parameters().get("n").toString());
        });
    }

    @Test
    void noAnswerInTimeIsCamelsOwnTimeout() {
        nas.on("test.silent", request -> {
        });

        Exchange exchange = send("fnos:test.silent?requestTimeout=10m", null, Map.of(FnosConstants.REQUEST_TIMEOUT, 150L));

        assertEquals(150, failure(exchange, ExchangeTimedOutException.class).getTimeout());
        assertNull(exchange.getMessage().getHeader(FnosConstants.REQUEST_TIMEOUT));
    }

    @Test
    void aRequestWithoutAnAnswerKeepsNoHeaderOfAnEarlierAnswer() {
        nas.on("test.cut", request -> request.closeSocket());

        Exchange exchange = send("fnos:test.cut", null, Map.of(FnosConstants.ERRNO, 0, FnosConstants.RESULT, "succ"));

        assertTrue(failure(exchange, FnosConnectionException.class).isRequestSent());
        assertFalse(exchange.getMessage().getHeaders().containsKey(FnosConstants.ERRNO));
        assertFalse(exchange.getMessage().getHeaders().containsKey(FnosConstants.RESULT));
    }

    @Test
    void aRedeliveryReadsAPlainStreamAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        nas.on("test.busy", request -> {
            if (calls.incrementAndGet() < 2) {
                request.fail(4097);
            } else {
                request.succeed(Map.of());
            }
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:uncached").noStreamCaching()
                        .onException(FnosBusyException.class).maximumRedeliveries(5).redeliveryDelay(1).end()
                        .to("fnos:test.busy");
            }
        });

        assertNull(send("direct:uncached", new ByteArrayInputStream("{\"n\":1}".getBytes(StandardCharsets.UTF_8))).getException());

        assertEquals(List.of(Map.of("n", 1), Map.of("n", 1)), received("test.busy").stream().map(r -> r.parameters()).toList());
    }

    @Test
    void oneRequestTooManyIsRefusedAsBusy() throws Exception {
        nas.on("test.silent", request -> {
        });
        for (int i = 0; i < 11; i++) {
            template.asyncSend("fnos:test.silent?maxInFlight=1&requestTimeout=20s&connectionId=narrow", exchange -> {
            });
        }
        await().until(() -> failsBusy(send("fnos:test.silent?maxInFlight=1&requestTimeout=20s&connectionId=narrow", null,
                Map.of(FnosConstants.REQUEST_TIMEOUT, 200))));
        assertEquals(1, received("test.silent").size());
    }

    private static boolean failsBusy(Exchange exchange) {
        return exchange.getException() instanceof FnosBusyException busy && busy.isRetryable();
    }

    @Test
    void aRequestTimeoutOfItsOwnMakesNoConnectionOfItsOwn() {
        assertNull(send("fnos:user.info?requestTimeout=7s", null).getException());
        assertNull(send("fnos:user.info", null).getException());

        assertEquals(1, nas.connections());
    }

    @Test
    void aBodyThatIsRefusedLeavesNoSteeringHeaderBehind() {
        Exchange exchange = send("fnos:user.info", "no JSON", Map.of(FnosConstants.PARAMETERS, Map.of("path", "x"),
                FnosConstants.OPERATION, "file.mkdir", FnosConstants.REQUEST_TIMEOUT, 5));

        assertTrue(exchange.isFailed());
        assertEquals(Map.of(), exchange.getMessage().getHeaders());
    }

    @Test
    void anEmptyOperationHeaderIsRefused() {
        assertTrue(failure(send("fnos:user.info", null, Map.of(FnosConstants.OPERATION, " ")), IllegalArgumentException.class)
                .getMessage().contains("CamelFnosOperation is empty"));
    }

    @Test
    void aTimeoutThatIsNotPositiveIsRefused() {
        Exchange exchange = send("fnos:user.info", null, Map.of(FnosConstants.REQUEST_TIMEOUT, 0));

        assertTrue(failure(exchange, IllegalArgumentException.class).getMessage().contains("must be a positive number"));
    }

    @Test
    void aTimeoutOfATaskSaysThatTheTaskGoesOn() {
        nas.on("file.cp", request -> request.reply(Map.of("sysNotify", "taskId", "taskId", "t-1")));

        Exchange exchange = send("fnos:file.cp?requestTimeout=150ms", null);

        assertTrue(failure(exchange, ExchangeTimedOutException.class).getMessage().contains("the task t-1 goes on at the NAS"));
        assertEquals("t-1", exchange.getMessage().getHeader(FnosConstants.TASK_ID));
    }

    @Test
    void whatAnEarlierAnswerLeftInHeadersDoesNotPassForThisOne() {
        nas.on("test.bare", request -> request.reply(Map.of("result", "succ")));

        Exchange exchange = send("fnos:test.bare", null,
                Map.of(FnosConstants.TASK_ID, "old", FnosConstants.REV, "old", FnosConstants.ERRNO, 4100));

        assertFalse(exchange.getMessage().getHeaders().containsKey(FnosConstants.TASK_ID));
        assertFalse(exchange.getMessage().getHeaders().containsKey(FnosConstants.REV));
        assertEquals(0, exchange.getMessage().getHeader(FnosConstants.ERRNO));
    }

    @Test
    void allEndpointsOfOneNasShareOneConnectionAndOneLogin() {
        for (String operation : List.of("user.info", "user.isAdmin", "stor.getUserStorage")) {
            assertNull(send("fnos:" + operation, null).getException());
        }

        assertEquals(1, nas.connections());
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aConnectionIdGivesAConnectionOfItsOwn() {
        assertNull(send("fnos:user.info", null).getException());
        assertNull(send("fnos:user.info?connectionId=second", null).getException());

        assertEquals(2, nas.connections());
    }

    @Test
    void anAnonymousEndpointAsksUnsignedWithoutALogin() {
        assertNull(send("fnos:appcgi.sysinfo.getHostName?anonymous=true", null).getException());

        assertEquals(1, nas.passwordLogins(), "only the routes' own connection logs in");
        assertFalse(received("appcgi.sysinfo.getHostName").get(0).signed());
    }

    @Test
    void aContextThatStopsClosesItsConnectionAndLeavesNoThread() {
        assertNull(send("fnos:user.info", null).getException());

        context.stop();

        assertEquals(0, nas.openSockets());
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("WebSocket") || thread.getName().contains("FnosTimer")));
    }
}
