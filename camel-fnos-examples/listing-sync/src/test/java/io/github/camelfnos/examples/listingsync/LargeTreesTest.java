package io.github.camelfnos.examples.listingsync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.camelfnos.simulator.FnosSimulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Large trees in a small heap, the NAS in a JVM of its own. It prints the figures that the README has. */
@Tag("long")
class LargeTreesTest {

    private static final int FOLDERS = 2_000;
    private static final int FILES = 99;

    @TempDir
    private Path folder;

    private Process simulate(Path root) throws Exception {
        Process simulator = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), FnosSimulator.class.getName(), "--port", "0",
                "--root", root.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return simulator;
    }

    private static String portOf(Process simulator) throws Exception {
        String ready = simulator.inputReader().readLine();
        return ready.replaceFirst(".*:(\\d+)/.*", "$1");
    }

    private ProgramRun sync(String port) throws Exception {
        ProgramRun run = ProgramRun.withOptions(List.of("-Xmx128m", "-Xlog:gc*=off", "-XX:NativeMemoryTracking=off"), Map.of("FNOS_PASSWORD", "admin"),
                "--host", "127.0.0.1", "--port", port, "--username", "admin", "--database", folder.resolve("large").toString());
        assertEquals(0, run.exitCode(), run.out());
        System.out.println(run.out().lines().filter(line -> line.matches("(added|changed|deleted|entries|seconds|resident) .*"))
                .map(line -> line.replaceAll(" +", " ")).collect(Collectors.joining(", ")));
        return run;
    }

    private Table table() {
        return new Table("jdbc:h2:file:" + folder.resolve("large"), "sa", "");
    }

    @Test
    void twoHundredThousandEntriesInAHeapOf128Megabytes() throws Exception {
        Path root = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < FOLDERS; i++) {
            Path below = Files.createDirectories(root.resolve("group " + i / 100).resolve("folder " + i));
            for (int j = 0; j < FILES; j++) {
                Files.createFile(below.resolve("file " + j));
            }
        }
        int entries = FOLDERS * (FILES + 1) + FOLDERS / 100;
        Process simulator = simulate(root);
        try {
            String port = portOf(simulator);
            ProgramRun first = sync(port);
            assertEquals(entries, first.counted("added"));

            ProgramRun second = sync(port);

            assertEquals(0, second.counted("added") + second.counted("changed") + second.counted("deleted"));
            assertEquals(entries, table().number("SELECT COUNT(*) FROM nas_entry WHERE deleted IS NULL"));
            for (int i = 0; i < FOLDERS; i += 2) {
                for (int j = 0; j < FILES; j++) {
                    Files.delete(root.resolve("group " + i / 100).resolve("folder " + i).resolve("file " + j));
                }
                Files.delete(root.resolve("group " + i / 100).resolve("folder " + i));
            }

            ProgramRun third = sync(port);

            assertEquals(FOLDERS / 2 * (FILES + 1), third.counted("deleted"));
        } finally {
            simulator.destroy();
        }
    }

    @Test
    void usrIsWhatFindSaysOfIt() throws Exception {
        Process simulator = simulate(Path.of("/usr"));
        try {
            ProgramRun run = sync(portOf(simulator));
            Set<String> found = Find.in(Path.of("/usr")).stream()
                    .map(entry -> new Entry("vol1/1000/" + entry.path(), entry.folder(), entry.size(), entry.modified()).toString())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertEquals(found.size(), run.counted("added"));
            Set<String> said = table().entries().stream().map(Entry::toString).collect(Collectors.toCollection(TreeSet::new));
            assertTrue(found.equals(said), () -> {
                found.removeAll(said);
                return "missing: " + found.stream().limit(10).toList();
            });
        } finally {
            simulator.destroy();
        }
    }
}
