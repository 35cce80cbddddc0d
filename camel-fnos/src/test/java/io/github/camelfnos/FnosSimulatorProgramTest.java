package io.github.camelfnos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The simulator as a program: its command line, what it prints, how it exits. */
@Timeout(90)
class FnosSimulatorProgramTest {

    private static final String LIST_ROOT = "{\"req\":\"file.ls\",\"reqid\":\"1\",\"path\":null}";

    @TempDir
    private Path temporary;

    @Test
    void servesHugeListingsToSlowReadersInLittleMemoryUntilKilled() throws Exception {
        Process process = run(List.of("-Xmx24m"), "--port", "0", "--user", "me", "--password", "p&%+# w",
                "--entries", "400000", "--frame-size", "1000");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertTrue(line.matches("fnOS simulator ready on ws://127\\.0\\.0\\.1:\\d+/websocket"), line);
            String url = line.substring(line.indexOf("ws://"));
            try (LiteralClient slow = LiteralClient.connect(url); LiteralClient quick = LiteralClient.connect(url)) {
                assertEquals("succ", slow.logIn("me", "p&%+# w").get("result").textValue());
                assertEquals("succ", quick.logIn("me", "p&%+# w").get("result").textValue());
                slow.pause();
                slow.sendSigned(LIST_ROOT);
                quick.sendSigned(LIST_ROOT);
                assertEquals(400, dataFrames(quick));
                slow.resume();
                assertEquals(400, dataFrames(slow));
            }
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysInOneSentenceThatThePortIsInUse() throws Exception {
        try (FnosSimulator other = FnosSimulator.start()) {
            Exit exit = exitOf("--port", Integer.toString(other.port()));

            assertEquals(1, exit.code());
            assertEquals("", exit.out());
            assertTrue(exit.err().matches("Cannot listen on 127\\.0\\.0\\.1:" + other.port() + ": [^\n]+\n"),
                    exit.err());
        }
    }

    @Test
    void explainsABadOptionAndExitsWith2() throws Exception {
        Exit exit = exitOf("--prot", "1");

        assertEquals(2, exit.code());
        assertEquals("", exit.out());
        assertTrue(exit.err().startsWith("There is no option --prot.\nUsage: FnosSimulator [--host"), exit.err());
    }

    @Test
    void helps() throws Exception {
        Exit exit = exitOf("--help");

        assertEquals(0, exit.code());
        assertTrue(exit.out().startsWith("Usage: FnosSimulator [--host 127.0.0.1] [--port 5666]"), exit.out());
        assertEquals("", exit.err());
    }

    @Test
    void readsEveryOption() {
        SimulatorOptions options = SimulatorOptions.parse("--host", "::1", "--port", "1", "--user", "u", "--password",
                "--tls", "--root", temporary.toString(), "--frame-size", "7", "--tls", "--push-every", "50",
                "--idle-answers");

        assertEquals(new SimulatorOptions("::1", 1, "u", "--tls", temporary, SimulatorOptions.NO_ENTRIES, 7, true, 50,
                true), options);
        assertFalse(options.withPassword("hush").toString().contains("hush"));
    }

    @Test
    void hasTheDefaultsOfTheContract() {
        assertEquals(new SimulatorOptions("127.0.0.1", 5666, "admin", "admin", null, SimulatorOptions.NO_ENTRIES, 500,
                false, 0, false), SimulatorOptions.parse());
        assertEquals(12, SimulatorOptions.parse("--entries", "12").entries());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port x", "--port -1", "--port 65536", "--port 99999999999999999999",
        "--entries -1", "--entries 1.5", "--frame-size 0", "--push-every -1", "--root /no/such/directory", "--host ",
        "--user ", "--password", "--help=1", "stray"})
    void refusesBadOptions(String commandLine) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> SimulatorOptions.parse(commandLine.split(" ", -1)));

        assertFalse(refusal.getMessage().isBlank());
        assertFalse(refusal.getMessage().contains("stray"), "it may be half a password");
    }

    @Test
    void aDirectoryAndAMadeUpListingExcludeEachOther() {
        assertThrows(IllegalArgumentException.class,
                () -> SimulatorOptions.parse("--root", temporary.toString(), "--entries", "1"));
    }

    private static int dataFrames(LiteralClient client) throws InterruptedException {
        int frames = 0;
        while (!client.receiveText().equals("{\"result\":\"succ\",\"reqid\":\"1\"}")) {
            frames++;
        }
        return frames;
    }

    private record Exit(int code, String out, String err) {
    }

    private Exit exitOf(String... arguments) throws IOException, InterruptedException {
        Process process = run(List.of(), arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Exit(process.exitValue(), out, Files.readString(temporary.resolve("err")));
    }

    private Process run(List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FnosSimulator.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(temporary.resolve("err").toFile()).start();
    }
}
