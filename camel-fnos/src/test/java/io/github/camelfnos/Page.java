package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A page of the documentation, whose examples are tried as they stand there. */
final class Page {

    private static final Path TOP = top(Path.of("").toAbsolutePath());
    private static final Path TESTS = TOP.resolve("camel-fnos/src/test/java/io/github/camelfnos");

    private final Path file;

    private static Path top(Path folder) {
        return Files.isDirectory(folder.resolve("docs")) ? folder : top(folder.getParent());
    }

    /** @param name below the project's top folder */
    Page(String name) {
        file = TOP.resolve(name);
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** The code blocks of a language that contain a text. */
    List<String> blocks(String language, String containing) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text()).results()
                .map(MatchResult::group).map(block -> block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```")))
                .filter(block -> block.contains(containing)).toList();
    }

    /** Fails unless the test's own source has the lines of a block of Java to the letter. */
    static void assertRuns(Class<?> test, String block) throws IOException {
        String source = Files.readString(TESTS.resolve(test.getSimpleName() + ".java")).replaceAll("\\s+", "");
        assertTrue(source.contains(block.replaceAll("\\s+", "")), () -> test.getSimpleName() + " does not run " + block);
    }
}
