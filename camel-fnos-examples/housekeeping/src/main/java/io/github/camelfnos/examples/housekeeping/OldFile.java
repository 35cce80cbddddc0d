package io.github.camelfnos.examples.housekeeping;

import java.util.List;
import java.util.Map;

/**
 * A file that is due, and where it goes.
 *
 * @param folder it is in
 * @param name   of the file
 * @param size   in bytes
 * @param target the folder in the archive
 */
public record OldFile(String folder, String name, long size, String target) {

    /** The parameters of its move, which never replaces a file of the same name. */
    public Map<String, Object> move() {
        return Map.of("files", List.of(path()), "pathTo", target, "overwrite", 0);
    }

    /** The parameters of a listing of the folder it is in. */
    public Map<String, Object> listSource() {
        return Map.of("path", folder);
    }

    /** The parameters of a listing of the folder it goes to. */
    public Map<String, Object> listTarget() {
        return Map.of("path", target);
    }

    String path() {
        return folder + "/" + name;
    }
}
