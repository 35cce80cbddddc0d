package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Options that do not go with what an endpoint is used as, or with each other, fail its start in a sentence. */
class ConsumerOptionsTest extends FnosTestSupport {

    private static final List<String> GIVEN = List.of("pushKinds=a", "pushOverflow=dropOldest", "connectionEvents=true", "bufferMemory=1MB",
            "spoolDirectory=target", "spoolLimit=1MB", "splitEntries=false", "listKey=files", "changedOnly=true",
            "idempotentRepository=#repository", "sendEmptyMessageWhenIdle=true", "startScheduler=false", "initialDelay=10", "delay=10",
            "timeUnit=SECONDS", "useFixedDelay=false", "runLoggingLevel=DEBUG", "greedy=true", "scheduler=none", "scheduler.cron=x",
            "backoffMultiplier=2", "backoffIdleThreshold=1", "backoffErrorThreshold=1", "repeatCount=1", "ignoreBody=true",
            "sendBody=true", "notFoundBehaviour=empty", "streaming=true", "progressUri=mock:progress", "recursive=true", "maxDepth=2",
            "walkConcurrency=2", "walkFailure=fail");
    private static final List<String> OF_BUFFERS = List.of("bufferMemory", "spoolDirectory", "spoolLimit");
    private static final List<String> OF_WALKS = List.of("maxDepth", "walkConcurrency", "walkFailure");

    @TempDir
    private Path temporary;

