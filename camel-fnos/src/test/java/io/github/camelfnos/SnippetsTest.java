package io.github.camelfnos;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * No example of a page is untried. Java stands in a test to the letter but for white space, or in the project that {@code .ci/run} makes of
 * its page; the other languages are tried by a test that names the page; options in properties exist, and dependencies have the versions of
 * the build.
 */
class SnippetsTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(`[^`\n]+`\n\n)?```(java|yaml|xml|properties)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DEPENDENCY = Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    private final String tests = sources();
    private final List<String> untried = new ArrayList<>();

    private static String sources() {
        try (Stream<Path> component = Files.walk(TOP.resolve("camel-fnos/src/test/java"));
                Stream<Path> examples = Files.walk(TOP.resolve("camel-fnos-examples"))) {
            return Stream.concat(component, examples).filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/")).map(SnippetsTest::read).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            return Stream.concat(Stream.of(TOP.resolve("README.md")), docs.filter(file -> file.toString().endsWith(".md"))).sorted().toList();
        }
    }

    @Test
    void everyExampleIsTried() throws IOException {
        String withoutSpace = tests.replaceAll("\\s", "");
        int found = 0;
        for (Path page : pages()) {
            String name = TOP.relativize(page).toString();
            for (MatchResult block : BLOCK.matcher(read(page)).results().toList()) {
                found++;
                // What a file of the project of a page is, .ci/run tries.
                boolean tried = block.group(1) != null || switch (block.group(2)) {
                    case "java" -> withoutSpace.contains(inTests(block.group(3)).replaceAll("\\s", ""));
                    case "properties" -> hasOptionsThatExist(block.group(3));
                    case "xml" -> block.group(3).contains("<dependency>") ? hasTheVersionsOfTheBuild(block.group(3)) : isNamedByATest(name);
                    default -> isNamedByATest(name);
                };
                if (!tried) {
                    untried.add(name + ": " + block.group(3));
                }
            }
        }

        assertEquals(List.of(), untried);
        assertTrue(found > 30, "found " + found);
    }

    /** Nested classes of a test are static, and temporary folders have other names. */
    private static String inTests(String block) {
        return block.replaceAll("(?m)^class ", "static class ").replace("\"/shared/lock\"", "lock.toString()");
    }

    /** Pages in another language are held to be equal to the English ones. */
    private boolean isNamedByATest(String page) {
        return tests.contains("new Page(\"" + page.replace("docs/zh/README", "README").replace("/zh/", "/") + "\")");
    }

    private static boolean hasOptionsThatExist(String block) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(block));
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent("fnos", FnosComponent.class.getName());
        String options = catalog.componentJSonSchema("fnos");
        return properties.stringPropertyNames().stream().allMatch(name -> !name.startsWith("camel.component.fnos.")
                || options.contains("\"" + StringHelper.dashToCamelCase(name.substring("camel.component.fnos.".length())) + "\": {"));
    }

    private static boolean hasTheVersionsOfTheBuild(String block) {
        String poms = read(TOP.resolve("pom.xml")) + read(TOP.resolve("camel-fnos/pom.xml"));
        return DEPENDENCY.matcher(block).results().allMatch(dependency -> poms.contains("<artifactId>" + dependency.group(1) + "</artifactId>")
                && poms.contains(">" + dependency.group(2) + "</"));
    }
}
