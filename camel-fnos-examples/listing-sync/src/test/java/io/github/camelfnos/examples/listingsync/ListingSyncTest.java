package io.github.camelfnos.examples.listingsync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real directories through the simulator into a real database, by the routes of both languages. */
class ListingSyncTest {

    private static final String HOME = "vol1/1000/";

    @TempDir
    private Path root;
    @TempDir
    private Path databases;

    private ProgramRun sync(String... more) {
        return ProgramRun.here(Map.of(), Stream.concat(
                Stream.of("--root", root.toString(), "--database", database().toString()),
                Stream.of(more)).toArray(String[]::new));
    }

    private ProgramRun byUrl(String... more) {
        return ProgramRun.here(Map.of(), Stream.concat(
                Stream.of("--root", root.toString(), "--database-url", "jdbc:h2:" + database()), Stream.of(more)).toArray(String[]::new));
    }

    private Path database() {
        return databases.resolve("清单 of files");
    }

    private Table table() {
        return new Table("jdbc:h2:file:" + database() + ";IFEXISTS=TRUE", "sa", "");
    }

    private static Set<Entry> atHome(Set<Entry> entries) {
        return entries.stream().map(entry -> new Entry(HOME + entry.path(), entry.folder(), entry.size(), entry.modified()))
                .collect(Collectors.toSet());
    }

    /** Sorted, so that a difference is easy to read. */
    private static String lines(Set<Entry> entries) {
        return entries.stream().map(Entry::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource(Routes.class)
    void theTableEqualsWhatFindSaysAndASecondRunWritesNothing(Routes routes) throws Exception {
        GeneratedTree.in(root);

        ProgramRun first = sync("--routes", routes.name());

        assertEquals("", first.err());
        assertEquals(0, first.exitCode());
        Set<Entry> found = Find.in(root);
        assertTrue(found.size() > 450, "Only " + found.size() + " entries were generated");
        assertEquals(lines(atHome(found)), lines(table().entries()));
        assertEquals(found.size(), first.counted("added"));
        assertEquals(found.stream().filter(entry -> !entry.folder()).mapToLong(Entry::size).sum(), first.counted("bytes"));
        String before = table().strings("SELECT MAX(changed) FROM nas_entry").get(0);
        ProgramRun second = sync("--routes", routes.name());
        assertEquals(List.of(0L, 0L, 0L), List.of(second.counted("added"), second.counted("changed"), second.counted("deleted")));
        assertEquals(before, table().strings("SELECT MAX(changed) FROM nas_entry").get(0));
    }

    @ParameterizedTest
    @EnumSource(Routes.class)
    void whatChangesIsChangedAndWhatGoesIsMarkedWithAllThatIsBelow(Routes routes) throws Exception {
        Files.createDirectories(root.resolve("goes/below/deep"));
        Files.writeString(root.resolve("goes/below/deep/file"), "x");
        Files.createDirectory(root.resolve("turns"));
        Files.createFile(root.resolve("turns/inside"));
        Files.writeString(root.resolve("grows"), "1");
        Files.createFile(root.resolve("goes0 is a neighbour"));
        sync("--routes", routes.name());
        for (String gone : List.of("goes/below/deep/file", "goes/below/deep", "goes/below", "goes", "turns/inside", "turns")) {
            Files.delete(root.resolve(gone));
        }
        Files.writeString(root.resolve("turns"), "now a file");
        Files.writeString(root.resolve("grows"), "12");

        ProgramRun second = sync("--routes", routes.name());

        assertEquals(lines(atHome(Find.in(root))), lines(table().entries()));
        assertEquals(List.of(0L, 2L, 5L), List.of(second.counted("added"), second.counted("changed"), second.counted("deleted")));
        Files.createDirectories(root.resolve("goes/below"));
        ProgramRun third = sync("--routes", routes.name());
        assertEquals(lines(atHome(Find.in(root))), lines(table().entries()));
        assertEquals(List.of(0L, 2L, 0L), List.of(third.counted("added"), third.counted("changed"), third.counted("deleted")));
        assertEquals(8, table().number("SELECT COUNT(*) FROM nas_entry"), "marked, not removed");
    }

    @Test
    void aDryRunWritesNothingAndTellsWhatItWould() throws Exception {
        Files.createDirectories(root.resolve("goes/below"));
        Files.createFile(root.resolve("stays"));
        sync();
        Files.delete(root.resolve("goes/below"));
        Files.delete(root.resolve("goes"));
        Files.createFile(root.resolve("comes"));
        Set<Entry> before = table().entries();

        ProgramRun run = sync("--dry-run");

        assertEquals(0, run.exitCode());
        assertEquals(before, table().entries());
        assertEquals(List.of(1L, 0L, 2L), List.of(run.counted("added"), run.counted("changed"), run.counted("deleted")));
        assertTrue(run.out().contains("  insert vol1/1000/comes\n"), run.out());
        assertTrue(run.out().contains("  delete vol1/1000/goes\n"), run.out());
    }

    @Test
    void aDryRunMakesNoDatabase() throws Exception {
        Files.createFile(root.resolve("comes"));

        for (ProgramRun run : List.of(sync("--dry-run"), byUrl("--dry-run"))) {
            assertEquals("", run.err());
            assertEquals(1, run.counted("added"));
        }
        try (Stream<Path> files = Files.list(databases)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aNameThatIsNoTextIsReportedAndTheRestIsComplete() throws Exception {
        Files.createDirectory(root.resolve("folder"));
        Files.createFile(root.resolve("folder/good.txt"));
        Process touch = new ProcessBuilder("bash", "-c", "touch \"$(printf 'folder/bad\\377.txt')\"")
                .directory(root.toFile()).inheritIO().start();
        assertEquals(0, touch.waitFor());

        ProgramRun run = sync();

        assertEquals(0, run.exitCode());
        assertEquals(Set.of("vol1/1000/folder", "vol1/1000/folder/good.txt"), table().paths());
        assertTrue(run.out().contains("below them are missing: 1"), run.out());
        assertTrue(run.out().lines().anyMatch("  folder/bad%FF.txt"::equals), run.out());
    }

    @Test
    void theStartCanBeAFolderBelowAndTheRestOfTheTableStays() throws Exception {
        Files.createDirectories(root.resolve("照片/2024"));
        Files.createFile(root.resolve("beside"));
        sync();
        Files.delete(root.resolve("beside"));
        Files.delete(root.resolve("照片/2024"));

        ProgramRun run = sync("--path", "vol1/1000/照片/");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(Set.of("vol1/1000/照片", "vol1/1000/beside"), table().paths());
    }
}
