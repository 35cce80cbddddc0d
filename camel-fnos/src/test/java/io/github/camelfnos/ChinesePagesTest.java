package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The Chinese pages say the same as the English ones wherever that is code: commands, examples, options, messages, the table of codes. */
class ChinesePagesTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    @ParameterizedTest
    @CsvSource({ "README.md, docs/zh/README.md", "docs/getting-started.md, docs/zh/getting-started.md", "docs/errors.md, docs/zh/errors.md",
            "docs/troubleshooting.md, docs/zh/troubleshooting.md" })
    void theCodeIsThatOfTheEnglishPage(String english, String chinese) throws IOException {
        String in = Files.readString(TOP.resolve(english));
        String out = Files.readString(TOP.resolve(chinese));

        assertEquals(blocks(in), blocks(out));
        assertEquals(inline(in), inline(out));
        assertEquals(rowsOfCodes(in), rowsOfCodes(out));
        assertFalse(blocks(in).isEmpty() && inline(in).isEmpty());
        assertTrue(in.lines().limit(3).anyMatch(line -> line.startsWith("English | [中文]")), "the English page leads to the Chinese one");
        assertTrue(out.lines().limit(3).anyMatch(line -> line.startsWith("[English]") && line.endsWith("| 中文")), "and back");
    }

    @Test
    void eachChinesePageIsComparedHere() throws IOException {
        try (Stream<Path> pages = Files.list(TOP.resolve("docs/zh"))) {
            assertEquals(4, pages.count());
        }
    }

    private static List<String> blocks(String page) {
        return BLOCK.matcher(page).results().map(MatchResult::group).toList();
    }

    private static Set<String> inline(String page) {
        return new TreeSet<>(CODE.matcher(BLOCK.matcher(page).replaceAll("")).results().map(code -> code.group(1)).toList());
    }

    private static List<String> rowsOfCodes(String page) {
        return page.lines().filter(line -> line.matches("\\| -?\\d+ \\|.*Fnos.*")).toList();
    }
}
