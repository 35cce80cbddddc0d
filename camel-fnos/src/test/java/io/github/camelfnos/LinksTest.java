package io.github.camelfnos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every link from a page of this project to another, and to a heading in it, leads somewhere. */
class LinksTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs")); Stream<Path> examples = Files.walk(TOP.resolve("camel-fnos-examples"))) {
            return Stream.of(Stream.of(TOP.resolve("README.md")), docs, examples)
                    .flatMap(files -> files).filter(file -> file.toString().endsWith(".md") && !file.toString().contains("/target/")).sorted().toList();
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            List<String> targets = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll("")).results()
                    .map(link -> link.group(1)).filter(target -> !target.matches("https?:.*")).toList();
            links += targets.size();
            targets.stream().filter(target -> isDead(page, target)).forEach(target -> dead.add(TOP.relativize(page) + ": " + target));
        }

        assertEquals(List.of(), dead);
        assertTrue(links > 50, links + " links found");
    }

    private static boolean isDead(Path page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return !file.startsWith(TOP) || !Files.exists(file) || parts.length == 2 && !headings(file).contains(parts[1]);
    }

    /** As the hosts of repositories make anchors of them. */
    private static List<String> headings(Path page) {
        try {
            return CODE.matcher(Files.readString(page)).replaceAll("").lines().filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
