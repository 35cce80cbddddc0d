package io.github.camelfnos.examples.housekeeping;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Which files are due, and where they go. */
public final class Plan {

    private final String folder;
    private final String archive;
    private final Duration age;
    private final Clock clock;
    private volatile long before;

    Plan(String folder, String archive, Duration age, Clock clock) {
        this.folder = clean(folder);
        this.archive = clean(archive);
        this.age = age;
        this.clock = clock;
        if ((this.folder + "/").startsWith(this.archive + "/")) {
            throw new IllegalArgumentException("The folder must not lie in the archive.");
        }
    }

    private static String clean(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    String archive() {
        return archive;
    }

    /** Begins a run; gives the parameters of its listing. */
    public Map<String, Object> begin() {
        before = clock.instant().minus(age).getEpochSecond();
        return Map.of("path", folder);
    }

    /** Whether this entry of the listing is a file that has not been changed for long, and lies outside of the archive. */
    public boolean isDue(Map<String, Object> entry) {
        return !isFolder(entry) && entry.get("mtim") instanceof Number modified && modified.longValue() < before
                && !path(entry).startsWith(archive + "/");
    }

    /** The file of an entry that is due. */
    public OldFile file(Map<String, Object> entry) {
        String path = path(entry);
        String parent = path.substring(0, path.lastIndexOf('/'));
        long size = entry.get("size") instanceof Number bytes ? bytes.longValue() : 0;
        return new OldFile(parent, path.substring(parent.length() + 1), size, archive + parent.substring(folder.length()));
    }

    private static boolean isFolder(Map<String, Object> entry) {
        return entry.get("dir") instanceof Number dir && dir.intValue() == 1;
    }

    /** Only a recursive listing says the path. */
    private String path(Map<String, Object> entry) {
        return entry.get("path") instanceof String path ? clean(path) : folder + "/" + entry.get("name");
    }
}
