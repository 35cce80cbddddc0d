package io.github.camelfnos.examples.listingsync;

import java.util.List;
import java.util.Map;

/**
 * Changes of one kind, few enough for one transaction.
 *
 * @param kind {@code insert}, {@code update}, or {@code delete} with all that is below
 * @param rows the values of the statement, for each
 */
public record Change(String kind, List<Map<String, Object>> rows) {

    static final String INSERT = "insert";
    static final String UPDATE = "update";
    static final String DELETE = "delete";

    /** What names the rows of all that is below a path, and of the path itself if it is gone as well. 0 is the character after the slash. */
    static Map<String, Object> deletion(String path, boolean itself) {
        return Map.of("path", itself ? path : "", "from", path + "/", "to", path + "0");
    }
}
