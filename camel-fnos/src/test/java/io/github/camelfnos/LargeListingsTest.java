package io.github.camelfnos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Folders and trees that are larger than the memory of those who list them. NAS and routes are processes of their own. The larger figures of
 * docs/endurance.md are those of {@code mvn -Plong}.
 */
class LargeListingsTest {

    private static final boolean LONG = Boolean.getBoolean("listings.long");

    @TempDir
    private Path temporary;

    private Map<String, Long> list(String mode, String heap, String files, int entries, long cutMillis) throws Exception {
        Path spool = Files.createDirectory(temporary.resolve("spool"));
        Process nas = JavaProcess.start(List.of("-Xmx512m", "-XX:+UseSerialGC"), LargeListingsNas.class, temporary.resolve("nas"), files, String.valueOf(entries),
                String.valueOf(cutMillis), temporary.resolve("there").toString());
        try (BufferedReader out = nas.inputReader(StandardCharsets.UTF_8)) {
            Map<String, Long> there = new HashMap<>();
            while (!there.containsKey("port")) {
                String line = out.readLine();
                assertTrue(line != null, () -> errors("nas"));
                add(line, there);
            }
            Process routes = JavaProcess.start(List.of("-Xmx" + heap, "-XX:+UseSerialGC"), LargeListings.class, temporary.resolve("routes"), mode,
                    String.valueOf(there.get("port")), spool.toString(), temporary.resolve("seen").toString());
            String printed = new String(routes.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(routes.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, routes.exitValue(), () -> printed + errors("routes"));
            Map<String, Long> seen = new HashMap<>();
            printed.lines().forEach(line -> add(line, seen));
            System.out.println(mode + " in " + heap + " of " + entries + " entries: " + seen);
            assertEquals(0, seen.get("failed"), () -> errors("routes"));
            assertEquals(0, seen.get("wrong"));
            assertEquals(0, seen.get("spoolFilesLeft"));
            return seen;
        } finally {
            nas.destroyForcibly().waitFor();
        }
    }

    private static void add(String line, Map<String, Long> figures) {
        String[] parts = line.split("=");
        if (line.matches("\\w+=-?\\d+")) {
            figures.put(parts[0], Long.parseLong(parts[1]));
        }
    }

    private String errors(String process) {
        try {
            return Files.readString(temporary.resolve(process));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aFolderThatIsLargerThanTheMemoryIsStreamedInOrder() throws Exception {
        Map<String, Long> seen = list("streamed", "64m", "folder", 1_000_000, 0);

        assertEquals(1_000_000, seen.get("seen"));
        assertEquals(1, seen.get("complete"));
        assertEquals(2_001, seen.get("frames"));
    }

    @Test
    void aLargeFolderIsCollectedInTheHeapThatTheDocsState() throws Exception {
        int entries = LONG ? 1_000_000 : 100_000;

        assertEquals(entries, list("collected", LONG ? "2g" : "256m", "folder", entries, 0).get("seen"));
    }

    @Test
    void everyStepOfAStreamingSplitMayCallTheNas() throws Exception {
        int entries = LONG ? 100_000 : 10_000;

        Map<String, Long> seen = list("acl", "64m", "folder", entries, 0);

        assertEquals(entries, seen.get("seen"));
        assertEquals(0, seen.get("reconnects"));
    }

    /** Whether all paths that the NAS has were seen, once, but for those below folders that are named as failed. */
    private void assertSeenOnceOrFailed() throws IOException {
        Set<String> seen = new HashSet<>();
        Set<String> failed = new HashSet<>();
        for (String line : Files.readAllLines(temporary.resolve("seen"))) {
            assertTrue(line.startsWith("!") ? failed.add(line.substring(1)) : seen.add(line), () -> "twice: " + line);
        }
        Set<String> missing = new HashSet<>(Files.readAllLines(temporary.resolve("there")));
        missing.removeAll(seen);
        missing.removeIf(path -> failed.stream().anyMatch(folder -> path.startsWith(folder + "/")));
        assertEquals(Set.of(), missing);
    }

    @Test
    void aTreeIsWalkedInLittleMemory() throws Exception {
        Map<String, Long> seen = list("tree", "64m", "tree", 100_000, 0);

        assertEquals(100_000, seen.get("seen"));
        assertEquals(1, seen.get("complete"));
        assertSeenOnceOrFailed();
    }

    @Test
    void aTreeIsWalkedUnderCuts() throws Exception {
        Map<String, Long> seen = list("cuts", "64m", "tree", LONG ? 100_000 : 20_000, 100);

        assertTrue(seen.get("reconnects") > 3, "hardly anything was cut");
        assertSeenOnceOrFailed();
    }

    @Test
    void eachFolderIsStreamedFromWithinTheSplitOfItsParentTwentyLevelsDeep() throws Exception {
        Map<String, Long> seen = list("nested", "64m", "deep", LONG ? 40_000 : 10_000, 0);

        assertEquals(0, seen.get("failures"));
        assertSeenOnceOrFailed();
    }
}
