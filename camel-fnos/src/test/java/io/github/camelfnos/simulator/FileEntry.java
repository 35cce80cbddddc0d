package io.github.camelfnos.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** One row of a listing; the times are Unix seconds, and a folder's size is not told. */
record FileEntry(String name, boolean folder, long size, long modified, long born) {

    /** The entry as the NAS writes it; at the root of the user's files it names its volume. */
    Map<String, Object> toFields(boolean atRoot) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        if (atRoot) {
            fields.put("v", 1);
        }
        fields.put("uid", NasPath.UID);
        if (!folder) {
            fields.put("size", size);
        }
        fields.put("mtim", modified);
        fields.put("btim", born);
        if (folder) {
            fields.put("dir", 1);
        }
        return fields;
    }
}
