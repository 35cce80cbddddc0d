package io.github.camelfnos.examples.listingsync;

import java.util.Map;
import java.util.Set;

/**
 * A folder to list.
 *
 * @param path     where the NAS has it, or null for the user's root
 * @param attempts how often it was asked for in vain
 * @param missing  the paths that its last answer lacked, where nobody knows whether that was the whole answer; or null
 */
public record Folder(String path, int attempts, Set<String> missing) {

    /** The folder that a run begins with: a path on the NAS, or null for the user's root. */
    static Folder start(String path) {
        return new Folder(path == null ? null : path.replaceFirst("/+$", ""), 0, null);
    }

    static Folder below(String path) {
        return new Folder(path, 0, null);
    }

    Folder again() {
        return new Folder(path, attempts + 1, missing);
    }

    Folder again(Set<String> missingNow) {
        return new Folder(path, 0, missingNow);
    }

    /** The parameters of file.ls; without a path it lists the user's root. */
    public Map<String, Object> parameters() {
        return path == null ? Map.of() : Map.of("path", path);
    }

    /** Where an entry of this folder is. The user's root shows the homes on all volumes as one, and each entry says from which it is. */
    String pathOf(Map<String, Object> entry) {
        return parentOf(entry) + "/" + entry.get("name");
    }

    String parentOf(Map<String, Object> entry) {
        return path == null ? "vol" + entry.get("v") + "/" + entry.get("uid") : path;
    }

    @Override
    public String toString() {
        return path == null ? "the user's root" : path;
    }
}
