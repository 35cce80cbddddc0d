package io.github.camelfnos.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real directories through the simulator into a real database. */
class ListingToDatabaseTest {

    @TempDir
    private Path root;
    @TempDir
    private Path databases;

    @Test
    @Tag("smoke")
    void everyRowEqualsWhatFindSays() throws Exception {
        GeneratedTree.in(root);

        ProgramRun run = list();

        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        Set<Entry> found = Find.in(root);
        assertTrue(found.size() > 450, "Only " + found.size() + " entries were generated");
        assertSameEntries(found, Table.in(database()));
        assertTable(found, run.out());
    }

    @Test
    void aSecondRunDescribesOnlyWhatIsThereThen() throws Exception {
        Files.createFile(root.resolve("goes"));
        Files.createFile(root.resolve("stays"));
        list();
        Files.delete(root.resolve("goes"));

        list();

        assertEquals(Set.of("stays"), Table.in(database()).stream().map(Entry::path).collect(Collectors.toSet()));
    }

    @Test
    void aNameThatIsNoTextIsReportedAndTheRestIsComplete() throws Exception {
        Files.createDirectory(root.resolve("folder"));
        Files.createFile(root.resolve("folder/good.txt"));
        Process touch = new ProcessBuilder("bash", "-c", "touch \"$(printf 'folder/bad\\377.txt')\"")
                .directory(root.toFile()).inheritIO().start();
        assertEquals(0, touch.waitFor());

        ProgramRun run = list();

        assertEquals(0, run.exitCode());
        assertEquals(Set.of("folder", "folder/good.txt"),
                Table.in(database()).stream().map(Entry::path).collect(Collectors.toSet()));
        assertTrue(run.out().contains("below them are missing: 1"), run.out());
        assertTrue(run.out().lines().anyMatch("  folder/bad%FF.txt"::equals), run.out());
    }

    @Test
    void theStartCanBeAFolderBelow() throws Exception {
        Files.createDirectories(root.resolve("照片/2024"));
        Files.createFile(root.resolve("beside"));

        ProgramRun run = ProgramRun.here(Map.of(), "--root", root.toString(), "--path", "vol1/1000/照片/",
                "--database", database().toString());

        assertEquals(0, run.exitCode(), run.err());
        assertSameEntries(Find.in(root.resolve("照片")), Table.in(database()));
    }

    private ProgramRun list() {
        return ProgramRun.here(Map.of(), "--root", root.toString(), "--database", database().toString());
    }

    private Path database() {
        return databases.resolve("清单 of files");
    }

    private static void assertSameEntries(Set<Entry> expected, Set<Entry> actual) {
        assertEquals(lines(expected), lines(actual));
        assertEquals(expected, actual);
    }

    /** Sorted, so that a difference is easy to read. */
    private static String lines(Set<Entry> entries) {
        return entries.stream().map(Entry::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining("\n"));
    }

    private static void assertTable(Set<Entry> found, String out) {
        long folders = found.stream().filter(Entry::folder).count();
        long bytes = found.stream().filter(entry -> !entry.folder()).mapToLong(Entry::size).sum();
        assertTrue(out.contains(String.format("%nfolders %,16d%nfiles   %,16d%nbytes   %,16d ", folders,
                found.size() - folders, bytes)), out);
        // The largest files are the last of the many.
        assertTrue(out.contains("299 B  many/文件 299.txt"), out);
        assertTrue(out.contains("290 B  many/文件 290.txt"), out);
        assertFalse(out.contains("289 B"), out);
    }
}
