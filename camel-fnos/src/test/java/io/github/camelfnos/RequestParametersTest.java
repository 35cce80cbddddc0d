package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelfnos.dsl.StaticEndpointBuilders;
import io.github.camelfnos.simulator.ReceivedRequest;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How a request's parameters come from the URI, the body and the header. */
class RequestParametersTest extends FnosTestSupport {

    @BeforeEach
    void answerEverything() {
        nas.on("test.any", request -> request.succeed(Map.of("echo", request.parameters())));
    }

    private String sentBy(String options, Object body, Map<String, Object> headers) {
        Exchange exchange = send("fnos:test.any" + options, body, headers);
        assertNull(exchange.getException());
        List<ReceivedRequest> received = received("test.any");
        return received.get(received.size() - 1).parameters().toString();
    }

    private String sentBy(String options) {
        return sentBy(options, null, Map.of());
    }

    @Test
    void valuesThatLookLikeJsonAreJsonAndAllElseIsText() {
        assertEquals("{a=true}", sentBy("?param.a=true"));
        assertEquals("{a=null}", sentBy("?param.a=null"));
        assertEquals("{a=18446744073709551616}", sentBy("?param.a=18446744073709551616"));
        assertEquals("{a=[1, {b=c}]}", sentBy("?param.a=[1,{\"b\":\"c\"} ]"));
        assertEquals("{a=x y}", sentBy("?param.a=\"x y\""));
        assertEquals("{a=中文 & more}", sentBy("?param.a=RAW(中文 & more)"));
        assertEquals(Boolean.TRUE, received("test.any").get(0).parameters().get("a"), "not text");
        assertEquals("007", sent("?param.a=007"));
        assertEquals("1.5", sent("?param.a=1.5"));
        assertEquals("True", sent("?param.a=True"));
        assertEquals("2024", sent("?param.a=\"2024\""));
        assertEquals("a b", sent("?param.a=a+b"));
        assertEquals("a+b", sent("?param.a=RAW(a+b)"));
    }

    /** A Map that is handed over by its name stays the user's own, and is read anew for each request. */
    @Test
    void eachRequestHasItsParametersAsTheyAreThen() {
        List<Object> chosen = new ArrayList<>(List.of("a"));
        context.getRegistry().bind("chosen", chosen);

        assertEquals("{files=[a], n=1}", sentBy("?param.files=#chosen&param.n=1"));
        chosen.add("b");
        assertEquals("{files=[a, b], n=1}", sentBy("?param.files=#chosen&param.n=1"));
        assertEquals("{n=1}", sentBy("?param.n=1"));
        assertEquals("{n=1}", sentBy("?param.n=1"));
        assertEquals("{n=2}", sentBy("?param.n=1", Map.of("n", 2), Map.of()));
        assertEquals("{n=1}", sentBy("?param.n=1"));
        send("fnos:test.none?param.n=1", null, Map.of(FnosConstants.OPERATION, "test.any"));
        assertEquals("{n=1}", sentBy("?param.n=1"));
    }

    private Object sent(String options) {
        sentBy(options);
        List<ReceivedRequest> received = received("test.any");
        Object value = received.get(received.size() - 1).parameters().get("a");
        assertTrue(value instanceof String, () -> "not text: " + value);
        return value;
    }

    @Test
    void theHeaderWinsOverTheBodyAndTheBodyOverTheUri() {
        Map<String, Object> header = new HashMap<>();
        header.put("c", "header");
        header.put("n", null);

        assertEquals("{a=uri, b=body, c=header, n=null}",
                sentBy("?param.a=uri&param.b=uri&param.c=uri", Map.of("b", "body", "c", "body"),
                        Map.of(FnosConstants.PARAMETERS, header)));
    }

    @Test
    void theHeaderIsNeverParsed() {
        assertEquals("{a={}, b=2024}", sentBy("", null, Map.of(FnosConstants.PARAMETERS, new TreeMap<>(Map.of("a", "{}", "b", "2024")))));
        assertTrue(received("test.any").get(0).parameters().values().stream().allMatch(String.class::isInstance));
    }

    @Test
    void aBodyCountsWhenItIsAJsonObjectInAnyForm() throws Exception {
        String json = "{\"path\":\"vol1/中文\",\"n\":12345678901234567890}";
        String expected = "{path=vol1/中文, n=12345678901234567890}";

        assertEquals(expected, sentBy("", json, Map.of()));
        assertEquals(expected, sentBy("", json.getBytes(StandardCharsets.UTF_8), Map.of()));
        assertEquals(expected, sentBy("", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Map.of()));
        assertEquals(expected, sentBy("", new ObjectMapper().readTree(json), Map.of()));
        for (Object empty : Arrays.asList(null, "", " \n", new byte[0], new ByteArrayInputStream(new byte[0]))) {
            assertEquals("{a=uri}", sentBy("?param.a=uri", empty, Map.of()));
        }
    }

