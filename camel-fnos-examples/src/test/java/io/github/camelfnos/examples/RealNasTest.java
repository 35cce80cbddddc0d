package io.github.camelfnos.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;

/** The options for a real NAS, against a scripted one. */
class RealNasTest {

    private static final String PASSWORD = "#p&w%1+?{{x}} \"'RAW(y)";

    @TempDir
    private Path folder;
    private final FnosSimulator nas = FnosSimulator.start();

    @AfterEach
    void stop() {
        nas.close();
    }

    @Test
    void aPasswordOfAnyCharactersLogsIn() throws Exception {
        nas.addAccount("tester", PASSWORD);
        nas.files().file("vol1/1000/a/b", 5, 1_000_000_000L);

        ProgramRun run = list();

        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertTrue(Table.in(database()).contains(new Entry("a/b", false, 5L, 1_000_000_000L)));
        assertFalse(run.out().contains(PASSWORD));
    }

    @Test
    void foldersThatTheNasRefusesAreSkippedAndReported() throws Exception {
        nas.addAccount("tester", PASSWORD);
        nas.on("file.ls", request -> {
            switch (String.valueOf(request.parameters().get("path"))) {
                case "null" -> answer(request,
                        List.of(folder("秘密"), folder("gone"), folder("open"), folder("empty")));
                case "vol1/1000/秘密" -> request.fail(4352);
                case "vol1/1000/gone" -> request.fail(4100);
                case "vol1/1000/empty" -> request.succeed(Map.of());
                default -> answer(request, List.of(file("readable", 1)));
            }
        });

        ProgramRun run = list();

        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals(Set.of("秘密", "gone", "open", "empty", "open/readable"), paths());
        assertTrue(run.out().contains("missing: 2"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("  秘密: ") && line.contains("4352")), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("  gone: ") && line.contains("4100")), run.out());
        assertFalse(run.out().contains("reqid"), run.out());
    }

    @Test
    void aFolderWhoseAnswerHasNoEndIsReported() throws Exception {
        nas.addAccount("tester", PASSWORD);
        nas.on("file.ls", request -> request.reply(Map.of("files", List.of(file("half", 1)))));

        ProgramRun run = list();

        assertEquals(0, run.exitCode());
        assertEquals(Set.of("half"), paths());
        assertTrue(run.out().contains("the folder to start with: The NAS did not end its answer"), run.out());
    }

    @Test
    void withoutTheFirstFolderThereIsNoListing() {
        nas.addAccount("tester", PASSWORD);

        ProgramRun run = list("--path", "vol1/1000/nowhere");

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("vol1/1000/nowhere: [^\\n]*4100[^\\n]*\\.\\n"), run.err());
    }

    @Test
    void aLostConnectionEndsTheRun() {
        nas.addAccount("tester", PASSWORD);
        nas.on("file.ls", SimulatedRequest::closeSocket);

        ProgramRun run = list();

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]*lost[^\\n]*\\.\\n"), run.err());
    }

    @Test
    void theSameNameOnTwoVolumesMakesTwoRows() throws Exception {
        nas.addAccount("tester", PASSWORD);
        nas.on("file.ls", request -> answer(request, List.of(file("same", 1), file("same", 2))));

        ProgramRun run = list();

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(Set.of("vol1/1000/same", "vol2/1000/same"), paths());
    }

    @Test
    void aMissingPasswordIsOneSentence() {
        ProgramRun run = ProgramRun.here(Map.of(), "--host", nas.host(), "--username", "tester",
                "--database", database().toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]*FNOS_PASSWORD[^\\n]*\\.\\n"), run.err());
    }

    private ProgramRun list(String... more) {
        List<String> args = new ArrayList<>(List.of("--host", nas.host(), "--port", String.valueOf(nas.port()),
                "--username", "tester", "--database", database().toString()));
        args.addAll(List.of(more));
        return ProgramRun.here(Map.of("FNOS_PASSWORD", PASSWORD), args.toArray(String[]::new));
    }

    private Set<String> paths() throws Exception {
        return Table.in(database()).stream().map(Entry::path).collect(Collectors.toSet());
    }

    private Path database() {
        return folder.resolve("listing");
    }

    private static void answer(SimulatedRequest request, List<Map<String, Object>> files) {
        request.succeed(Map.of("files", files));
    }

    private static Map<String, Object> folder(String name) {
        return Map.of("name", name, "v", 1, "uid", 1000, "mtim", 1, "dir", 1);
    }

    private static Map<String, Object> file(String name, int volume) {
        return Map.of("name", name, "v", volume, "uid", 1000, "mtim", 1, "size", 1);
    }
}
