package io.github.camelfnos.examples.listingsync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A tree that changes at random, whose NAS fails at random and whose program is killed now and then: after each round the table is the
 * tree, and has been written as often as there were changes.
 */
class SyncRoundsTest {

    private static final int ROUNDS = 10;

    private static EmbeddedPostgres postgres;

    @TempDir
    private Path folder;
    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withFrameSize(100));
    private final ChangingTree tree = new ChangingTree(nas.files(), 4711);
    private Set<String> unreadable = Set.of();
    private int cutEvery = Integer.MAX_VALUE;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    @AfterEach
    void stop() {
        nas.close();
    }

    private void failAsTold() {
        AtomicInteger asked = new AtomicInteger();
        nas.on("file.ls", request -> {
            if (asked.incrementAndGet() % cutEvery == 0) {
                nas.faults().cutAll();
            } else if (unreadable.contains(String.valueOf(request.parameters().get("path")))) {
                request.fail(4352);
            } else {
                request.answerAsUsual();
            }
        });
    }

    private String[] args(String... database) {
        List<String> args = new ArrayList<>(List.of("--host", nas.host(), "--port", String.valueOf(nas.port()), "--username", "admin"));
        args.addAll(List.of(database));
        return args.toArray(String[]::new);
    }

    private static ProgramRun run(String... args) {
        return ProgramRun.here(Map.of("FNOS_PASSWORD", "admin"), args);
    }

    /** What the table should say after a run: below what cannot be read, what it said before. */
    private Map<String, List<Long>> expected(Map<String, List<Long>> before) {
        Map<String, List<Long>> expected = tree.entries();
        for (String closed : unreadable) {
            expected.keySet().removeIf(path -> path.startsWith(closed + "/"));
            before.forEach((path, file) -> {
                if (path.startsWith(closed + "/")) {
                    expected.put(path, file);
                }
            });
        }
        return expected;
    }

    private static Map<String, List<Long>> said(Table table) throws Exception {
        Map<String, List<Long>> said = new TreeMap<>();
        table.entries().forEach(entry -> said.put(entry.path(), entry.folder() ? null : List.of(entry.size(), entry.modified())));
        return said;
    }

    @Test
    void onPostgresTheTableIsTheTreeAfterEachRound() throws Exception {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        Table table = new Table(url, "postgres", "postgres");
        String[] args = args("--database-url", url.replaceFirst("\\?.*", ""), "--database-user", "postgres");
        failAsTold();
        tree.grow(20_000);
        Map<String, List<Long>> before = new HashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            if (round > 0) {
                tree.change(150);
            }
            unreadable = round % 3 == 1 ? tree.someFolders(5) : Set.of();
            cutEvery = round % 4 == 2 ? 400 : Integer.MAX_VALUE;
            Map<String, List<Long>> expected = expected(before);
            if (round == 1) {
                table.execute("CREATE TABLE audit (path TEXT)",
                        "CREATE FUNCTION audit() RETURNS trigger AS 'BEGIN INSERT INTO audit VALUES (NEW.path); RETURN NEW; END' LANGUAGE plpgsql",
                        "CREATE TRIGGER audit AFTER INSERT OR UPDATE ON nas_entry FOR EACH ROW EXECUTE FUNCTION audit()");
            } else if (round > 1) {
                table.execute("TRUNCATE audit");
            }
            boolean killed = round % 4 == 0;
            if (killed) {
                kill(table, round, args);
            }

            ProgramRun run = run(args);

            assertEquals("", run.err(), "round " + round);
            assertEquals(expected, said(table), "round " + round);
            long changes = ChangingTree.differences(before, expected);
            assertTrue(changes > 100, "round " + round + " changed " + changes);
            if (round > 0) {
                assertEquals(changes, table.number("SELECT COUNT(*) FROM audit"), "rows written in round " + round);
            }
            if (!killed) {
                assertEquals(changes, run.counted("added") + run.counted("changed") + run.counted("deleted"), "round " + round);
            }
            before = expected;
        }
        unreadable = Set.of();
        run(args);
        table.execute("TRUNCATE audit");
        run(args);
        assertEquals(0, table.number("SELECT COUNT(*) FROM audit"), "rows written without a change");
    }

    /** Somewhere in the middle, with rows written and others still to be. */
    private void kill(Table table, int round, String... args) throws Exception {
        int before = nas.requestCount("file.ls");
        Process program = ProgramRun.start(folder.resolve("killed.txt"), Map.of("FNOS_PASSWORD", "admin"), args);
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2))
                .until(() -> nas.requestCount("file.ls") > before + 100 + round * 50);
        program.destroyForcibly().waitFor();
        assertTrue(table.number("SELECT COUNT(*) FROM nas_entry") > 0);
    }

    @Test
    void onPostgresADryRunMakesNoTable() throws Exception {
        String url = postgres.getJdbcUrl("postgres", "template1").replaceFirst("\\?.*", "");
        tree.grow(10);

        ProgramRun run = run(args("--database-url", url, "--database-user", "postgres", "--dry-run"));

        assertEquals("", run.err());
        assertEquals(10, run.counted("added"));
        assertEquals(0, new Table(url, "postgres", "").number("SELECT COUNT(*) FROM pg_tables WHERE tablename = 'nas_entry'"));
    }

    /** As when PostgreSQL starts anew. */
    @Test
    @Tag("long")
    void onPostgresALockThatWasLostIsTakenAgain() throws Exception {
        postgres.getPostgresDatabase().getConnection().createStatement().execute("CREATE DATABASE lost");
        String url = postgres.getJdbcUrl("postgres", "lost").replaceFirst("\\?.*", "");
        Table table = new Table(url, "postgres", "");
        String[] args = args("--database-url", url, "--database-user", "postgres", "--every", "100ms");
        tree.grow(10);
        Process program = ProgramRun.start(folder.resolve("first.txt"), Map.of("FNOS_PASSWORD", "admin"), args);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(folder.resolve("first.txt")).contains("seconds "));

            String holders = " FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = 'lost')";
            long holder = table.number("SELECT pid" + holders);
            table.execute("SELECT pg_terminate_backend(" + holder + ")");

            await().atMost(Duration.ofSeconds(20)).until(() -> table.number("SELECT COUNT(*)" + holders + " AND pid <> " + holder) == 1);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatPostgresCannotHaveIsNamedAndTheRestIsThere() throws Exception {
        postgres.getPostgresDatabase().getConnection().createStatement().execute("CREATE DATABASE names");
        String url = postgres.getJdbcUrl("postgres", "names").replaceFirst("\\?.*", "");
        Random random = new Random(7);
        String path = "vol1/1000";
        while (path.length() < 3_500) {
            nas.files().file(path + "/a file", 1, 1);
            path += "/" + random.ints(250, 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            nas.files().mkdir(path);
        }
        nas.on("file.ls", request -> {
            if (Objects.equals(request.parameters().get("path"), "vol1/1000/odd")) {
                request.succeed(Map.of("files", List.of(Map.of("name", "broken \0", "mtim", 1, "size", 1), Map.of("name", "a file", "mtim", 1, "size", 1))));
            } else {
                request.answerAsUsual();
            }
        });
        nas.files().mkdir("vol1/1000/odd");

        ProgramRun run = run(args("--database-url", url, "--database-user", "postgres"));

        assertEquals(3, run.exitCode(), run.toString());
        assertEquals(2, run.counted("unreadable"));
        Set<String> paths = new Table(url, "postgres", "postgres").paths();
        assertTrue(paths.stream().anyMatch(known -> known.length() > 2_400), "the longest has " + paths.stream().mapToInt(String::length).max());
        assertTrue(paths.containsAll(List.of("vol1/1000/a file", "vol1/1000/odd/a file")));
        assertEquals(run.counted("added"), paths.size());
    }

    /** Long, as the second waits ten seconds for the first to end. */
    @Test
    @Tag("long")
    void onPostgresASecondProcessIsRefusedUntilTheFirstHasEndedHoweverItEnds() throws Exception {
        postgres.getPostgresDatabase().getConnection().createStatement().execute("CREATE DATABASE shared");
        String[] args = args("--database-url", postgres.getJdbcUrl("postgres", "shared").replaceFirst("\\?.*", ""), "--database-user", "postgres");
        tree.grow(10);
        List<String> first = new ArrayList<>(List.of(args));
        first.addAll(List.of("--every", "3600"));
        Process program = ProgramRun.start(folder.resolve("first.txt"), Map.of("FNOS_PASSWORD", "admin"), first.toArray(String[]::new));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(folder.resolve("first.txt")).contains("seconds "));

        ProgramRun second = run(args);

        assertEquals(1, second.exitCode());
        assertTrue(second.err().matches("Another process keeps [^\\n]*\\.\\n"), second.err());
        program.destroyForcibly().waitFor();
        assertEquals("", run(args).err());
    }

    @Test
    void onH2TheRoutesInSpringXmlDoTheSame() throws Exception {
        Path file = folder.resolve("rounds");
        Table table = new Table("jdbc:h2:file:" + file, "sa", "");
        String[] args = args("--database", file.toString(), "--routes", "SPRING_XML");
        failAsTold();
        tree.grow(1_000);
        Map<String, List<Long>> before = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            tree.change(60);
            unreadable = round % 2 == 1 ? tree.someFolders(3) : Set.of();
            cutEvery = round == 3 ? 50 : Integer.MAX_VALUE;
            Map<String, List<Long>> expected = expected(before);

            ProgramRun run = run(args);

            assertEquals("", run.err(), "round " + round);
            assertEquals(expected, said(table), "round " + round);
            assertEquals(ChangingTree.differences(before, expected), run.counted("added") + run.counted("changed") + run.counted("deleted"), "round " + round);
            before = expected;
        }
    }
}
