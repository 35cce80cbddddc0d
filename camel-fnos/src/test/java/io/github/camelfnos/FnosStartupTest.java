package io.github.camelfnos;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.dsl.StaticEndpointBuilders;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is wrong in a configuration is said at once, in a sentence, without a secret. */
class FnosStartupTest {

    private static final String PASSWORD = "p&w%1+#";

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withPassword(PASSWORD));
    private final CamelContext context = new DefaultCamelContext();
    private final FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();

    @AfterEach
    void stop() {
        context.stop();
        nas.close();
    }

    private void configure() {
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setUsername("admin");
        configuration.setPassword(PASSWORD);
    }

    private void start(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        });
        context.start();
    }

    /** The whole chain of causes as a user sees it in a log. */
    private String failureOf(String uri) {
        Throwable failure = assertThrows(Exception.class, () -> start(uri));
        StringBuilder chain = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            chain.append(cause).append('\n');
        }
        return chain.toString();
    }

    private Exchange send() {
        return context.createProducerTemplate().request("direct:in", exchange -> {
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "fnos:user.info?hots=nas                 | Unknown option: hots",
            "fnos:file.ls?path=vol1                  | did you mean param.path?",
            "fnos:file.ls?path=vol1&chanedOnly=true  | Unknown options: chanedOnly, path.",
            "fnos:user.info?host=my%20nas            | host must be a name or an IP address",
            "fnos:user.info?host=ws://nas            | host must be a name or an IP address",
            "fnos:user.info?host=nas:5666            | without a scheme or a port",
            "fnos:user.info?host=-nas-.              | host, port and path make no URI",
            "fnos:user.info?port=0                   | port must be from 1 to 65535",
            "fnos:user.info?requestTimeout=0         | requestTimeout must be positive",
            "fnos:user.info?connectTimeout=-1        | connectTimeout must be positive",
            "fnos:user.info?reconnectDelay=0         | reconnectDelay must be positive",
            "fnos:user.info?reconnectMaxDelay=1      | reconnectMaxDelay (1 ms) must not be less than reconnectDelay (1000 ms)",
            "fnos:user.info?webSocketPath=nix        | webSocketPath must begin with /",
            "fnos:user.info?webSocketType=foo        | webSocketType must be one of main, timer and file",
            "fnos:user.info?reconnectMaxDelay=9000h  | reconnectMaxDelay must be at most 24 days",
            "fnos:user.info?reconnectBackoffMultiplier=0.5 | reconnectBackoffMultiplier must be at least 1",
            "fnos:user.info?reconnect=false&startupFailure=reconnect | startupFailure=reconnect goes on trying",
            "fnos:user.info?heartbeatMaxMissed=0     | heartbeatMaxMissed must be positive",
            "fnos:user.info?heartbeatInterval=-1     | heartbeatInterval must not be negative",
            "fnos:user.info?token=t                  | set sessionSecret and at least one of the two",
            "fnos:user.info?token=t&sessionSecret=!  | sessionSecret is no base64",
            "fnos:user.info?maxInFlight=0            | maxInFlight must be positive",
            "fnos:user.info?maxInFlight=2147483648   | The option maxInFlight must be a whole number, not '2147483648'",
            "fnos:user.info?maxInFlight=many         | The option maxInFlight must be a whole number, not 'many'",
            "fnos:user.info?requestTimeout=10S       | The option requestTimeout must be a duration such as 10s or 500ms, or a number of milliseconds, not '10S'",
            "fnos:user.info?lingerTimeout=soon       | The option lingerTimeout must be a duration such as 10s or 500ms, or a number of milliseconds, not 'soon'",
            "fnos:user.info?reconnectBackoffMultiplier=2x | The option reconnectBackoffMultiplier must be a number, not '2x'",
            "fnos:user.info?ignoreBody=perhaps       | The option ignoreBody must be true or false, not 'perhaps'",
            "fnos:user.info?notFoundBehaviour=ignore | The option notFoundBehaviour must be fail or empty, not 'ignore'",
            "fnos:user.info?startupFailure=x         | The option startupFailure must be fail or reconnect, not 'x'",
            "fnos:user.info?param.=x                 | The option param. names no parameter; write it as in param.path",
            "fnos:user.info?param.req=x              | 'req' belongs to the protocol's envelope",
            "fnos:user.info?param.x={\"a\":          | The option param.x begins like JSON, but it is not valid JSON",
            "fnos:?host=nas                          | The URI names no operation; write it as in fnos:file.ls" })
    void aBadUriSaysWhatIsWrong(String uri, String expected) {
        configure();

        String failure = failureOf(uri.strip());

        assertTrue(failure.contains(expected), failure);
        assertFalse(failure.contains(PASSWORD), failure);
    }

    @Test
    void aMissingHostIsNamed() {
        assertTrue(failureOf("fnos:user.info").contains("no host is set; set camel.component.fnos.host, or host= in the URI"));
    }

    @Test
    void missingCredentialsAreNamed() {
        configure();
        configuration.setPassword(null);

        String failure = failureOf("fnos:user.info");

        assertTrue(failure.contains("no username and password are set"), failure);
    }

    @Test
    void aWrongPasswordFailsTheStartWithoutBeingShown() {
        configure();
        configuration.setPassword("hunter2");

        String failure = failureOf("fnos:user.info");

        assertTrue(failure.contains(FnosAuthenticationException.class.getName()), failure);
        assertTrue(failure.contains("refused the login of admin: user.login failed with errno 131072"), failure);
        assertFalse(failure.contains("hunter2"), failure);
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aPasswordInTheUriIsMaskedInFailures() {
        configure();

        String failure = failureOf("fnos:user.info?password=RAW(hunter2)&hots=nas");

        assertFalse(failure.contains("hunter2"), failure);
    }

    @Test
    void anUnreachableHostFailsTheStart() throws Exception {
        configure();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configuration.setPort(taken.getLocalPort());
        }

        String failure = failureOf("fnos:user.info");

        assertTrue(failure.contains(FnosConnectionException.class.getName()), failure);
        assertTrue(failure.contains("cannot be reached: the host refuses the connection"), failure);
    }

    @Test
    void aLazyProducerFailsTheExchangeInstead() throws Exception {
        configure();
        configuration.setPassword("hunter2");

        start("fnos:user.info?lazyStartProducer=true");

        assertEquals(0, nas.connections());
        assertNotNull(send().getException(FnosAuthenticationException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "direct:to", "direct:toD", "direct:list" })
    void whatALazyProducerMeetsWhenTheNasIsAwayIsHandledLikeAnyFailure(String endpoint) throws Exception {
        configure();
        configuration.setReconnectDelay(20);
        nas.faults().stopListening();
        CountDownLatch refused = new CountDownLatch(3);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(FnosException.class).onWhen(simple("${exception.retryable}"))
                        .maximumRedeliveries(1_000).redeliveryDelay(20).onRedelivery(exchange -> refused.countDown());

                from("direct:to").to("fnos:user.info?lazyStartProducer=true");
                from("direct:toD").toD("fnos:${header.operation}?lazyStartProducer=true");
                from("direct:list").recipientList(simple("fnos:${header.operation}?lazyStartProducer=true"));
            }
        });
        context.start();

        CompletableFuture<Exchange> sent = context.createProducerTemplate().asyncSend(endpoint,
                exchange -> exchange.getMessage().setHeaders(new HashMap<>(Map.of("operation", "user.info", FnosConstants.ERRNO, 0))));
        assertTrue(refused.await(30, TimeUnit.SECONDS), "it was not redelivered");
        nas.faults().listenAgain();

        Exchange answered = sent.get(30, TimeUnit.SECONDS);
        assertNull(answered.getException());
        assertEquals("succ", answered.getMessage().getHeader(FnosConstants.RESULT));
    }

    @Test
    void aLazyProducerThatMeetsNoNasLeavesNoHeaderOfAnEarlierAnswer() throws Exception {
        configure();
        nas.faults().stopListening();
        start("fnos:user.info?lazyStartProducer=true");

        Exchange exchange = context.createProducerTemplate().request("direct:in",
                request -> request.getMessage().setHeader(FnosConstants.ERRNO, 0));

        assertFalse(exchange.getException(FnosConnectionException.class).isRequestSent());
        assertNull(exchange.getMessage().getHeader(FnosConstants.ERRNO));
    }

    @Test
    void aLazyProducerLogsInWithItsFirstExchange() throws Exception {
        configure();
        start("fnos:user.info?lazyStartProducer=true");
        assertEquals(0, nas.connections());

        assertNull(send().getException());
        assertNull(send().getException());

        assertEquals(1, nas.passwordLogins());
    }

    @ParameterizedTest
    @ValueSource(strings = { "maxFrameSize=2147483647", "requestTimeout=1h30m", "requestTimeout=1m500ms", "requestTimeout=5000",
            "reconnectBackoffMultiplier=1.5", "secure=FALSE", "exchangePattern=InOut", "startupFailure=Reconnect",
            "requestTimeout=RAW(7s)", "notFoundBehaviour=EMPTY", "answerIdleTimeout=#bean:idle", "maxInFlight={{turns:5}}" })
    void whatCamelTakesForAValueIsTaken(String option) throws Exception {
        configure();
        context.getRegistry().bind("idle", 1_500L);

        start("fnos:user.info?connectionId=own&" + option);

        assertNull(send().getException());
    }

    @Test
    void optionsLeftBlankAreNotSet() throws Exception {
        configure();
        configuration.setToken("");
        configuration.setLongToken(" ");
        configuration.setSessionSecret("");

        start("fnos:user.info");

        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aPasswordOfSpecialCharactersThatIsNotRawFailsTheStart() {
        configure();

        // Camel splits the URI at the &, which is why the documentation keeps passwords out of URIs.
        assertTrue(failureOf("fnos:user.info?password=p&w1").contains("Unknown option: w1"));
    }

    @Test
    void aPasswordOfSpecialCharactersWorksInRawBraces() throws Exception {
        configure();
        configuration.setPassword(null);

        start("fnos:user.info?password=RAW{" + PASSWORD + "}");

        assertNull(send().getException());
    }

    @Test
    void aPasswordOfSpecialCharactersWorksInTheEndpointDsl() throws Exception {
        configure();
        configuration.setPassword(null);

        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(StaticEndpointBuilders.fnos("user.info").password("RAW(" + PASSWORD + ")"));
            }
        });
        context.start();

        assertNull(send().getException());
    }
}
