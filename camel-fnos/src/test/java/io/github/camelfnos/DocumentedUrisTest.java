package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every fnos URI in the documentation and in the examples is valid by Camel's catalog. */
class DocumentedUrisTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IN_TEXT = Pattern.compile("(?:to|toD|from|enrich|pollEnrich|wireTap|poll)\\(\"(?:master:nas:)?(fnos:(?:[^\"\\\\]|\\\\.)*)\"|uri=\"(fnos:[^\"]*)\"");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final List<String> wrong = new ArrayList<>();
    private int inText;
    private int inYaml;

    private static List<Path> files(String... ends) throws IOException {
        try (Stream<Path> top = Stream.of(TOP.resolve("README.md")); Stream<Path> docs = Files.walk(TOP.resolve("docs"));
                Stream<Path> examples = Files.walk(TOP.resolve("camel-fnos-examples"))) {
            return Stream.of(top, docs, examples).flatMap(files -> files).filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> Stream.of(ends).anyMatch(file.toString()::endsWith)).sorted().toList();
        }
    }

    @Test
    void everyUriIsValid() throws IOException {
        catalog.addComponent("fnos", FnosComponent.class.getName());
        for (Path file : files(".md", ".java", ".xml")) {
            String text = Files.readString(file);
            IN_TEXT.matcher(text).results().forEach(found -> {
                inText++;
                String uri = found.group(1) != null ? found.group(1).replace("\\\"", "\"") : found.group(2).replace("&amp;", "&");
                check(file, uri);
            });
            YAML_BLOCK.matcher(text).results().forEach(block -> checkYaml(file, block.group(1)));
        }
        for (Path file : files(".yaml")) {
            checkYaml(file, Files.readString(file));
        }

        assertEquals(List.of(), wrong);
        assertTrue(inText > 30, inText + " in Java and XML");
        assertTrue(inYaml > 8, inYaml + " in YAML");
    }

    @Test
    void aWrongOneWouldBeFound() throws IOException {
        catalog.addComponent("fnos", FnosComponent.class.getName());
        check(TOP, "fnos:file.ls?hots=nas");
        checkYaml(TOP, "- to:\n    uri: fnos:file.ls\n    parameters:\n      recursive: perhaps\n");

        assertEquals(2, wrong.size(), wrong.toString());
    }

    private void checkYaml(Path file, String yaml) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(
                new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))) {
            collect(file, document);
        }
    }

    private void collect(Path file, Object node) {
        if (node instanceof List<?> list) {
            list.forEach(element -> collect(file, element));
        } else if (node instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri && uri.startsWith("fnos:")) {
                inYaml++;
                StringBuilder whole = new StringBuilder(uri);
                if (map.get("parameters") instanceof Map<?, ?> parameters) {
                    new TreeMap<>(parameters).forEach((name, value) -> whole.append(whole.indexOf("?") < 0 ? '?' : '&').append(name).append('=')
                            .append(value));
                }
                check(file, whole.toString());
            }
            map.values().forEach(value -> collect(file, value));
        } else if (node instanceof String uri && uri.startsWith("fnos:")) {
            check(file, uri);
        }
    }

    private void check(Path file, String uri) {
        // Whole options that come from the exchange cannot be looked at. The names of built-in schedulers are no references, which Camel's
        // catalog does not know.
        EndpointValidationResult result = catalog.validateEndpointProperties(uri.replaceFirst("\\?\\$\\{[^}]*}$", "")
                .replaceAll("\\$\\{[^}]*}", "x").replace("scheduler=quartz", "scheduler=#quartz"));
        if (!result.isSuccess()) {
            wrong.add(TOP.relativize(file) + ": " + uri + ": " + result.summaryErrorMessage(false));
        }
    }
}
