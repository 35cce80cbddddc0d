package io.github.camelfnos.examples.housekeeping;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The program against a simulated NAS: what is where afterwards, what it says, and its exit code. */
class HousekeepingTest {

    private static final String HOME = "vol1/1000/";
    private static final long NOW = Instant.now().getEpochSecond();
    private static final Map<String, String> ENVIRONMENT = Map.of("FNOS_PASSWORD", "admin");
    private static final long OLD = NOW - Duration.ofDays(31).toSeconds();
    private static final long YOUNG = NOW - Duration.ofDays(29).toSeconds();

    private final FnosSimulator nas = FnosSimulator.start();

    @AfterEach
    void stop() {
        nas.close();
    }

    private record Run(int exitCode, String out, String err) {
    }

    @Test
    void exactlyTheOldFilesMoveAndKeepTheirFolders() {
        files(OLD, "Inbox/a", "Inbox/x/b", "Inbox/x/y/c", "Inbox/old only/d", "Other/e");
        files(YOUNG, "Inbox/f", "Inbox/x/g");

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(List.of("Archive/a", "Archive/old only/d", "Archive/x/b", "Archive/x/y/c", "Inbox/f", "Inbox/x/g", "Other/e"), files());
        assertTrue(run.out().contains("Moved 4 files of 40 bytes, skipped 0, failed 0."), run.out());
        assertEquals(4, nas.requestCount("file.mkdir"));
    }

    @Test
    void aFlatRunLeavesTheFoldersAlone() {
        files(OLD, "Inbox/a", "Inbox/x/b");

        assertEquals(0, run("--flat").exitCode());

        assertEquals(List.of("Archive/a", "Inbox/x/b"), files());
    }

    @Test
    void anArchiveInsideOfTheFolderIsNoPartOfIt() {
        files(OLD, "Inbox/a", "Inbox/Archive/b", "Inbox/Archive/x/c");

        assertEquals(0, run("--archive", HOME + "Inbox/Archive").exitCode());

        assertEquals(List.of("Inbox/Archive/a", "Inbox/Archive/b", "Inbox/Archive/x/c"), files());
    }

    @Test
    void aDryRunChangesNothing() {
        files(OLD, "Inbox/a", "Inbox/x/b");
        List<String> before = nas.files().paths();

        Run run = run("--dry-run");

        assertEquals(0, run.exitCode());
        assertEquals(before, nas.files().paths());
        assertEquals(0, nas.requestCount("file.mkdir") + nas.requestCount("file.mv"));
        assertTrue(run.out().contains("would move vol1/1000/Inbox/x/b to vol1/1000/Archive/x\n"), run.out());
        assertTrue(run.out().contains("Would move 2 files of 20 bytes"), run.out());
    }

    @Test
    void aDryRunSaysOfANameThatIsTakenThatTheFileStays() {
        files(OLD, "Inbox/a", "Archive/a", "Inbox/x/b");

        Run run = run("--dry-run");

        assertEquals(3, run.exitCode(), run.toString());
        assertTrue(run.out().contains("skipped vol1/1000/Inbox/a: the name is taken in vol1/1000/Archive\n"), run.out());
        assertTrue(run.out().contains("Would move 1 files of 10 bytes, skipped 1"), run.out());
    }

    @Test
    void anyNameMoves() {
        String[] names = {"照片/海 边.jpg", "a & b/100% {x} ${body} 'q' \"d\".txt", "{{x}}/RAW(y)+?#.txt", "2024/true", "  /~$@.tmp"};
        for (String name : names) {
            files(OLD, "Inbox/" + name);
        }

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        List<String> archived = new ArrayList<>();
        for (String name : names) {
            archived.add("Archive/" + name);
        }
        assertEquals(archived.stream().sorted().toList(), files());
    }

    @Test
    void aBusyNasIsAskedAgain() {
        files(OLD, "Inbox/a", "Inbox/b");
        busyTwice("file.mv");

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(List.of("Archive/a", "Archive/b"), files());
        assertEquals(4, nas.requestCount("file.mv"));
    }

    @Test
    void aNasThatIsBusyAtFirstIsAskedAgainForItsListing() {
        files(OLD, "Inbox/a");
        busyTwice("file.ls");

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(List.of("Archive/a"), files());
    }

    @Test
    void aNasThatStaysBusyIsAFailureOfTheFile() {
        files(OLD, "Inbox/a", "Inbox/b");
        nas.on("file.mv", request -> answer(request, "Inbox/a", 4097));

        Run run = run();

        assertEquals(3, run.exitCode());
        assertEquals(List.of("Archive/b", "Inbox/a"), files());
        assertTrue(run.out().contains("failed vol1/1000/Inbox/a: file.mv failed with errno 4097"), run.out());
    }

