package io.github.camelfnos.examples;

import java.util.Map;

/**
 * A folder to list.
 *
 * @param nasPath where the NAS has it, or null for the user's root
 * @param path    where it is below the folder that the listing starts with; empty for that one
 */
public record Folder(String nasPath, String path) {

    /** The folder that a listing starts with: a path on the NAS, or null for the user's root. */
    static Folder start(String nasPath) {
        String withoutSlash = nasPath == null ? null : nasPath.replaceFirst("/+$", "");
        return new Folder(withoutSlash, "");
    }

    boolean isStart() {
        return path.isEmpty();
    }

    boolean isUserRoot() {
        return nasPath == null;
    }

    /** The parameters of file.ls; without a path it lists the user's root. */
    public Map<String, Object> parameters() {
        return isUserRoot() ? Map.of() : Map.of("path", nasPath);
    }

    /** Where something of this name in this folder is below the start. */
    String pathOf(String name) {
        return isStart() ? name : path + "/" + name;
    }
}
