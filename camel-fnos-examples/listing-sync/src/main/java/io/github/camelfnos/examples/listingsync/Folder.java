package io.github.camelfnos.examples.listingsync;

import java.util.Map;
import java.util.Set;

/**
 * A folder to list.
 *
 * @param path  where the NAS has it, or null for the user's root
 * @param first its first listing, where nobody knows whether that was the whole; or null
 */
public record Folder(String path, Listing first) {

    /**
     * What a listing has come to that may not have been the whole.
     *
     * @param missing    the paths that the table has and it has not
     * @param subfolders the folders that it had
     */
    record Listing(Set<String> missing, Set<String> subfolders) {
    }

    /** The folder that a run begins with: a path on the NAS, or null for the user's root. */
    static Folder start(String path) {
        return new Folder(path == null ? null : path.replaceAll("^/+|/+$", ""), null);
    }

    static Folder below(String path) {
        return new Folder(path, null);
    }

    Folder again(Listing listing) {
        return new Folder(path, listing);
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
