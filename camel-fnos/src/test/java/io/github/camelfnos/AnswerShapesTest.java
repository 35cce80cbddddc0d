package io.github.camelfnos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelfnos.simulator.SimulatedRequest;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every shape in which a NAS answers (protocol, section 5), whole and streamed: nothing of it is lost, whatever ends it. */
class AnswerShapesTest extends FnosTestSupport {

    private static final String SUCCESS = "{'result':'succ','reqid':#}";

    /** A name, the names of the entries, whether an end frame ends it, and the frames. */
    private static Stream<Arguments> shapes() {
        return Stream.of(
                shape("data frames and an end frame", "ab cd", true,
                        "{'files':[{'name':'ab'}],'uver':6,'reqid':#}", "{'files':[{'name':'cd'}],'uver':7,'reqid':#}", SUCCESS),
                shape("one frame with everything", "ab cd", true, "{'files':[{'name':'ab'},{'name':'cd'}],'result':'succ','reqid':#}"),
                shape("the founding document's own example, and silence", "ab cd", false,
                        "{'files':[{'name':'ab'},{'name':'cd'}],'reqid':#}"),
                shape("data frames that say doing", "ab cd ef", true, "{'data':[{'name':'ab'}],'result':'doing','reqid':#}",
                        "{'data':[{'name':'cd'}],'result':'doing','reqid':#}", "{'data':[{'name':'ef'}],'result':'succ','reqid':#}"),
                shape("the first doing frame is no end", "ab", true, "{'result':'doing','reqid':#}",
                        "{'data':[{'name':'ab'}],'reqid':#}", "{'total':1,'result':'succ','reqid':#}"),
                shape("an end frame with entries", "ab cd", true, "{'files':[{'name':'ab'}],'reqid':#}",
                        "{'files':[{'name':'cd'}],'result':'succ','reqid':#}"),
                shape("suc", "ab", true, "{'files':[{'name':'ab'}],'reqid':#}", "{'result':'suc','reqid':#}"),
                shape("success", "ab", true, "{'files':[{'name':'ab'}],'reqid':#}", "{'result':'success','reqid':#}"),
                shape("a result that nobody knows", "ab cd", true, "{'files':[{'name':'ab'}],'result':'maybe','reqid':#}",
                        "{'files':[{'name':'cd'}],'reqid':#}", SUCCESS),
                shape("an errno of null and of 0", "ab", true, "{'files':[{'name':'ab'}],'errno':null,'reqid':#}",
                        "{'errno':0,'result':'succ','reqid':#}"),
                shape("a list under array", "ab cd", true, "{'array':[{'name':'ab'}],'reqid':#}", "{'array':[{'name':'cd'}],'reqid':#}", SUCCESS),
                shape("a list under disk", "ab", true, "{'disk':[{'name':'ab'}],'reqid':#}", SUCCESS),
                shape("a list under share", "ab", true, "{'share':[{'name':'ab'}],'result':'succ','reqid':#}"),
                shape("a list under notifyList, beside others", "ab", true,
                        "{'notifyList':[{'name':'ab'}],'total':1,'result':'succ','reqid':#}"),
                shape("a list of any name", "ab cd", true, "{'things':[{'name':'ab'}],'reqid':#}", "{'things':[{'name':'cd'}],'reqid':#}", SUCCESS),
                shape("a list within data, as appcgi has it", "ab", true,
                        "{'data':{'list':[{'name':'ab'}]},'req':'x','rev':'0.1','result':'succ','reqid':#}"),
                shape("a list within rsp, as docker has it", "ab", true, "{'rsp':{'containers':[{'name':'ab'}]},'result':'succ','reqid':#}"),
                shape("rsp as the list", "ab", true, "{'rsp':[{'name':'ab'}],'result':'succ','reqid':#}"),
                shape("nothing in it", "", true, "{'files':[],'uver':7,'reqid':#}", SUCCESS),
                shape("an end frame and nothing else", "", true, SUCCESS));
    }

