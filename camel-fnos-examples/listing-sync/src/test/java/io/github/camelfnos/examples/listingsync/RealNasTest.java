package io.github.camelfnos.examples.listingsync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The options for a real NAS, against one whose tree is in memory and that fails as it is told. */
class RealNasTest {

    private static final String PASSWORD = "#p&w%1+?{{x}} \"'RAW(y)";

    @TempDir
    private Path folder;
    private final FnosSimulator nas = FnosSimulator.start();

    @BeforeEach
    void fill() {
        nas.addAccount("tester", PASSWORD);
        nas.files().file("vol1/1000/a/b", 5, 1_000_000_000L);
        nas.files().file("vol1/1000/a/c/d", 6, 1_000_000_000L);
    }

    @AfterEach
    void stop() {
        nas.close();
    }

    private String[] args(String... more) {
        List<String> args = new ArrayList<>(List.of("--host", nas.host(), "--port", String.valueOf(nas.port()),
                "--username", "tester", "--database", folder.resolve("listing").toString(), "--fnos", "reconnectDelay=20", "--fnos",
                "reconnectMaxDelay=50", "--fnos", "answerIdleTimeout=200"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private ProgramRun sync(String... more) {
        return ProgramRun.here(Map.of("FNOS_PASSWORD", PASSWORD), args(more));
    }

    private Table table() {
        return new Table("jdbc:h2:file:" + folder.resolve("listing") + ";AUTO_SERVER=FALSE;IFEXISTS=TRUE", "sa", "");
    }

    private void failing(String path, int errno) {
        nas.on("file.ls", request -> {
            if (path.equals(request.parameters().get("path"))) {
                request.fail(errno);
            } else {
                request.answerAsUsual();
            }
        });
    }

    @Test
    void aPasswordOfAnyCharactersLogsInAndIsNotShown() throws Exception {
        ProgramRun run = sync();

        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertTrue(table().entries().contains(new Entry("vol1/1000/a/b", false, 5L, 1_000_000_000L)));
        assertFalse(run.out().contains(PASSWORD));
    }

    @Test
    void belowAFolderThatCannotBeReadNothingIsMarkedAsDeleted() throws Exception {
        sync();
        failing("vol1/1000/a/c", 4352);
        nas.files().remove("vol1/1000/a/b");

        ProgramRun run = sync();

        assertEquals(3, run.exitCode());
        assertEquals(Set.of("vol1/1000/a", "vol1/1000/a/c", "vol1/1000/a/c/d"), table().paths());
        assertEquals(1, run.counted("unreadable"));
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("  vol1/1000/a/c: ") && line.contains("4352")), run.out());
        assertFalse(run.out().contains("reqid"), run.out());
    }

    @Test
    void whatAnAnswerLacksThatMayNotBeWholeIsGoneOnlyIfASecondLacksItToo() throws Exception {
        sync();
        AtomicInteger asked = new AtomicInteger();
        Map<String, Object> b = Map.of("name", "b", "v", 1, "uid", 1000, "mtim", 1_000_000_000L, "size", 5);
        Map<String, Object> c = Map.of("name", "c", "v", 1, "uid", 1000, "mtim", 1_000_000_000L, "dir", 1);
        nas.on("file.ls", request -> {
            // None has an end. Of the folder a first c is missing, then b, and at last both.
            request.reply(Map.of("files", switch (String.valueOf(request.parameters().get("path"))) {
                case "null" -> List.of(Map.of("name", "a", "v", 1, "uid", 1000, "mtim", 1, "dir", 1));
                case "vol1/1000/a" -> switch (asked.incrementAndGet()) {
                    case 1 -> List.of(b);
                    case 2 -> List.of(c);
                    default -> List.of();
                };
                default -> List.of(Map.of("name", "d", "v", 1, "uid", 1000, "mtim", 1_000_000_000L, "size", 6));
            }));
        });

        assertEquals(0, sync().counted("deleted"));
        assertEquals(2, asked.get());
        assertTrue(table().paths().containsAll(Set.of("vol1/1000/a/b", "vol1/1000/a/c", "vol1/1000/a/c/d")));

        assertEquals(3, sync().counted("deleted"));
        assertEquals(Set.of("vol1/1000/a"), table().paths());
    }

    @Test
    void withoutTheFirstFolderThereIsNoRun() {
        ProgramRun run = sync("--path", "vol1/1000/nowhere");

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("vol1/1000/nowhere: [^\\n]*4100[^\\n]*\\.\\n"), run.err());
    }

    @Test
    void aConnectionThatIsLostNowAndThenDoesNoHarm() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        nas.on("file.ls", request -> {
            if (asked.incrementAndGet() % 2 == 1) {
                request.closeSocket();
            } else {
                request.answerAsUsual();
            }
        });

        ProgramRun run = sync("--at-once", "1");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(4, table().paths().size());
    }

    @Test
    void aConnectionThatIsAlwaysLostEndsTheRun() {
        nas.on("file.ls", SimulatedRequest::closeSocket);

        ProgramRun run = sync();

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]*lost[^\\n]*\\.\\n"), run.err());
    }

    @Test
    void equalNamesOnTwoVolumesAreTwoRows() throws Exception {
        nas.on("file.ls", request -> request.succeed(Map.of("files", List.of(
                Map.of("name", "same", "v", 1, "uid", 1000, "mtim", 1, "size", 1),
                Map.of("name", "same", "v", 2, "uid", 1000, "mtim", 1, "size", 1)))));

        assertEquals(0, sync().exitCode());
        assertEquals(Set.of("vol1/1000/same", "vol2/1000/same"), table().paths());
        assertEquals(0, sync().counted("added"));
    }

    @Test
    void aPushLetsTheNextRunBegin() throws Exception {
        Process program = ProgramRun.start(Map.of("FNOS_PASSWORD", PASSWORD), args("--every", "3600"));
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> nas.requestCount("file.ls") == 3);
            nas.files().file("vol1/1000/new", 1, 1);
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300)).until(() -> {
                nas.pushes().storageChanged();
                return nas.requestCount("file.ls") >= 6;
            });
        } finally {
            program.destroy();
            program.waitFor();
        }
        await().until(() -> nas.openSockets() == 0);
        assertTrue(table().paths().contains("vol1/1000/new"));
    }

    @Test
    void aMissingPasswordIsOneSentence() {
        ProgramRun run = ProgramRun.here(Map.of(), args());

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]*FNOS_PASSWORD[^\\n]*\\.\\n"), run.err());
    }
}
