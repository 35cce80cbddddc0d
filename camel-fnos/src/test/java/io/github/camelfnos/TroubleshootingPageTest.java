package io.github.camelfnos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedCertificate;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The messages by which the pages find a trouble are those that the trouble brings. */
class TroubleshootingPageTest extends FnosTestSupport {

    private final Page page = new Page("docs/troubleshooting.md");
    private final Page start = new Page("docs/getting-started.md");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        nas.on("test.silent", request -> {
        });
        return super.createCamelContext();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").to("fnos:file.ls");
            }
        };
    }

    /** What a failure says, with all of its causes. */
    private static String said(Throwable failure) {
        StringBuilder said = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.append(cause).append('\n');
        }
        return said.toString();
    }

    private void assertTold(String message, String... fragments) throws IOException {
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), () -> "'" + fragment + "' is not in: " + message);
            assertTrue(page.text().contains(fragment), () -> "the page does not have: " + fragment);
        }
    }

    private String ofStart(String uri) {
        return said(assertThrows(Exception.class, () -> routes(more -> more.from("direct:more").to(uri))));
    }

    private String ofRequest(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = send(uri, body, headers);
        return said(exchange.getException());
    }

    private static String own(String options) {
        return "fnos:user.info?connectionId=own&" + options;
    }

    @Test
    void itDoesNotConnect() throws Exception {
        String away = ofStart(own("port=1"));
        assertTold(away, "cannot be reached: the host refuses the connection");
        assertTrue(start.text().contains("`cannot be reached: the host refuses the connection`"));
        try (FaultProxy proxy = FaultProxy.start(nas.host(), nas.port())) {
            proxy.swallow(true);
            assertTold(ofStart(own("connectTimeout=300&port=" + proxy.port())), "no WebSocket was opened within");
        }
        assertTold(ofStart(own("secure=true")), "the port does not speak TLS (fnOS serves it on 5667); check port and secure");
        assertTold(ofStart("fnos:user.info?maxInFlight=7"), "that both would share; set the same value everywhere");
        assertTold(ofStart(own("password=other")), "another password or token is set for");
        context.getComponent("fnos", FnosComponent.class).getConfiguration().setHost(null);
        assertTold(ofStart(own("port=2")), "no host is set; set camel.component.fnos.host, or host= in the URI");
    }

    @Test
    void tlsIsNotAsItShouldBe() throws Exception {
        try (FnosSimulator secure = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD).withTls(true))) {
            String at = "port=" + secure.port();
            String plain = ofStart(own(at));
            assertTrue(Stream.of("the port speaks TLS; set secure=true", "closed the connection without a word; if the port speaks TLS")
                    .anyMatch(plain::contains), plain);
            assertTold(ofStart(own("secure=true&" + at)), "the certificate is not trusted");
            secure.faults().showCertificate(SimulatedCertificate.WRONG_HOST);
            assertTold(ofStart(own("secure=true&trustAllCertificates=true&" + at)), "the certificate is not for this host");
        }
        assertTrue(page.text().contains("`the port speaks TLS; set secure=true`"));
        assertTrue(page.text().contains("`closed the connection without a word; if the port speaks TLS`"));
    }

    @Test
    void itIsNotLetIn() throws Exception {
        assertTold(ofStart(own("username=guest&password=wrong")), "user.login failed with errno 131072");
        assertTrue(start.text().contains("`refused the login of admin: user.login failed with errno 131072`"));
        nas.faults().refuseLoginsWith(131089);
        assertTold(ofStart(own("username=banned&password=any")), "user.login failed with errno 131089");
        nas.faults().acceptLogins();
        nas.addAccount("second", "factor");
        nas.faults().twoFactor("second", true);
        assertTold(ofStart(own("username=second&password=factor")), "this account asks for a second factor");
        nas.faults().kick();
        await().until(() -> ofRequest("direct:in", null, Map.of()).contains("kicked"));
        assertTold(ofRequest("direct:in", null, Map.of()), "out (kicked)");
    }

    @Test
    void aRouteDoesNotStart() throws Exception {
        String unknown = "Unknown option: path. If a parameter of the operation is meant, did you mean param.path?";
        assertTold(ofStart("fnos:file.ls?path=vol1/1000"), unknown);
        assertTrue(start.text().contains(unknown));
        assertTold(ofStart("fnos:file.ls?changedOnly=true"), "does not have the option");
        assertTold(ofStart("fnos:file.ls?param.path={x"), "begins like JSON, but");
        assertTold(ofStart("fnos:file.ls?param.a={\"b\":{{no such}}"), "Property with key", "not found");
    }

    @Test
    void requestsFail() throws Exception {
        String unknown = ofRequest("direct:in", null, Map.of(FnosConstants.OPERATION, "file.list"));
        assertTold(unknown, "failed with errno 10000002", "did you mean file.ls?");
        assertTrue(start.text().contains("`file.list failed with errno 10000002`") && unknown.contains("file.list failed with errno 10000002"));
        assertTold(ofRequest("direct:in", null, Map.of(FnosConstants.PARAMETERS, Map.of("path", "vol1/1000/no"))), "failed with errno 4100");
        nas.on("test.forbidden", request -> request.fail(4352));
        assertTold(ofRequest("direct:in", null, Map.of(FnosConstants.OPERATION, "test.forbidden")), "failed with errno 4352");
        assertTold(ofRequest("direct:in", List.of(1), Map.of()), "cannot be the parameters of a request");
        Map<String, Object> silent = Map.of(FnosConstants.OPERATION, "test.silent", FnosConstants.REQUEST_TIMEOUT, 100);
        assertTold(ofRequest("direct:in", null, silent), "no answer to", "came for");
        nas.on("test.cut", request -> nas.faults().cutAll());
        assertTold(ofRequest("direct:in", null, Map.of(FnosConstants.OPERATION, "test.cut")), "The connection was lost before the answer");
        routes(more -> more.from("direct:one").to("fnos:test.silent?requestTimeout=2000&connectionId=one&maxInFlight=1"));
        for (int i = 0; i < 11; i++) {
            template.asyncSend("direct:one", exchange -> {
            });
        }
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(() -> ofRequest("direct:one", null,
                Map.of(FnosConstants.REQUEST_TIMEOUT, 50)).contains("wait for their turn; raise maxInFlight or send fewer at once"));
        assertTrue(page.text().contains("wait for their turn; raise maxInFlight or send fewer at once"));
        nas.faults().stopListening();
        await().until(() -> ofRequest("direct:in", null, Map.of(FnosConstants.REQUEST_TIMEOUT, 100)).contains("was not sent within"));
        assertTold(ofRequest("direct:in", null, Map.of(FnosConstants.REQUEST_TIMEOUT, 100)), "was not sent within");
    }

    @Test
    void somethingIsMissing() throws Exception {
        nas.files().mkdir("vol1/1000/a");
        nas.on("file.ls", request -> {
            if (request.parameters().containsKey("path")) {
                request.fail(4352);
            } else {
                request.answerAsUsual();
            }
        });
        try (CapturedLog log = new CapturedLog()) {
            routes(more -> more.from("fnos:file.ls?recursive=true&initialDelay=0&delay=60000").to("log:nothing?level=TRACE"));
            routes(more -> more.from("fnos:push?pushOverflow=dropOldest&bufferMemory=1").delay(300));
            for (int i = 0; i < 20; i++) {
                nas.pushes().storageChanged();
            }
            await().until(() -> log.messages(Level.WARN).stream().anyMatch(warning -> warning.contains("folders out"))
                                && log.messages(Level.WARN).stream().anyMatch(warning -> warning.contains("is too slow")));
            String warnings = String.join("\n", log.messages(Level.WARN));
            assertTold(warnings, "is too slow, so that its oldest pushes are dropped", "folders out");
        }
    }
}
