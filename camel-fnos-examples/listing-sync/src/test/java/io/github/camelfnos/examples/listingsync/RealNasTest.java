package io.github.camelfnos.examples.listingsync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import io.github.camelfnos.simulator.SimulatorOptions;
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
        return args(nas, "tester", more);
    }

    private String[] args(FnosSimulator from, String user, String... more) {
        List<String> args = new ArrayList<>(List.of("--host", from.host(), "--port", String.valueOf(from.port()), "--username", user, "--database", folder.resolve("listing").toString(), "--fnos", "reconnectDelay=20", "--fnos",
                "reconnectMaxDelay=50", "--fnos", "answerIdleTimeout=200"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private ProgramRun sync(String... more) {
        return ProgramRun.here(Map.of("FNOS_PASSWORD", PASSWORD), args(more));
    }

    private Process start(String... more) throws Exception {
        return ProgramRun.start(folder.resolve("out.txt"), Map.of("FNOS_PASSWORD", PASSWORD), args(more));
    }

    private String printed() throws Exception {
        return Files.readString(folder.resolve("out.txt"));
    }

    /** Rows that are there below a folder that is not, and that no run would ever look at. */
    private long lostRows() throws Exception {
        return table().number("""
                SELECT COUNT(*) FROM nas_entry child WHERE deleted IS NULL AND parent <> 'vol1/1000' AND NOT EXISTS
                (SELECT 1 FROM nas_entry WHERE path = child.parent AND directory AND deleted IS NULL)""");
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
    void anAnswerThatBreaksOffLeavesNoRowsBelowAFolderWithoutOne() throws Exception {
        nas.on("file.ls", request -> {
            if ("vol1/1000/a".equals(request.parameters().get("path"))) {
                request.reply(Map.of("files", List.of(Map.of("name", "c", "mtim", 1, "dir", 1))));
                request.fail(4096);
            } else {
                request.answerAsUsual();
            }
        });

        ProgramRun run = sync();

        assertEquals(3, run.exitCode(), run.err());
        assertEquals(0, lostRows());
        nas.off("file.ls");
        assertEquals(0, sync().exitCode());
        assertEquals(Set.of("vol1/1000/a", "vol1/1000/a/b", "vol1/1000/a/c", "vol1/1000/a/c/d"), table().paths());
    }

    @Test
    void whereNoAnswerHasAnEndWhatIsGoneIsMarkedAllTheSameAndNothingIsListedMoreThanTwice() throws Exception {
        try (FnosSimulator endless = FnosSimulator.start(SimulatorOptions.defaults().withIdleAnswers(true))) {
            endless.files().file("vol1/1000/a/b/c/d", 1, 1).file("vol1/1000/goes", 1, 1).file("vol1/1000/a/goes/with", 1, 1)
                    .file("vol1/1000/a/b/goes", 1, 1);
            String[] args = args(endless, "admin");
            ProgramRun first = ProgramRun.here(Map.of("FNOS_PASSWORD", "admin"), args);
            assertEquals(8, first.counted("added"));
            int listings = endless.requestCount("file.ls");
            List.of("vol1/1000/goes", "vol1/1000/a/goes", "vol1/1000/a/b/goes").forEach(endless.files()::remove);

            ProgramRun second = ProgramRun.here(Map.of("FNOS_PASSWORD", "admin"), args);

            assertEquals(4, second.counted("deleted"));
            assertEquals(Set.of("vol1/1000/a", "vol1/1000/a/b", "vol1/1000/a/b/c", "vol1/1000/a/b/c/d"), table().paths());
            // The root, a and b twice, as each lacks something; c once.
            assertEquals(7, endless.requestCount("file.ls") - listings);
            assertEquals(4, second.counted("entries"));
        }
    }

    @Test
    void aBusyNasIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        nas.on("file.ls", request -> {
            if (asked.incrementAndGet() <= 3) {
                request.fail(4097);
            } else {
                request.answerAsUsual();
            }
        });

        ProgramRun run = sync("--at-once", "1");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(List.of(4L, 0L), List.of(run.counted("added"), run.counted("unreadable")));
    }

    @Test
    void entriesThatComeTwiceAndTimesThatAreNoneDoNoHarm() throws Exception {
        Map<String, Object> odd = Map.of("name", "odd", "v", 1, "uid", 1000, "mtim", Long.MAX_VALUE, "size", 1);
        nas.on("file.ls", request -> {
            request.reply(Map.of("files", List.of(odd)));
            request.succeed(Map.of("files", List.of(odd, Map.of("name", "old", "v", 1, "uid", 1000, "mtim", Long.MIN_VALUE, "size", 1))));
        });

        ProgramRun first = sync();

        assertEquals("", first.err());
        assertEquals(List.of(2L, 2L), List.of(first.counted("added"), first.counted("entries")));
        assertEquals(0, sync().counted("changed"));
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
        Process program = start("--every", "3600");
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
    void manyPushesDuringARunLeadToOneMore() throws Exception {
        Queue<SimulatedRequest> held = new ConcurrentLinkedQueue<>();
        AtomicInteger roots = new AtomicInteger();
        nas.on("file.ls", request -> {
            if (request.parameters().get("path") == null && roots.incrementAndGet() == 1) {
                held.add(request);
            } else {
                request.answerAsUsual();
            }
        });
        Process program = start("--every", "3600");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> !held.isEmpty());
            for (int i = 0; i < 50; i++) {
                nas.pushes().storageChanged();
                nas.pushes().taskInfo("another client's", Map.of("percent", i));
            }
            held.remove().answerAsUsual();

            await().atMost(Duration.ofSeconds(60)).until(() -> nas.requestCount("file.ls") == 6);
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> roots.get() == 2);
        } finally {
            program.destroy();
            program.waitFor();
        }
    }

    @Test
    void aNasThatIsAwayIsTheMatterOfARunAndNotOfTheProgram() throws Exception {
        nas.faults().stopListening();
        Process program = start("--every", "1", "--fnos", "requestTimeout=200");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> printed().lines().filter(line -> line.contains("onnection")).count() >= 2);
            nas.faults().listenAgain();
            await().atMost(Duration.ofSeconds(60)).until(() -> printed().lines().anyMatch(line -> line.matches("added +4")));
        } finally {
            program.destroy();
            program.waitFor();
        }
        assertFalse(printed().contains("\tat "), printed());
    }

    @Test
    void aRefusedLoginEndsTheProgramAtOnce() throws Exception {
        nas.addAccount("tester", "another");

        Process program = start("--every", "1s");

        assertTrue(program.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, program.exitValue());
        assertEquals(1, nas.passwordLogins());
        assertTrue(printed().contains("131072"), printed());
        assertFalse(printed().contains("\tat "), printed());
    }

    @Test
    void onSigtermTheRunEndsInOrderAndTheNextGoesOn() throws Exception {
        for (int i = 0; i < 300; i++) {
            nas.files().file("vol1/1000/folder " + i + "/file", 1, 1);
        }
        nas.on("file.ls", request -> CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(request::answerAsUsual));
        Process program = start();
        await().atMost(Duration.ofSeconds(60)).until(() -> nas.requestCount("file.ls") > 50);

        program.destroy();

        assertTrue(program.waitFor(10, TimeUnit.SECONDS));
        assertEquals(143, program.exitValue());
        assertTrue(printed().contains("Stopped before all folders were listed"), printed());
        assertFalse(printed().contains("xception"), printed());
        assertTrue(table().paths().size() < 604);
        nas.off("file.ls");
        assertEquals(0, sync().exitCode());
        assertEquals(604, table().paths().size());
    }

    @Test
    void aMissingPasswordIsOneSentence() {
        ProgramRun run = ProgramRun.here(Map.of(), args());

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]*FNOS_PASSWORD[^\\n]*\\.\\n"), run.err());
    }
}
