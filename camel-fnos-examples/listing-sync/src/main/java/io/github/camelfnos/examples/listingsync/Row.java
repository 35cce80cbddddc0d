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

    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /** An entry of an answer to file.ls. */
    static Row of(Map<String, Object> entry) {
        boolean directory = entry.get("dir") instanceof Number flag && flag.intValue() == 1;
        return new Row(directory, directory ? null : number(entry.get("size")), time(entry.get("mtim")), false);
    }

    /** A damaged file system has times that no database takes. */
    private static Long time(Object seconds) {
        Long time = number(seconds);
        return time == null ? null : Long.valueOf(Math.max(YEAR_1, Math.min(time, YEAR_9999)));
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