    /** The message of what the start of a route fails with, or null if it does not. */
    private String refusal(String from, String to) {
        context.getRegistry().bind("repository", MemoryIdempotentRepository.memoryIdempotentRepository());
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).routeId("tried").to(to);
                }
            });
            context.getRouteController().stopRoute("tried");
            context.removeRoute("tried");
            return null;
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
                cause = cause.getCause();
            }
            return cause.getMessage();
        }
    }

    private static List<String> names(List<String> options) {
        return options.stream().map(option -> option.substring(0, option.indexOf('='))).sorted().toList();
    }

    @Test
    void aConsumerOfPushesHasItsOwnOptionsAndNoOthers() {
        List<String> own = List.of("pushKinds", "pushOverflow", "connectionEvents", "bufferMemory", "spoolDirectory", "spoolLimit");

        assertEquals(own.stream().sorted().toList(), allowed("fnos:push?", true));
        assertEquals("fnos:push cannot be used: a consumer of pushes does not have the options delay, splitEntries; remove them",
                refusal("fnos:push?splitEntries=true&delay=5", "mock:x"));
        assertEquals("fnos:push cannot be used: a consumer of pushes does not have the option param.path; remove it",
                refusal("fnos:push?param.path=vol1", "mock:x"));
    }

    @Test
    void aProducerHasItsOwnOptionsAndNoOthers() {
        List<String> own = List.of("ignoreBody", "notFoundBehaviour", "sendBody", "streaming", "progressUri", "recursive");
        assertEquals(own.stream().sorted().toList(), allowed("fnos:file.ls?", false));
        assertEquals(sorted(List.of("ignoreBody", "notFoundBehaviour", "sendBody", "recursive", "listKey"), OF_BUFFERS),
                allowed("fnos:file.ls?streaming=true&", false));
        assertEquals(sorted(List.of("ignoreBody", "notFoundBehaviour", "sendBody", "streaming"), OF_BUFFERS, OF_WALKS),
                allowed("fnos:file.ls?recursive=true&", false));
        assertEquals("fnos:file.ls cannot be used: maxDepth has an effect only with recursive=true", refusal("direct:x", "fnos:file.ls?maxDepth=2"));
        assertEquals("fnos:user.info cannot be used: recursive lists folders, which only file.ls does; leave recursive out",
                refusal("direct:x", "fnos:user.info?recursive=true"));
        assertEquals("fnos:file.ls cannot be used: a producer does not have the option pushKinds; remove it",
                refusal("direct:x", "fnos:file.ls?pushKinds=a"));
    }

    @Test
    void aPollHasItsOwnOptionsAndNoOthers() {
        List<String> foreign = List.of("pushKinds", "pushOverflow", "connectionEvents", "ignoreBody", "sendBody", "notFoundBehaviour", "streaming",
                "progressUri");

        for (String option : GIVEN) {
            String refusal = refusal("fnos:file.ls?" + option, "mock:x");
            boolean isForeign = foreign.contains(option.substring(0, option.indexOf('=')));
            assertEquals(isForeign, refusal != null && refusal.contains("does not have the option"), option + ": " + refusal);
        }
    }

    @SafeVarargs
    private static List<String> sorted(List<String>... options) {
        return Arrays.stream(options).flatMap(List::stream).sorted().toList();
    }

    private List<String> allowed(String uri, boolean consumer) {
        List<String> allowed = new ArrayList<>();
        for (String option : GIVEN) {
            if ((consumer ? refusal(uri + option, "mock:x") : refusal("direct:x", uri + option)) == null) {
                allowed.add(option);
            }
        }
        return names(allowed);
    }

    @Test
    void everyOptionOfOneRoleIsTriedHere() throws IOException {
        JsonNode options = new ObjectMapper().readTree(Path.of("src/generated/resources/META-INF/io/github/camelfnos/fnos.json").toFile())
                .get("properties");
        List<String> unusual = List.of("bridgeErrorHandler", "lazyStartProducer", "exceptionHandler", "exchangePattern", "pollStrategy", "scheduledExecutorService", "schedulerProperties");
        List<String> ofOneRole = new ArrayList<>(sorted(OF_BUFFERS, OF_WALKS, List.of("listKey", "recursive")));
        options.properties().forEach(option -> {
            String label = option.getValue().path("label").asText();
            if ((label.contains("producer") || label.contains("consumer")) && !unusual.contains(option.getKey())) {
                ofOneRole.add(option.getKey());
            }
        });

        List<String> given = new ArrayList<>(names(GIVEN));
        given.remove("scheduler.cron");
        assertEquals(given, ofOneRole.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fnos:file.ls?recursive=true&maxDepth=0 | maxDepth must be positive
            fnos:file.ls?recursive=true&walkConcurrency=0 | walkConcurrency must be positive
            fnos:file.ls?recursive=true&listKey=files | listKey has an effect only with recursive=false
            fnos:file.ls?bufferMemory=1MB&spoolLimit=1MB | bufferMemory, spoolLimit have an effect only with recursive=true
            fnos:push?anonymous=true            | the NAS pushes to users who are logged in, and anonymous=true does not log in
            fnos:push?webSocketType=file        | the NAS pushes to sockets of webSocketType=main, not file
            fnos:push?pushKinds=a,,b            | pushKinds has an empty name between its commas
            fnos:push?bufferMemory=64 apples    | bufferMemory must be a positive number of bytes, as in 65536, 64KB, 8MB or 1GB, not '64 apples'
            fnos:push?spoolLimit=0              | spoolLimit must be a positive number of bytes, as in 65536, 64KB, 8MB or 1GB, not '0'
            fnos:file.ls?greedy=true            | greedy polls again at once as long as there is something, so without changedOnly it would never \
            stop; set changedOnly=true, or leave greedy out
            fnos:push?pushOverflow=dropNewest&spoolLimit=1GB | with pushOverflow=dropNewest nothing is spooled; leave spoolDirectory and \
            spoolLimit out
            fnos:file.ls?idempotentRepository=#repository | idempotentRepository is where changedOnly remembers what was emitted; set \
            changedOnly=true, or leave idempotentRepository out
            fnos:file.ls?changedOnly=true&splitEntries=false | changedOnly looks at single entries, which splitEntries=false forbids; leave one of \
            the two out
            """)
    void whatContradictsItselfIsRefused(String uri, String problem) {
        String operation = uri.substring(0, uri.indexOf('?'));

        assertEquals(operation + " cannot be used: " + problem, refusal(uri, "mock:x"));
    }

    @Test
    void anUnknownOptionOfPushesIsTakenForNoParameter() {
        String refusal = refusal("fnos:push?pushKind=a&events=true", "mock:x");

        assertTrue(refusal.contains("Unknown options: events, pushKind. The options of fnos:push are those of the connection and of push "
                                    + "consumers"), refusal);
        assertFalse(refusal.contains("param."), refusal);
    }

    @Test
    void repeatCountIsNoDuration() {
        assertEquals("The option repeatCount must be a whole number, not '5s'", refusal("fnos:file.ls?repeatCount=5s", "mock:x"));
    }

    @Test
    void pushIsNoOperationToBeCalled() {
        assertEquals("fnos:push cannot be used: push is no operation that could be called; write from(\"fnos:push\") to consume what the NAS "
                     + "pushes", refusal("direct:x", "fnos:push"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "65536", "64KB", "64kb", "64KiB", "64 K", "1GB", "3M" })
    void sizesAreBytesOrTheirMultiples(String size) {
        assertNull(refusal("fnos:push?bufferMemory=" + size, "mock:x"));
    }

    @Test
    void aSpoolFolderThatCannotBeWrittenToFailsTheStart() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));

        String refusal = refusal("fnos:push?spoolDirectory=" + file.resolve("spool"), "mock:x");

        assertTrue(refusal.startsWith("fnos:push cannot be used: what a slow route has not taken cannot be spooled to " + file), refusal);
        assertTrue(refusal.endsWith("; set spoolDirectory to a folder that can be written to"), refusal);
        assertNull(refusal("fnos:push?spoolDirectory=" + temporary.resolve("new/folder"), "mock:x"));
    }

    @Test
    void thePollersOfEnrichHaveTheOptionsOfTheirRole() {
        assertThrows(IllegalArgumentException.class, () -> context.getEndpoint("fnos:push?delay=5").createPollingConsumer());
        assertThrows(IllegalArgumentException.class, () -> context.getEndpoint("fnos:file.ls?pushKinds=a").createPollingConsumer());
    }
}