    private static Arguments shape(String name, String entries, boolean complete, String... frames) {
        return Arguments.of(name, entries.isEmpty() ? List.of() : List.of(entries.split(" ")), complete, List.of(frames));
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setAnswerIdleTimeout(1_000);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:whole").to("fnos:shape");
                from("direct:streamed").to("fnos:shape?streaming=true").split(body()).streaming().to("mock:entries").end();
            }
        };
    }

    private void answer(List<String> frames) {
        nas.on("shape", request -> frames.forEach(
                frame -> request.replyText(frame.replace('\'', '"').replace("#", "\"" + request.reqid() + "\""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void everyShapeIsWholeInBothForms(String name, List<String> entries, boolean complete, List<String> frames) {
        answer(frames);

        Exchange whole = send("direct:whole", null);
        assertNull(whole.getException());
        FnosResponse response = whole.getMessage().getBody(FnosResponse.class);
        List<FnosEntry> list = new AnswerList("shape", null).of(response);
        assertEquals(entries, list == null ? List.of() : list.stream().map(entry -> entry.get("name")).toList());
        assertEquals(frames.size(), whole.getMessage().getHeader("CamelFnosFrameCount"));
        assertEquals(complete, whole.getMessage().getHeader("CamelFnosComplete"));

        Exchange streamed = send("direct:streamed", null);
        assertNull(streamed.getException());
        List<Object> seen = new ArrayList<>();
        getMockEndpoint("mock:entries").getReceivedExchanges().forEach(each -> seen.add(each.getMessage().getBody(FnosEntry.class).get("name")));
        assertEquals(entries, seen);
        FnosEntries stream = streamed.getMessage().getBody(FnosEntries.class);
        assertEquals(frames.size(), stream.getFrameCount());
        assertEquals(complete, stream.isComplete());
        assertFalse(stream.hasNext());
    }

    @Test
    void answersThatInterleaveAreToldApart() {
        nas.on("shape", request -> {
            String other = "0000000000000000000000000000";
            request.replyText("{\"files\":[{\"name\":\"mine\"}],\"reqid\":\"" + request.reqid() + "\"}");
            request.replyText("{\"files\":[{\"name\":\"other\"}],\"reqid\":\"" + other + "\"}");
            request.replyText("{\"result\":\"succ\",\"reqid\":\"" + other + "\"}");
            request.succeed(Map.of());
            request.replyText("{\"files\":[{\"name\":\"late\"}],\"reqid\":\"" + request.reqid() + "\"}");
        });

        assertEquals("[{\"name\":\"mine\"}]", send("direct:whole", null).getMessage().getBody(JsonNode.class)
                .get("files").toString());
        send("direct:streamed", null);
        assertEquals(1, getMockEndpoint("mock:entries").getReceivedCounter());
    }

    @Test
    void aCancelledAnswerIsAFailureInBothForms() {
        answer(List.of("{'files':[{'name':'ab'}],'reqid':#}", "{'result':'cancel','reqid':#}"));

        for (String form : List.of("direct:whole", "direct:streamed")) {
            assertTrue(failure(send(form, null), FnosException.class).getMessage().contains("was cancelled at the NAS"), form);
        }
    }

    @Test
    void theListIsTheOneThatIsAskedFor() throws Exception {
        answer(List.of("{'cats':[{'name':'a'}],'dogs':[{'name':'x'}],'reqid':#}", "{'dogs':[{'name':'y'}],'result':'succ','reqid':#}"));
        routes(builder -> {
            builder.from("direct:dogs").to("fnos:shape?streaming=true&listKey=dogs").split(builder.body()).streaming().to("mock:dogs").end();
            builder.from("direct:birds").to("fnos:shape?streaming=true&listKey=birds").split(builder.body()).streaming().to("mock:birds").end();
        });

        assertNull(send("direct:dogs", null).getException());
        assertEquals(List.of("x", "y"), getMockEndpoint("mock:dogs").getReceivedExchanges().stream()
                .map(each -> each.getMessage().getBody(FnosEntry.class).get("name")).toList());
        assertEquals("The answer to shape has no list 'birds', only [cats, dogs]; set listKey to one of these, or leave it out",
                failure(send("direct:birds", null), IllegalArgumentException.class).getMessage());
        assertTrue(failure(send("direct:streamed", null), IllegalArgumentException.class).getMessage()
                .startsWith("The answer to shape has several lists, [cats, dogs]; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'dirs':[{'name':'a'}],'reqid':#} & {'files':[{'name':'b'}],'result':'succ','reqid':#} | several lists, [dirs, files]",
            "{'cats':[{'name':'a'}],'reqid':#} & {'dogs':[{'name':'b'}],'result':'succ','reqid':#} | several lists, [cats, dogs]",
            "{'files':[{'name':'a'}],'reqid':#} & {'files':[{'name':'b'},null],'result':'succ','reqid':#} | The list 'files' in the answer to shape "
            + "holds something that is no object",
            "{'data':{'files':[{'name':'a'}]},'reqid':#} & {'things':[{'name':'b'}],'result':'succ','reqid':#} | several lists, [files, things]" })
    void whatALaterFrameMakesUnclearIsNoEnd(String frames, String problem) {
        answer(List.of(frames.split(" & ")));

        assertTrue(failure(send("direct:streamed", null), IllegalArgumentException.class).getMessage().contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'things':[{'name':'a'}],'reqid':#} & {'data':{'tags':[{'name':'x'}]},'result':'succ','reqid':#}",
            "{'files':[{'name':'a'}],'notifyList':[{'name':'x'},5],'result':'succ','reqid':#}",
            "{'files':[{'name':'a'}],'reqid':#} & {'data':[5],'others':[{'name':'x'},5],'result':'succ','reqid':#}" })
    void whatIsBesideTheListDoesNotMatter(String frames) {
        answer(List.of(frames.split(" & ")));

        List<FnosEntry> whole = new AnswerList("shape", null).of(send("direct:whole", null).getMessage().getBody(FnosResponse.class));
        assertEquals(List.of("a"), whole.stream().map(entry -> entry.get("name")).toList());
        assertNull(send("direct:streamed", null).getException());
        assertEquals(1, getMockEndpoint("mock:entries").getReceivedCounter());
    }

    @Test
    void theFirstDoingFrameIsNotTakenForTheAnswer() {
        nas.on("shape", request -> {
            for (int frame = 0; frame < 4; frame++) {
                int first = 25 * frame;
                request.reply(Map.of("result", "doing", "data", IntStream.range(first, first + 25).mapToObj(n -> Map.of("name", "n" + n)).toList()));
            }
            request.reply(Map.of("result", "succ"));
        });

        assertEquals(100, ((List<?>) send("direct:whole", null).getMessage().getBody(FnosResponse.class).get("data")).size());
        assertNull(send("direct:streamed", null).getException());
        assertEquals(100, getMockEndpoint("mock:entries").getReceivedCounter());
    }

    @Test
    void aSearchIsWholeThatComesInManyFrames() throws Exception {
        IntStream.range(0, 60).forEach(n -> nas.files().file("vol1/1000/Photos/photo-" + n, 1, 1).file("vol1/1000/Photos/other-" + n, 1, 1));
        String search = "fnos:appcgi.finder.fileSearch?param.key=photo&param.path=[\"vol1/1000/Photos\"]";
        routes(builder -> {
            builder.from("direct:search").to(search);
            builder.from("direct:searched").to(search + "&streaming=true").split(builder.body()).streaming().to("mock:entries").end();
        });

        Exchange whole = send("direct:search", null);
        assertEquals(60, ((List<?>) whole.getMessage().getBody(FnosResponse.class).get("data")).size());
        assertEquals(4, whole.getMessage().getHeader("CamelFnosFrameCount"));
        assertNull(send("direct:searched", null).getException());
        assertEquals(60, getMockEndpoint("mock:entries").getReceivedCounter());
    }

    @Test
    void aListingOfTwentyMegabytesInOneFrameIsRead() throws Exception {
        String pad = "x".repeat(180);
        nas.on("shape", request -> request.succeed(Map.of("files",
                IntStream.range(0, 100_000).mapToObj(n -> Map.of("name", "n" + n, "pad", pad)).toList())));
        AtomicInteger entries = new AtomicInteger();
        routes(builder -> builder.from("direct:counted").to("fnos:shape?streaming=true").split(builder.body()).streaming()
                .process(exchange -> entries.incrementAndGet()).end());

        assertEquals(100_000, ((List<?>) send("direct:whole", null).getMessage().getBody(FnosResponse.class).get("files")).size());
        assertNull(send("direct:counted", null).getException());
        assertEquals(100_000, entries.get());
        assertEquals(1, nas.connections());
    }

    @Test
    void noneOfFiveThousandAnswersIsLostThatComeAtOnce() throws Exception {
        int count = 5_000;
        List<SimulatedRequest> kept = new CopyOnWriteArrayList<>();
        nas.on("echo", request -> {
            kept.add(request);
            if (kept.size() == count) {
                kept.forEach(each -> each.succeed(Map.of("nonce", each.parameters().get("nonce"))));
            }
        });
        routes(builder -> builder.from("direct:echo").to("fnos:echo?maxInFlight=" + count + "&connectionId=wide"));

        List<CompletableFuture<Exchange>> sent = IntStream.range(0, count).mapToObj(n -> template.asyncSend("direct:echo",
                exchange -> exchange.getMessage().setBody(Map.of("nonce", n)))).toList();

        for (int n = 0; n < count; n++) {
            Exchange exchange = sent.get(n).get(60, TimeUnit.SECONDS);
            assertNull(exchange.getException());
            assertEquals(n, exchange.getMessage().getBody(FnosResponse.class).get("nonce"));
        }
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
