package io.github.camelfnos.examples.listingsync;

import java.util.List;
import java.util.Map;

/**
 * Changes of one kind, few enough for one transaction.
 *
 * @param kind {@code insert}, {@code update} or {@code delete}
 * @param rows the values of the statement, for each
 */
public record Change(String kind, List<Map<String, Object>> rows) {

    static final String INSERT = "insert";
    static final String UPDATE = "update";
    static final String DELETE = "delete";

    /** The range of paths that is one path: the next that a database takes is the same with U+0001 behind. */
    static Map<String, Object> itself(String path) {
        return Map.of("path", path, "from", path, "to", path + "\u0001");
    }

    /** The range of paths that is all that is below a path: 0 is the character after the slash. */
    static Map<String, Object> below(String path) {
        return Map.of("from", path + "/", "to", path + "0");
    }
}
