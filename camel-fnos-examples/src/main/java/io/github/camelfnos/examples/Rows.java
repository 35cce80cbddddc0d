package io.github.camelfnos.examples;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the entries of an answer to file.ls into rows: the columns of the table, and the path on the NAS. */
public final class Rows {

    static final String PATH = "path";
    static final String NAME = "name";
    static final String SIZE = "size";
    static final String MODIFIED = "modified";
    static final String DIRECTORY = "directory";
    static final String NAS_PATH = "nasPath";

    /**
     * The rows of a folder.
     *
     * @param files its entries, or null where the answer has none
     */
    public List<Map<String, Object>> of(Folder folder, List<Map<String, Object>> files) {
        if (files == null) {
            return List.of();
        }
        boolean severalHomes = folder.isUserRoot() && files.stream().map(Rows::home).distinct().count() > 1;
        List<Map<String, Object>> rows = new ArrayList<>(files.size());
        for (Map<String, Object> entry : files) {
            rows.add(row(folder, entry, severalHomes));
        }
        return rows;
    }

    private static Map<String, Object> row(Folder folder, Map<String, Object> entry, boolean severalHomes) {
        String name = (String) entry.get("name");
        String nasPath = (folder.isUserRoot() ? home(entry) : folder.nasPath()) + "/" + name;
        boolean directory = isOne(entry.get("dir"));
        Map<String, Object> row = new LinkedHashMap<>();
        // Two volumes may hold the same name; their paths tell them apart.
        row.put(PATH, severalHomes ? nasPath : folder.pathOf(name));
        row.put(NAME, name);
        row.put(SIZE, directory ? null : entry.get("size"));
        row.put(MODIFIED, time(entry.get("mtim")));
        row.put(DIRECTORY, directory);
        row.put(NAS_PATH, nasPath);
        return row;
    }

    /** The user's root shows the homes on all volumes as one, and each entry says from which it is. */
    private static String home(Map<String, Object> entry) {
        return "vol" + entry.get("v") + "/" + entry.get("uid");
    }

    private static boolean isOne(Object flag) {
        return flag instanceof Number number && number.intValue() == 1;
    }

    private static OffsetDateTime time(Object unixSeconds) {
        return unixSeconds instanceof Number seconds
                ? OffsetDateTime.ofInstant(Instant.ofEpochSecond(seconds.longValue()), ZoneOffset.UTC)
                : null;
    }
}
