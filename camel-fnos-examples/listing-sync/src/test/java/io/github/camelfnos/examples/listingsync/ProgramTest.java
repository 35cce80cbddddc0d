package io.github.camelfnos.examples.listingsync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelfnos.simulator.FnosSimulator;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The program as its user meets it: a process with options, an exit code and two streams. */
class ProgramTest {

    private static final String PASSWORD = "not the p&ssword";

    @TempDir
    private Path folder;

    @Test
    void aRefusedLoginIsOneSentence() throws Exception {
        try (FnosSimulator nas = FnosSimulator.start()) {
            ProgramRun run = connect(nas.port());

            assertFailedWithOneSentence(run);
            assertTrue(run.err().contains("131072"), run.err());
            assertEquals(1, nas.passwordLogins());
        }
    }

    @Test
    void anUnreachableHostIsOneSentence() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }

        ProgramRun run = connect(closedPort);

        assertFailedWithOneSentence(run);
        assertTrue(run.err().contains("127.0.0.1:" + closedPort), run.err());
    }

    @Test
    void anotherLocaleIsMentionedAtTheStart() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createFile(root.resolve("照片.jpg"));
        Files.createFile(root.resolve("ascii.txt"));

        ProgramRun run = ProgramRun.asProgram(folder, Map.of("LC_ALL", "C"), "--root", root.toString(),
                "--database", folder.resolve("listing").toString());

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().matches("[^\\n]*LC_ALL=C\\.UTF-8[^\\n]*\\n"), run.err());
        assertTrue(run.out().contains("%E7%85%A7%E7%89%87.jpg"), run.out());
    }

    @Test
    void wrongOptionsExitWithTwo() {
        assertEquals(2, ProgramRun.here(Map.of(), "--unknown").exitCode());
        assertEquals(2, ProgramRun.here(Map.of(), "--host", "nas").exitCode());
        assertEquals(2, ProgramRun.here(Map.of(), "--root", ".", "--host", "nas", "--username", "me").exitCode());
        assertEquals(2, ProgramRun.here(Map.of(), "--host", "nas", "--username", "me", "--port", "0").exitCode());
        assertEquals(2, ProgramRun.here(Map.of(), "--every", "60S").exitCode());
        assertEquals(2, ProgramRun.here(Map.of(), "--fnos", "password=secret").exitCode());
    }

    @Test
    void aUrlWithAPasswordIsRefusedAndNotShown() {
        for (String url : List.of("jdbc:postgresql://localhost/nas?user=a&password=s3cr3t", "jdbc:postgresql://a:s3cr3t@localhost/nas")) {
            ProgramRun run = ProgramRun.here(Map.of(), "--root", ".", "--database-url", url);

            assertEquals(2, run.exitCode());
            assertTrue(run.err().contains("DATABASE_PASSWORD"), run.err());
            assertFalse((run.out() + run.err()).contains("s3cr3t"), run.err());
        }
    }

    @Test
    void whatCannotBeUsedIsOneSentence() throws Exception {
        String noDirectory = Files.createFile(folder.resolve("file")).toString();

        for (List<String> args : List.of(List.of("--root", noDirectory, "--database", folder.resolve("a").toString()),
                List.of("--root", folder.toString(), "--database", noDirectory + "/b"))) {
            ProgramRun run = ProgramRun.here(Map.of(), args.toArray(String[]::new));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().matches("[^\\n]*file[^\\n]*\\.\\n"), run.err());
        }
    }

    @Test
    void helpMentionsEveryOptionAndThePassword() {
        ProgramRun run = ProgramRun.here(Map.of(), "--help");

        assertEquals(0, run.exitCode());
        CommandLine commandLine = ListingSync.commandLine(new ListingSync(Map.of()));
        List<OptionSpec> options = commandLine.getCommandSpec().options();
        assertTrue(options.size() >= 7, options.toString());
        for (OptionSpec option : options) {
            assertTrue(run.out().contains(option.longestName()), option + " is missing in " + run.out());
            assertFalse(String.join("", option.description()).isBlank(), option.toString());
        }
        assertTrue(run.out().contains("FNOS_PASSWORD"), run.out());
    }

    private ProgramRun connect(int port) throws Exception {
        return ProgramRun.asProgram(folder, Map.of("FNOS_PASSWORD", PASSWORD), "--host", "127.0.0.1",
                "--port", String.valueOf(port), "--username", "admin", "--database", folder.resolve("listing").toString());
    }

    private static void assertFailedWithOneSentence(ProgramRun run) {
        assertEquals(1, run.exitCode());
        assertTrue(run.err().matches("[^\\n]+\\.\\n"), run.err());
        assertFalse((run.out() + run.err()).contains(PASSWORD), run.out() + run.err());
    }
}
