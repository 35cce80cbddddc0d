package io.github.camelfnos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code changedOnly} emits exactly what is new or has changed since it was emitted with success. */
class ChangedOnlyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE = 5_000;

    /** Where it is remembered. */
    enum Memory {
        NONE, MEMORY, FILE, JDBC
    }

    @TempDir
    private Path temporary;

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withFrameSize(500));
    private final JdbcDataSource database = new JdbcDataSource();
    /** The names that were emitted since the last look, in order. */
    private final ConcurrentLinkedQueue<String> emitted = new ConcurrentLinkedQueue<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private CamelContext context;

    @AfterEach
    void stop() {
        if (context != null) {
            context.stop();
        }
        nas.close();
    }

    private IdempotentRepository repository(Memory memory) {
        database.setURL("jdbc:h2:mem:" + temporary.getFileName() + ";DB_CLOSE_DELAY=-1");
        return switch (memory) {
            case NONE -> null;
            case MEMORY -> MemoryIdempotentRepository.memoryIdempotentRepository(3 * SIZE);
            case FILE -> FileIdempotentRepository.fileIdempotentRepository(temporary.resolve("keys").toFile(), 3 * SIZE, 100_000_000L);
            case JDBC -> new JdbcMessageIdRepository(database, "listing");
        };
    }

    /** Begins to poll, in a context of its own. */
    private void start(IdempotentRepository repository, String... uris) throws Exception {
        context = new DefaultCamelContext();
        FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        if (repository != null) {
            context.getRegistry().bind("keys", repository);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String uri : uris) {
                    from("fnos:" + uri + (uri.contains("?") ? "&" : "?") + "changedOnly=true&initialDelay=0&delay=20" + (repository == null ? "" : "&idempotentRepository=#keys"))
                        .process(exchange -> {
                            String name = exchange.getMessage().getBody(Map.class).get("name").toString();
                            if (failing.contains(name)) {
                                throw new IllegalStateException("not yet");
                            }
                            assertTrue(exchange.getProperty(Exchange.BATCH_INDEX, Integer.class) < exchange.getProperty(Exchange.BATCH_SIZE, Integer.class));
                            emitted.add(name);
                        });
                }
            }
        });
        context.start();
    }

    /** What is emitted until two more polls have been made after this call. */
    private List<String> changes(String operation) {
        int before = nas.requestCount(operation);
        await().atMost(PATIENCE).until(() -> nas.requestCount(operation) >= before + 3);
        List<String> names = new ArrayList<>();
        for (String name = emitted.poll(); name != null; name = emitted.poll()) {
            names.add(name);
        }
        return names.stream().sorted().toList();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "f" + n).sorted().toList();
    }

    private void file(String name, long size, long mtim) {
        nas.files().file("vol1/1000/in/" + name, size, mtim);
    }

    @ParameterizedTest
    @EnumSource(value = Memory.class, names = { "NONE", "MEMORY", "JDBC" })
    void aListingThatChangesBetweenPollsGivesExactlyTheChanges(Memory memory) throws Exception {
        nas.files().mkdir("vol1/1000/in");
        for (int n = 0; n < SIZE; n++) {
            file("f" + n, n, 1_700_000_000L);
        }
        start(repository(memory), "file.ls?param.path=vol1/1000/in");
        assertEquals(names(0, SIZE), changes("file.ls"));
        assertEquals(List.of(), changes("file.ls"));

        for (int n = 0; n < 10; n++) {
            file("f" + n, 9_999, 1_700_000_000L);
            file("f" + (100 + n), 100 + n, 1_700_000_001L);
            file("new" + n, 1, 1_700_000_000L);
            nas.files().remove("vol1/1000/in/f" + (200 + n));
        }

        Set<String> expected = new TreeSet<>(names(0, 10));
        expected.addAll(names(100, 110));
        IntStream.range(0, 10).forEach(n -> expected.add("new" + n));
        assertEquals(List.copyOf(expected), changes("file.ls"));
        assertEquals(List.of(), changes("file.ls"));

        file("f0", 0, 1_700_000_000L);
        assertEquals(List.of("f0"), changes("file.ls"), "changed back to what it was");

        failing.add("f1");
        file("f1", 7, 1_700_000_002L);
        assertEquals(List.of(), changes("file.ls"));
        failing.clear();
        assertEquals(List.of("f1"), changes("file.ls"));
    }

    @ParameterizedTest
    @EnumSource(value = Memory.class, names = { "FILE", "JDBC" })
    void itHoldsAcrossARestart(Memory memory) throws Exception {
        nas.files().mkdir("vol1/1000/in");
        for (int n = 0; n < 100; n++) {
            file("f" + n, n, 1_700_000_000L);
        }
        failing.add("f7");
        start(repository(memory), "file.ls?param.path=vol1/1000/in");
        assertEquals(99, changes("file.ls").size());
        context.stop();
        file("f3", 9_999, 1_700_000_000L);
        failing.clear();

        start(repository(memory), "file.ls?param.path=vol1/1000/in");

        assertEquals(List.of("f3", "f7"), changes("file.ls"));
    }

    @Test
    void twoFoldersWithEqualNamesInOneRepositoryDoNotCollide() throws Exception {
        for (String folder : List.of("a", "b")) {
            nas.files().mkdir("vol1/1000/" + folder);
            for (int n = 0; n < 10; n++) {
                nas.files().file("vol1/1000/" + folder + "/f" + n, n, 1_700_000_000L);
            }
        }

        start(repository(Memory.MEMORY), "file.ls?param.path=vol1/1000/a", "file.ls?param.path=vol1/1000/b", "file.lsDir?param.path=vol1/1000");

        Set<String> expected = new LinkedHashSet<>();
        await().atMost(PATIENCE).until(() -> nas.requestCount("file.ls") > 8 && nas.requestCount("file.lsDir") > 3);
        List<String> all = new ArrayList<>(emitted);
        assertEquals(2 * 10 + 2, all.size(), all.toString());
        expected.addAll(names(0, 10));
        assertTrue(all.containsAll(expected));
        assertTrue(all.containsAll(List.of("a", "b")));
    }

    @ParameterizedTest
    @EnumSource(value = Memory.class, names = { "NONE", "JDBC" })
    void whatHasNoTimeIsComparedWhole(Memory memory) throws Exception {
        Map<String, Map<String, Object>> disks = new ConcurrentHashMap<>();
        for (String name : List.of("sda", "sdb", "sdc")) {
            disks.put(name, Map.of("name", name, "size", 4_000_787_030_016L, "temperature", 40, "smart", Map.of("passed", true)));
        }
        nas.on("stor.listDisk", request -> request.succeed(Map.of("disk", disks.values().stream().map(LinkedHashMap::new).toList())));
        start(repository(memory), "stor.listDisk");
        assertEquals(List.of("sda", "sdb", "sdc"), changes("stor.listDisk"));

        disks.put("sdb", Map.of("name", "sdb", "size", 4_000_787_030_016L, "temperature", 41, "smart", Map.of("passed", true)));
        assertEquals(List.of("sdb"), changes("stor.listDisk"));
        disks.put("sdc", Map.of("name", "sdc", "size", 4_000_787_030_016L, "temperature", 40, "smart", Map.of("passed", false)));
        assertEquals(List.of("sdc"), changes("stor.listDisk"));
        disks.put("sdb", Map.of("name", "sdb", "size", 4_000_787_030_016L, "temperature", 40, "smart", Map.of("passed", true)));
        assertEquals(List.of("sdb"), changes("stor.listDisk"), "as cool again as before");
        assertEquals(List.of(), changes("stor.listDisk"));
    }

    @Test
    void anAnswerWithoutAListIsEmittedWhenItHasChanged() throws Exception {
        Map<String, Object> state = new ConcurrentHashMap<>(Map.of("name", "first"));
        nas.on("state", request -> request.succeed(state));
        start(null, "state");

        assertEquals(List.of("first"), changes("state"));
        state.put("name", "second");
        assertEquals(List.of("second"), changes("state"));
    }

    @Test
    void equalNamesOfTwoVolumesInTheRootAreTwo() throws Exception {
        nas.on("file.ls", request -> request.succeed(Map.of("files", List.of(
                Map.of("name", "docs", "v", 1, "uid", 1000, "mtim", 1, "dir", 1),
                Map.of("name", "docs", "v", 2, "uid", 1000, "mtim", 1, "dir", 1)))));

        start(repository(Memory.MEMORY), "file.ls");

        assertEquals(List.of("docs", "docs"), changes("file.ls"));
        assertEquals(List.of(), changes("file.ls"));
    }
}
