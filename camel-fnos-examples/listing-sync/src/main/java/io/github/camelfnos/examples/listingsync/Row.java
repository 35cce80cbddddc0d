package io.github.camelfnos.examples.listingsync;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the table says about an entry.
 *
 * @param size     in bytes; null for a folder
 * @param modified Unix seconds, or null
 * @param deleted  whether it is marked as gone
 */
record Row(boolean directory, Long size, Long modified, boolean deleted) {

    /** An entry of an answer to file.ls. */
    static Row of(Map<String, Object> entry) {
        boolean directory = entry.get("dir") instanceof Number flag && flag.intValue() == 1;
        return new Row(directory, directory ? null : number(entry.get("size")), number(entry.get("mtim")), false);
    }

    private static Long number(Object value) {
        return value instanceof Number number ? Long.valueOf(number.longValue()) : null;
    }

    /** The values of the columns. */
    Map<String, Object> values(String parent, String name) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("path", parent + "/" + name);
        values.put("parent", parent);
        values.put("name", name);
        values.put("size", size);
        values.put("modified", modified == null ? null : OffsetDateTime.ofInstant(Instant.ofEpochSecond(modified), ZoneOffset.UTC));
        values.put("directory", directory);
        return values;
    }
}
