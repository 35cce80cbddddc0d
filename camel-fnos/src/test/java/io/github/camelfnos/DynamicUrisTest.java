package io.github.camelfnos;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.camelfnos.chaos.LiveHeap;
import io.github.camelfnos.client.FnosConnectionRegistry;
import io.github.camelfnos.dsl.StaticEndpointBuilders;
import io.github.camelfnos.simulator.ReceivedRequest;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** URIs that are made for each exchange leave one endpoint and one connection, and what they are made of cannot change what is asked for. */
class DynamicUrisTest extends FnosTestSupport {

    private static final int URIS = 1_000;

    @BeforeEach
    void answerEverything() {
        nas.on("test.any", request -> request.succeed(Map.of("echo", request.parameters())));
        nas.on("test.other", request -> request.succeed(Map.of("echo", request.parameters())));
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:toD").toD("fnos:test.any?param.n=${header.n}&requestTimeout=20s&ignoreBody=true");
                from("direct:wireTap").wireTap("fnos:test.any?param.n=${header.n}&ignoreBody=true");
                from("direct:enrich").enrich().simple("fnos:test.any?param.n=${header.n}&ignoreBody=true");
                from("direct:pollEnrich").pollEnrich().simple("fnos:test.any?param.n=${header.n}").timeout(20_000);
                from("direct:recipientList").recipientList(simple("fnos:test.any?param.n=${header.n}&ignoreBody=true"));
                from("direct:routingSlip").routingSlip(simple("fnos:test.any?param.n=${header.n}&ignoreBody=true"));
                from("direct:raw").toD("fnos:test.any?param.text=RAW(${header.n})&param.b=2&ignoreBody=true");
                from("direct:two").toD("fnos:test.any?param.n=${header.n}&param.last=yes&param.second=RAW(${header.second})&ignoreBody=true");
                from("direct:bean").toD("fnos:test.any?param.list=#numbers&param.n=${header.n}");
                from("direct:operation").toD("fnos:${header.n}?param.a=1&ignoreBody=true");
                from("direct:lines").toD("fnos:test.any?param.n=${header.n}&ignoreBody=true\n ")
                        .pollEnrich().simple("fnos:test.other?param.n=${header.n}&param.m=1\n").timeout(20_000);
                from("direct:signs").toD("fnos:${iif(${header.n} == 'a?b',test.any,test.other)}"
                                         + "?param.n=${iif(${header.n} == 'a?b&c=d',1,2)}&ignoreBody=true");
                from("direct:everything").toD("fnos:test.any?${header.n}&ignoreBody=true");
                from("direct:merged").toD("fnos:test.any?param.n=${header.n}&param.m=uri").to("fnos:test.other?param.own=1&ignoreBody=true");
            }
        };
    }

    private long fnosEndpoints() {
        return context.getEndpoints().stream().filter(FnosEndpoint.class::isInstance).map(Endpoint::getEndpointUri)
                .filter(uri -> uri.contains("test.any")).count();
    }

    private Exchange sendWith(String route, Object n) {
        return send("direct:" + route, null, Map.of("n", n));
    }

    @ParameterizedTest
    @CsvSource({ "toD, 1", "wireTap, 1", "enrich, 1", "pollEnrich, 1", "recipientList, 1000", "routingSlip, 1000" })
    void aThousandUrisLeaveOneConnectionAndFewEndpoints(String route, int mostEndpoints) {
        IntStream.range(0, URIS).forEach(n -> assertNull(sendWith(route, n).getException()));

        await().until(() -> received("test.any").size() == URIS);
        assertEquals(URIS, received("test.any").stream().map(received -> received.parameters().get("n")).distinct().count());
        assertTrue(fnosEndpoints() <= mostEndpoints, () -> fnosEndpoints() + " endpoints");
        assertEquals(1, nas.passwordLogins());
        assertEquals(1, nas.openSockets());
    }

    /** Those that Camel has thrown out of its cache hold nothing any more. */
    @Test
    void whatRecipientListHasLeftBehindIsFreed() {
        // So many that the simulator's log of requests does not grow any more.
        IntStream.range(0, 10_000).forEach(n -> sendWith("recipientList", n));
        long before = LiveHeap.measure();

        IntStream.range(10_000, 13_000).forEach(n -> sendWith("recipientList", n));

        long after = LiveHeap.measure();
        assertTrue(after < before + (2 << 20), () -> before + " bytes, then " + after);
        assertEquals(1, connections().connections().size());
        int users = connections().users(connections().connections().get(0));
        assertTrue(users <= 1_010, users + " users");
    }

    @Test
    void theParametersOfTheUriAreThoseOfThisExchangeAndOfThisStep() {
        Exchange exchange = send("direct:merged", Map.of("m", "body", "x", 1), Map.of("n", 5));

        assertNull(exchange.getException());
        assertEquals("{n=5, m=body, x=1}", received("test.any").get(0).parameters().toString());
        assertEquals("{own=1}", received("test.other").get(0).parameters().toString());
        assertTrue(exchange.getProperties().keySet().stream().noneMatch(name -> name.startsWith("CamelFnos")));
    }

    @Test
    void aValueIsJsonByItsFormAsInAnyUri() {
        sendWith("toD", "[1,{\"a\":\"b\"} ]");
        sendWith("toD", "true");
        Exchange broken = sendWith("toD", "{not json");

        List<ReceivedRequest> received = received("test.any");
        assertEquals(List.of(1, Map.of("a", "b")), received.get(0).parameters().get("n"));
        assertEquals(true, received.get(1).parameters().get("n"));
        assertTrue(broken.getException().getMessage().contains("param.n begins like JSON"), broken.getException()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = { "1&host=evil.example", "1&param.overwrite=1", "1&param.n=2", "1&HOST=evil.example", "1&notFoundBehaviour=empty",
            "1&requestTimeout=1", "1&REQUESTTIMEOUT=1", "1&param.N=2", "photos of evil & good", "evil&" })
    void whatAValueBringsIsNoOption(String value) {
        // Whoever taps hears nothing of it, but nothing is sent either.
        assertNull(sendWith("wireTap", value).getException());
        for (String route : List.of("toD", "enrich", "pollEnrich")) {
            Exchange exchange = sendWith(route, value);

            Exception refused = assertInstanceOf(IllegalArgumentException.class, exchange.getException(), route);
            assertTrue(refused.getMessage().contains("write RAW() around the expression"), refused.getMessage());
            assertTrue(!refused.getMessage().contains("evil") && !refused.getMessage().contains("overwrite"), refused.getMessage());
        }
        sendWith("wireTap", "at last");
        await().until(() -> received("test.any").size() > 0);
        assertEquals("[{n=at last}]", received("test.any").stream().map(ReceivedRequest::parameters).toList().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "a&host=evil.example&param.b=3 + 100% 中文", "a) b&host=evil.example&connectionId=(" })
    void whatIsPutIntoRawIsAValueWhateverItSays(String value) {
        assertNull(sendWith("raw", value).getException());

        assertEquals(Map.of("text", value, "b", 2), received("test.any").get(0).parameters());
    }

    /** Camel decodes what is left in the URI more than once, and joins its lines, before it looks for options. */
    @ParameterizedTest
    @ValueSource(strings = { "a%26host%3Devil.example", "%52AW(a)%26host%3Devil.example", "a%2526host%253Devil.example",
            "a)\n&host=evil.example&connectionId=(", "RAW(a)\n&host=evil.example&connectionId=(", "a%29%26host%3Devil.example%26connectionId%3D(",
            "a%3Fhost%3Devil.example", "a) b&host=evil.example&connectionId=(" })
    void aValueThatStaysInTheUriBringsNoOptionEither(String value) throws Exception {
        routes(route -> {
            route.from("direct:option").toD("fnos:test.any?deviceName=${header.n}&param.a=1");
            route.from("direct:raw-option").toD("fnos:test.any?deviceName=RAW(${header.n})&param.a=1");
            route.from("direct:path").toD("fnos:${header.n}?param.a=1");
            route.from("direct:polled").pollEnrich().simple("fnos:test.any?deviceName=RAW(${header.n})&param.a=1").timeout(2_000);
        });
        List.of("option", "raw-option", "path", "polled").forEach(route -> sendWith(route, value));

        List<String> hosts = context.getEndpoints().stream().filter(FnosEndpoint.class::isInstance)
                .map(endpoint -> ((FnosEndpoint) endpoint).getConfiguration().getHost()).distinct().toList();
        assertEquals(List.of("127.0.0.1"), hosts);
    }

    /** An unfinished RAW( would make what follows, a password perhaps, a part of the value. */
    @Test
    void noValueTakesAnOptionAwayOrChangesAnother() {
        for (String second : List.of("1", "1)&param.last=no&param.second=RAW(2")) {
            Exchange exchange = send("direct:two", null, Map.of("n", "RAW(", "second", second));

            Exception refused = assertInstanceOf(IllegalArgumentException.class, exchange.getException());
            assertTrue(refused.getMessage().contains("param.last"), refused.getMessage());
        }
        assertEquals(List.of(), received("test.any"));
    }

    @Test
    void theOptionsThatStayInTheUriAreThoseOfAnyUri() throws Exception {
        String options = "connectionId=a%20b&deviceName=RAW(50%25 (x))&password=RAW(" + PASSWORD + ")";
        routes(route -> route.from("direct:options").toD("fnos:test.any?" + options + "&param.n=${header.n}").to("fnos:test.other?" + options));

        Exchange exchange = sendWith("options", 1);

        // Others than those of the second endpoint would be refused where both share a connection, and make two where not.
        assertNull(exchange.getException());
        assertEquals(2, connections().connections().size());
        assertEquals(1, nas.passwordLogins());
    }

    private FnosConnectionRegistry connections() {
        return context.getComponent("fnos", FnosComponent.class).connections();
    }

    /** As where a route lists something before anything is changed. */
    @Test
    void whoeverInterceptsAnExchangeHasParametersOfItsOwn() throws Exception {
        routes(route -> {
            route.interceptSendToEndpoint("fnos:test.any*").to("fnos:test.other?param.own=1").toD("fnos:test.other?param.own=${header.n}0");
            route.from("direct:intercepted").toD("fnos:test.any?param.n=${header.n}&ignoreBody=true");
        });

        Exchange exchange = sendWith("intercepted", 2);

        assertNull(exchange.getException());
        assertEquals(List.of(Map.of("own", 1), Map.of("own", 20)),
                received("test.other").stream().map(ReceivedRequest::parameters).toList());
        assertEquals(Map.of("n", 2), received("test.any").get(0).parameters());
        assertTrue(exchange.getProperties().keySet().stream().noneMatch(name -> name.startsWith("CamelFnos")));
    }

    @Test
    void aComponentMayHaveAnyName() throws Exception {
        FnosComponent second = new FnosComponent();
        configure(second);
        context.addComponent("second", second);
        routes(route -> {
            route.from("direct:second").toD("second:test.any?param.n=${header.n}")
                    .pollEnrich().simple("second:test.other?param.n=${header.n}").timeout(20_000);
        });

        assertNull(sendWith("second", 1).getException());

        assertEquals(Map.of("n", 1), received("test.any").get(0).parameters());
        assertEquals(Map.of("n", 1), received("test.other").get(0).parameters());
    }

    @Test
    void theEndpointDslHandsObjectsOver() throws Exception {
        context.addRoutes(new EndpointRouteBuilder() {
            @Override
            public void configure() {
                from("direct:objects").toD(StaticEndpointBuilders.fnos("test.any").parameters("list", List.of(1, 2))
                        .parameters("n", "${header.n}"))
                        .setBody().constant(null)
                        .pollEnrich(StaticEndpointBuilders.fnos("test.other").parameters("list", List.of(3)).parameters("n", "${header.n}"),
                                20_000);
            }
        });

        assertNull(sendWith("objects", 5).getException());

        assertEquals(Map.of("list", List.of(1, 2), "n", 5), received("test.any").get(0).parameters());
        assertEquals(Map.of("list", List.of(3), "n", 5), received("test.other").get(0).parameters());
    }

    /** The template of the Endpoint DSL says neither the name nor the value of such an option. */
    @Test
    void whatLooksLikeABeanOfTheEndpointDslBringsNoOption() throws Exception {
        context.addRoutes(new EndpointRouteBuilder() {
            @Override
            public void configure() {
                from("direct:objects").toD(StaticEndpointBuilders.fnos("test.any").parameters("list", List.of(1, 2))
                        .parameters("n", "${header.n}"));
            }
        });

        assertInstanceOf(IllegalArgumentException.class, sendWith("objects", "5&param.overwrite=#1").getException());

        assertEquals(List.of(), received("test.any"));
    }

    @Test
    void aRouteMayNameABeanAndDataMayNot() {
        context.getRegistry().bind("numbers", List.of(1, 2));

        assertNull(sendWith("bean", "#numbers").getException());

        assertEquals(Map.of("list", List.of(1, 2), "n", "#numbers"), received("test.any").get(0).parameters());
    }

    @Test
    void aPollOfPushesLeavesNothingOnTheExchangeAndTakesNoParameter() throws Exception {
        routes(route -> {
            route.from("direct:push").pollEnrich().simple("fnos:push?pushKinds=${header.n}").timeout(1);
            route.from("direct:push-parameter").pollEnrich().simple("fnos:push?param.n=${header.n}").timeout(1);
        });
        Exchange exchange = sendWith("push", "any");

        assertNull(exchange.getException());
        assertTrue(exchange.getProperties().keySet().stream().noneMatch(name -> name.startsWith("CamelFnos")));
        Exception refused = sendWith("push-parameter", 1).getException();
        assertTrue(refused.getMessage().contains("does not have the option param.n"), refused::getMessage);
    }

    @Test
    void anOperationBringsNoOptionEither() {
        assertNull(sendWith("operation", "test.any").getException());
        assertInstanceOf(IllegalArgumentException.class, sendWith("operation", "test.any?host=evil.example").getException());
        assertEquals(1, received("test.any").size());
    }

    @Test
    void signsWithinAnExpressionAreNotThoseOfTheUri() {
        assertNull(sendWith("signs", "a?b").getException());
        assertNull(sendWith("signs", "a?b&c=d").getException());

        assertEquals(Map.of("n", 2), received("test.any").get(0).parameters());
        assertEquals(Map.of("n", 1), received("test.other").get(0).parameters());
    }

    @Test
    void aUriMayStandOnLinesOfItsOwn() {
        assertNull(sendWith("lines", 1).getException());

        assertEquals(Map.of("n", 1, "m", 1), received("test.other").get(0).parameters());
    }

    /** A route that takes whole options from the exchange has said so. */
    @Test
    void aRouteMayTakeOptionsFromTheExchangeIfItSaysSo() {
        assertNull(sendWith("everything", "param.a=1&param.b=2").getException());

        assertEquals(Map.of("a", 1, "b", 2), received("test.any").get(0).parameters());
    }

    /** A route that takes the name of a parameter from the exchange has not said that options may come from there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "n | 1&host=evil.example", "n | 1&requestTimeout=1h", "n&host=evil.example&param.n | 1",
            "n | RAW(", "n | 1&param.overwrite=1", "n | 1&param.n=2", "overwrite&param.n | 1", "b | 1" })
    void theNameOfAParameterBringsNoOptionEither(String name, String value) throws Exception {
        routes(route -> route.from("direct:named")
                .toD("fnos:test.any?param.${header.name}=${header.n}&param.b=2&requestTimeout=2s&ignoreBody=true"));
        assertNull(send("direct:named", null, Map.of("name", "x", "n", "y")).getException());

        Exchange exchange = send("direct:named", null, Map.of("name", name, "n", value));

        assertInstanceOf(IllegalArgumentException.class, exchange.getException());
        assertEquals("[{x=y, b=2}]", received("test.any").stream().map(ReceivedRequest::parameters).toList().toString());
        assertEquals(1, fnosEndpoints());
    }

    /** What the pages on the component and on security warn of. */
    @ParameterizedTest
    @ValueSource(strings = { "toD", "wireTap", "enrich", "pollEnrich", "recipientList", "routingSlip" })
    void camelFillsInThePlaceholdersOfAValueButNotThoseOfTheHeader(String route) throws Exception {
        context.getPropertiesComponent().addOverrideProperty("secret", "told");
        sendWith(route, "{{secret}}");
        send("fnos:test.other", null, Map.of(FnosConstants.PARAMETERS, Map.of("n", "{{secret}}")));

        await().until(() -> !received("test.any").isEmpty());
        assertEquals(Map.of("n", "told"), received("test.any").get(0).parameters());
        assertEquals(Map.of("n", "{{secret}}"), received("test.other").get(0).parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = { "recipientList", "routingSlip" })
    void whatCamelTakesForListsIsNotChecked(String route) {
        sendWith(route, "1&param.m=2&requestTimeout=3s,fnos:test.other?param.n=4");

        assertEquals(Map.of("n", 1, "m", 2), received("test.any").get(0).parameters());
        assertEquals(Map.of("n", 4), received("test.other").get(0).parameters());
    }

    @Test
    void aValueThatWouldEndItsRawFailsTheExchange() {
        assertInstanceOf(IllegalArgumentException.class, sendWith("raw", "a (b)&c").getException());

        assertEquals(List.of(), received("test.any"));
    }
}
