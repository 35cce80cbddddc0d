package io.github.camelfnos.examples.housekeeping;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known of the archive: the folders that are there, and the names in the folder that files go to just now. */
public final class Archive {

    private final String root;
    private final Set<String> folders = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private String listed;

    Archive(String root) {
        this.root = root;
    }

    /** Forgets everything. */
    public synchronized void begin() {
        folders.clear();
        names.clear();
        listed = null;
    }

    /** Whether a folder is still to be made for the file. */
    public synchronized boolean isFolderMissing(OldFile file) {
        return !folders.contains(file.target());
    }

    /** The uppermost folder that is still to be made; the archive itself is the first. */
    public synchronized String missingFolder(OldFile file) {
        int end = root.length();
        while (folders.contains(file.target().substring(0, end))) {
            int next = file.target().indexOf('/', end + 1);
            end = next < 0 ? file.target().length() : next;
        }
        return file.target().substring(0, end);
    }

    /** A folder is there now. */
    public synchronized void made(String folder) {
        folders.add(folder);
    }

    /** Whether the names in the file's target folder are not known. */
    public synchronized boolean isUnknown(OldFile file) {
        return !file.target().equals(listed);
    }

    /** Learns the names in the file's target folder. */
    public synchronized void list(OldFile file, Collection<Map<String, Object>> entries) {
        listed = file.target();
        names.clear();
        if (entries != null) {
            entries.forEach(entry -> names.add(String.valueOf(entry.get("name"))));
        }
    }

    /** Whether the file's target folder has something of its name. */
    public synchronized boolean isTaken(OldFile file) {
        return names.contains(file.name());
    }

    /** The file is in there now. */
    public synchronized void add(OldFile file) {
        names.add(file.name());
    }
}