    @Test
    void anAnswerAndItsEntriesAreNotSentUnlessAskedFor() {
        Exchange answered = send("fnos:test.any?param.list=[{\"x\":1} ]", null);
        FnosResponse answer = answered.getMessage().getBody(FnosResponse.class);
        Object entry = ((List<?>) ((Map<?, ?>) answer.get("echo")).get("list")).get(0);
        assertEquals(FnosEntry.class, entry.getClass());

        assertEquals("{}", sentBy("", answer, Map.of()));
        assertEquals("{}", sentBy("", entry, Map.of()));
        assertEquals("{x=1}", sentBy("?sendBody=true", entry, Map.of()));
        assertEquals("{x=1}", sentBy("", new HashMap<>((Map<?, ?>) entry), Map.of()));
    }

    @Test
    void ignoreBodySendsNothingOfIt() {
        assertEquals("{a=uri}", sentBy("?param.a=uri&ignoreBody=true", "{\"a\":\"foreign\"}", Map.of()));
        assertEquals("{a=uri}", sentBy("?param.a=uri&ignoreBody=true", new Date(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "hunter2", "[\"hunter2\"]", "{\"password\":\"hunter2\"", "\"hunter2\"", "hunter2{}", "{} hunter2" })
    void textThatIsNoJsonObjectFailsWithoutBeingShown(String body) {
        InvalidPayloadException failure = failure(send("fnos:test.any", body), InvalidPayloadException.class);

        assertTrue(failure.getMessage().contains("java.lang.String") && failure.getMessage().contains("ignoreBody"),
                failure.getMessage());
        assertFalse(failure.toString().contains("hunter2"), failure.toString());
        assertEquals(0, received("test.any").size());
    }

    @Test
    void bytesThatAreNotUtf8FailInsteadOfBeingGuessed() {
        byte[] latin1 = "{\"path\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertTrue(failure(send("fnos:test.any", latin1), InvalidPayloadException.class).getMessage().contains("not UTF-8"));
    }

    @Test
    void aBodyOfAnotherTypeFailsNamingTheType() {
        InvalidPayloadException failure = failure(send("fnos:test.any", List.of("hunter2")), InvalidPayloadException.class);

        assertTrue(failure.getMessage().contains("ImmutableCollections") && failure.getMessage().contains("ignoreBody"),
                failure.getMessage());
        assertFalse(failure.toString().contains("hunter2"), failure.toString());
    }

    @Test
    void theEnvelopesFieldsAreRefusedWhereverTheyComeFrom() {
        for (String reserved : List.of("req", "reqid")) {
            assertTrue(rootMessage("fnos:test.any?param." + reserved + "=x").contains("'" + reserved + "' belongs to the protocol"));
            assertTrue(failure(send("fnos:test.any", Map.of(reserved, "x")), IllegalArgumentException.class).getMessage()
                    .contains("'" + reserved + "' belongs to the protocol"));
            assertTrue(failure(send("fnos:test.any", null, Map.of(FnosConstants.PARAMETERS, Map.of(reserved, "x"))),
                    IllegalArgumentException.class).getMessage().contains("'" + reserved + "'"));
        }
    }

    @Test
    void aHeaderThatIsNoMapFails() {
        assertTrue(failure(send("fnos:test.any", null, Map.of(FnosConstants.PARAMETERS, "{}")), IllegalArgumentException.class)
                .getMessage().contains("must be a Map, not a java.lang.String"));
    }

    @Test
    void halfASurrogatePairArrivesAsItIs() {
        assertEquals("{name=half \uD83D a pair}", sentBy("", Map.of("name", "half \uD83D a pair"), Map.of()));
    }

    @Test
    void aValueWithoutAJsonFormFails() {
        assertTrue(failure(send("fnos:test.any", Map.of("name", new Object())), IllegalArgumentException.class).getMessage()
                .startsWith("The parameters of test.any cannot be written as JSON"));
    }

    @Test
    void brokenJsonInTheUriFailsAtStartupWithoutBeingShown() {
        String message = rootMessage("fnos:test.any?param.a={hunter2");

        assertTrue(message.contains("The option param.a begins like JSON, but it is not valid JSON"), message);
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void theEndpointDslHandsOverMapsAndListsAsTheyAre() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dsl").to(StaticEndpointBuilders.fnos("test.any")
                        .parameters("path", "RAW(/vol 1/中文 & more)")
                        .parameters("bin", "#recycle")
                        .parameters("files", List.of("a", Map.of("b", 1)))
                        .parameters("deep", true));
            }
        });

        assertNull(send("direct:dsl", null).getException());

        assertEquals(Map.of("path", "/vol 1/中文 & more", "bin", "#recycle", "files", List.of("a", Map.of("b", 1)), "deep", true),
                received("test.any").get(0).parameters());
    }

    private String rootMessage(String uri) {
        Throwable failure = assertThrows(ResolveEndpointFailedException.class, () -> context.getEndpoint(uri));
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure.getMessage();
    }
}
