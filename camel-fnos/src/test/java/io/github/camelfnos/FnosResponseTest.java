package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** An answer is a Map that Camel's other parts can work with. */
class FnosResponseTest extends FnosTestSupport {

    private static final String JSON = "{\"files\":[{\"name\":\"报告 1\",\"size\":115537670504450},{\"name\":\"b\",\"size\":2}],"
                                       + "\"uver\":18446744073709551616}";

    @TempDir
    static Path folder;

    @BeforeEach
    void answerLiterally() {
        nas.on("test.files", request -> request.replyText(
                JSON.substring(0, JSON.length() - 1) + ",\"result\":\"succ\",\"reqid\":\"" + request.reqid() + "\"}"));
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:pojo").to("fnos:test.files").unmarshal().json(Listing.class).to("mock:pojo");
                from("direct:jsonpath").to("fnos:test.files").setBody().jsonpath("$.files[1].name").to("mock:jsonpath");
                from("direct:split").to("fnos:test.files").split(simple("${body[files]}")).setBody(simple("${body[name]}"))
                        .to("mock:split");
                from("direct:file").to("fnos:test.files").to("file:" + folder + "?fileName=answer.json");
                from("direct:log").to("fnos:test.files").to("log:answers").setBody(simple("${bodyAs(String)}")).to("mock:log");
            }
        };
    }

    /** What a user would unmarshal to. */
    public static class Listing {
        public List<Map<String, Object>> files;
        public java.math.BigInteger uver;
    }

    @Test
    void itConvertsToJsonInEveryUsualForm() {
        Exchange exchange = send("fnos:test.files", null);

        assertEquals(JSON, exchange.getMessage().getBody(String.class));
        assertEquals(JSON, new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8));
        assertEquals(JSON, context.getTypeConverter().convertTo(String.class, exchange.getMessage().getBody(InputStream.class)));
        assertEquals(115_537_670_504_450L, exchange.getMessage().getBody(JsonNode.class).at("/files/0/size").asLong());
        Object entry = ((List<?>) exchange.getMessage().getBody(Map.class).get("files")).get(0);
        assertEquals("{\"name\":\"报告 1\",\"size\":115537670504450}", context.getTypeConverter().convertTo(String.class, entry));
    }

    @Test
    void itsToStringTellsSizesAndNoContent() {
        FnosResponse answer = send("fnos:test.files", null).getMessage().getBody(FnosResponse.class);

        assertEquals("FnosResponse[test.files: 2 fields, 2 files]", answer.toString());
        assertFalse(((List<?>) answer.get("files")).get(0).toString().contains("报告"));
    }

    @Test
    void itIsImmutableAndSerializable() throws Exception {
        FnosResponse answer = send("fnos:test.files", null).getMessage().getBody(FnosResponse.class);
        List<?> files = (List<?>) answer.get("files");

        assertThrows(UnsupportedOperationException.class, () -> answer.put("x", 1));
        assertThrows(UnsupportedOperationException.class, () -> answer.remove("files"));
        assertThrows(UnsupportedOperationException.class, () -> files.remove(0));
        assertThrows(UnsupportedOperationException.class, () -> ((Map<?, ?>) files.get(0)).clear());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(answer);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(answer, in.readObject());
        }
    }

    @Test
    void camelsOwnPartsUnderstandIt() throws Exception {
        for (String route : List.of("pojo", "jsonpath", "split", "file", "log")) {
            assertFalse(send("direct:" + route, null).isFailed(), route);
        }

        Listing listing = getMockEndpoint("mock:pojo").getExchanges().get(0).getMessage().getBody(Listing.class);
        assertEquals("报告 1", listing.files.get(0).get("name"));
        assertEquals("18446744073709551616", listing.uver.toString());
        MockEndpoint jsonpath = getMockEndpoint("mock:jsonpath");
        assertEquals("b", jsonpath.getExchanges().get(0).getMessage().getBody());
        assertEquals(List.of("报告 1", "b"),
                getMockEndpoint("mock:split").getExchanges().stream().map(e -> e.getMessage().getBody()).toList());
        assertEquals(JSON, Files.readString(folder.resolve("answer.json")));
        assertEquals(JSON, getMockEndpoint("mock:log").getExchanges().get(0).getMessage().getBody());
    }
}