    @Test
    void whatMayNotBeMovedIsNamedAndTheRestMoves() {
        files(OLD, "Inbox/a", "Inbox/b", "Inbox/c", "Inbox/secret/d");
        nas.on("file.mv", request -> answer(request, "Inbox/b", 4352));
        nas.on("file.ls", request -> {
            if (String.valueOf(request.parameters().get("path")).endsWith("secret")) {
                request.fail(4352);
            } else {
                request.answerAsUsual();
            }
        });

        Run run = run();

        assertEquals(3, run.exitCode());
        assertEquals(List.of("Archive/a", "Archive/c", "Inbox/b", "Inbox/secret/d"), files());
        assertTrue(run.out().contains("Moved 2 files of 20 bytes, skipped 2, failed 0."), run.out());
        assertTrue(run.out().contains("skipped vol1/1000/Inbox/b: file.mv failed with errno 4352"), run.out());
        assertTrue(run.out().contains("skipped vol1/1000/Inbox/secret: file.ls failed with errno 4352"), run.out());
    }

    @Test
    void aNameThatIsTakenInTheArchiveIsNotReplaced() {
        files(OLD, "Inbox/x/a", "Inbox/x/b");
        nas.files().file(HOME + "Archive/x/a", 77, OLD);

        Run run = run();

        assertEquals(3, run.exitCode());
        assertEquals(List.of("Archive/x/a", "Archive/x/b", "Inbox/x/a"), files());
        assertTrue(run.out().contains("skipped vol1/1000/Inbox/x/a: the name is taken in vol1/1000/Archive/x"), run.out());
        assertTrue(nas.requests().stream().filter(request -> request.operation().equals("file.mv"))
                .allMatch(request -> Long.valueOf(0).equals(((Number) request.parameters().get("overwrite")).longValue())));
    }

