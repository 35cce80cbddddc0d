package io.github.camelfnos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The tables of the component's page are those of its description in the catalog. */
class ComponentPageTest {

    private static final List<String> GROUPS = List.of("common", "connection", "security", "producer", "consumer", "listing", "scheduler", "health", "advanced");

    private final Page page = new Page("docs/component.md");
    private final ComponentModel model = model();

    private static ComponentModel model() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent("fnos", FnosComponent.class.getName());
        return JsonMapper.generateComponentModel(catalog.componentJSonSchema("fnos"));
    }

    /** Writes the page when asked to by {@code -Dcomponent.write=true}. */
    @Test
    void theTablesAreThoseOfTheCatalog() throws Exception {
        String text = page.text();
        String expected = between(between(text, "options", options()), "headers", headers());

        if (Boolean.getBoolean("component.write")) {
            page.write(expected);
        }

        assertEquals(expected, page.text(), "write it by -Dcomponent.write=true");
        assertTrue(page.text().contains("| `password` | | both | **secret**: "));
    }

    private static String between(String text, String name, String table) {
        String begin = "<!-- " + name + ": begin -->\n";
        String end = "<!-- " + name + ": end -->";
        return text.substring(0, text.indexOf(begin) + begin.length()) + table + text.substring(text.indexOf(end));
    }

    private String options() {
        Map<String, BaseOptionModel> all = new LinkedHashMap<>();
        Map<String, String> where = new LinkedHashMap<>();
        model.getEndpointOptions().forEach(option -> {
            all.put(option.getName(), option);
            where.put(option.getName(), "URI");
        });
        model.getComponentOptions().forEach(option -> {
            all.putIfAbsent(option.getName(), option);
            where.merge(option.getName(), "component", (uri, component) -> "both");
        });
        StringBuilder tables = new StringBuilder();
        for (String group : GROUPS) {
            List<BaseOptionModel> rows = new ArrayList<>(all.values().stream().filter(option -> group.equals(groupOf(option))).toList());
            tables.append("\n### ").append(Character.toUpperCase(group.charAt(0))).append(group.substring(1)).append("\n\n");
            tables.append("| option | default | set on | meaning |\n|---|---|---|---|\n");
            rows.forEach(option -> tables.append(row(option, where.get(option.getName()))));
            all.values().removeAll(rows);
        }
        assertEquals(Map.of(), all, "options of a group that the page does not have");
        return tables.append('\n').toString();
    }

    private static String groupOf(BaseOptionModel option) {
        return option.getGroup().replace(" (advanced)", "");
    }

    private static String row(BaseOptionModel option, String where) {
        String name = option.isMultiValue() ? option.getPrefix() + "*" : option.getName();
        String value = option.getDefaultValue() == null ? "" : option.getDefaultValue().toString();
        String choice = option.getEnums() == null || option.getEnums().size() > 4 ? "" : " One of `" + String.join("`, `", option.getEnums()) + "`.";
        return "| `" + name + "` |" + (value.isEmpty() ? " " : " `" + value + "` ") + "| " + where + " | "
               + (option.isSecret() ? "**secret**: " : "") + (isCamels(option) ? firstSentence(option) : option.getDescription()) + choice + " |\n";
    }

    /** What all components have is told in Camel's own words, of which there are many. */
    private static boolean isCamels(BaseOptionModel option) {
        return List.of("bridgeErrorHandler", "lazyStartProducer", "autowiredEnabled", "exceptionHandler").contains(option.getName());
    }

    private static String firstSentence(BaseOptionModel option) {
        return option.getDescription().replaceFirst("(?s)([^.]*\\.)\\s.*", "$1");
    }

    private String headers() {
        StringBuilder table = new StringBuilder("| header | type | of | meaning |\n|---|---|---|---|\n");
        for (ComponentModel.EndpointHeaderModel header : model.getEndpointHeaders()) {
            table.append("| `").append(header.getName()).append("` | `").append(header.getJavaType().replaceFirst("java\\.util\\.", ""))
                    .append("` | ").append(of(header.getGroup())).append(" | ").append(header.getDescription()).append(" |\n");
        }
        return table.toString();
    }

    private static String of(String group) {
        return switch (group) {
            case "producer" -> "producers, in";
            case "consumer" -> "push consumers";
            default -> "answers, pushes";
        };
    }
}