    @Test
    void aTaskIsFollowedToItsEnd() {
        files(OLD, "Inbox/a", "Inbox/b");
        nas.tasks().takeTime(3, Duration.ofMillis(20));

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(List.of("Archive/a", "Archive/b"), files());
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfAMoveLosesNothing() {
        files(OLD, "Inbox/a", "Inbox/b", "Inbox/c", "Inbox/x/d");
        AtomicBoolean cut = new AtomicBoolean();
        nas.on("file.mv", request -> {
            if (path(request).endsWith("Inbox/b") && cut.compareAndSet(false, true)) {
                request.closeSocket();
            } else {
                request.answerAsUsual();
            }
        });

        Run first = run();
        assertEquals(3, first.exitCode(), first.toString());
        assertTrue(first.out().contains("failed vol1/1000/Inbox/b: "), first.out());
        // The task has gone on at the NAS without the connection, and is done after the program has looked.
        nas.files().remove(HOME + "Inbox/b");
        nas.files().file(HOME + "Archive/b", 10, OLD);
        Run second = run();

        assertEquals(0, second.exitCode(), second.toString());
        assertEquals(List.of("Archive/a", "Archive/b", "Archive/c", "Archive/x/d"), files());
        assertEquals(1, moves().get(HOME + "Inbox/b"), "it is not asked for again while it may be under way");
    }

    @Test
    void againAndAgainAlsoWhenTheNasWasAwayAtFirst() throws Exception {
        files(OLD, "Inbox/a");
        nas.faults().stopListening();
        StringWriter out = new StringWriter();
        CommandLine commandLine = Housekeeping.commandLine(ENVIRONMENT).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter()));
        Thread program = new Thread(() -> commandLine.execute(args("--every", "50ms", "--fnos", "requestTimeout=1s")));
        program.start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> out.toString().contains("connect"));
            nas.faults().listenAgain();
            await().atMost(Duration.ofSeconds(30)).until(() -> files().contains("Archive/a"));

            files(OLD, "Inbox/b");

            await().atMost(Duration.ofSeconds(30)).until(() -> files().equals(List.of("Archive/a", "Archive/b")));
        } finally {
            program.interrupt();
            program.join();
        }
    }

    @Test
    void aMoveThatWasDoneBeforeItsAnswerWasLostCounts() {
        files(OLD, "Inbox/a", "Inbox/b");
        AtomicBoolean cut = new AtomicBoolean();
        nas.on("file.mv", request -> {
            if (cut.compareAndSet(false, true)) {
                nas.files().remove(path(request));
                nas.files().file(HOME + "Archive/a", 10, OLD);
                request.closeSocket();
            } else {
                request.answerAsUsual();
            }
        });

        Run run = run();

        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.out().contains("Moved 2 files"), run.out());
        assertEquals(List.of("Archive/a", "Archive/b"), files());
    }

    @Test
    void aFullArchiveEndsTheRun() {
        files(OLD, "Inbox/a", "Inbox/b", "Inbox/c");
        nas.on("file.mv", request -> answer(request, "Inbox/b", 4099));

        Run run = run();

        assertEquals(1, run.exitCode(), run.toString());
        assertEquals(List.of("Archive/a", "Inbox/b", "Inbox/c"), files());
        assertTrue(run.err().startsWith("file.mv failed with errno 4099"), run.err());
        assertTrue(run.out().contains("Moved 1 files"), run.out());
    }

    @Test
    void whatCannotBeDoneIsOneSentence() {
        for (Run run : List.of(run("--folder", HOME + "Nothing"), run("--archive", HOME + "Inbox"))) {
            assertEquals(1, run.exitCode(), run.toString());
            assertTrue(run.err().matches("[^\\n]+\\n"), run.err());
        }
        assertEquals(2, execute(Map.of(), "--older-than", "many").exitCode());
        for (List<String> wrong : List.of(List.of("--every", "1D"), List.of("--older-than", "-5"), List.of("--retries", "-1"),
                List.of("--fnos", "password=x"), List.of("--host", "nas.example", "--username", "me"))) {
            Run run = execute(Map.of("FNOS_PASSWORD", "admin"), wrong.toArray(String[]::new));
            assertEquals(2, run.exitCode(), run.toString());
            assertEquals(2, run.err().lines().count(), run.err());
        }
        assertTrue(execute(Map.of(), "--host", "nas", "--username", "me", "--folder", "a", "--archive", "b").err().contains("FNOS_PASSWORD"));
    }

    @Test
    void withoutANasThereIsASimulatedOne() {
        Run run = execute(Map.of());

        assertEquals(3, run.exitCode(), run.toString());
        assertTrue(run.out().contains("Moved 2 files of 8000 bytes, skipped 1, failed 0."), run.out());
    }

    private void busyTwice(String operation) {
        AtomicInteger busy = new AtomicInteger(2);
        nas.on(operation, request -> {
            if (busy.getAndDecrement() > 0) {
                request.fail(4097);
            } else {
                request.answerAsUsual();
            }
        });
    }

    private Run run(String... args) {
        return execute(ENVIRONMENT, args(args));
    }

    private String[] args(String... args) {
        List<String> all = new ArrayList<>(List.of("--host", nas.host(), "--port", String.valueOf(nas.port()), "--username", "admin",
                "--older-than", "30", "--retries", "2", "--retry-delay", "10"));
        List<String> given = List.of(args);
        if (!given.contains("--folder")) {
            all.addAll(List.of("--folder", HOME + "Inbox"));
        }
        if (!given.contains("--archive")) {
            all.addAll(List.of("--archive", HOME + "Archive"));
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    private static Run execute(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Housekeeping.commandLine(environment).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Run(program.execute(args), out.toString(), err.toString());
    }

    /** Fails the move of one file, and does the others. */
    private static void answer(SimulatedRequest request, String file, int errno) {
        if (path(request).equals(HOME + file)) {
            request.fail(errno);
        } else {
            request.answerAsUsual();
        }
    }

    private static String path(SimulatedRequest request) {
        return ((List<?>) request.parameters().get("files")).get(0).toString();
    }

    private void files(long modified, String... paths) {
        nas.files().mkdir(HOME + "Inbox");
        for (String path : paths) {
            nas.files().file(HOME + path, 10, modified);
        }
    }

    /** The files of the NAS, without the folders, below the user's root. */
    private List<String> files() {
        List<String> paths = nas.files().paths();
        return paths.stream().filter(path -> paths.stream().noneMatch(other -> other.startsWith(path + "/")))
                .map(path -> path.substring(HOME.length())).filter(path -> !path.equals("Inbox")).filter(path -> !isEmptyFolder(path)).toList();
    }

    /** The tests name their files by one letter, or with a dot or a word; folders that have been emptied are these. */
    private static boolean isEmptyFolder(String path) {
        return List.of("Inbox/x", "Inbox/x/y", "Inbox/old only", "Inbox/照片", "Inbox/a & b", "Inbox/{{x}}", "Inbox/2024", "Inbox/  ")
                .contains(path);
    }

    /** How often each file was asked to be moved. */
    private Map<String, Integer> moves() {
        Map<String, Integer> moves = new TreeMap<>();
        nas.requests().stream().filter(request -> request.operation().equals("file.mv"))
                .forEach(request -> moves.merge(((List<?>) request.parameters().get("files")).get(0).toString(), 1, Integer::sum));
        return moves;
    }
}
