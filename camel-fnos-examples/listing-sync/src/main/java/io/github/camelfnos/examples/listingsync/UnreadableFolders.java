package io.github.camelfnos.examples.listingsync;

import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The folders that the NAS did not list and the entries that the database does not take, and why; what the table says of them and of all below stays as it is. Safe for concurrent use. */
final class UnreadableFolders {

    private static final int MOST_REASONS = 1_000;

    private final Folder start;
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private int count;

    UnreadableFolders(Folder start) {
        this.start = start;
    }

    /** Notes a folder, unless it is the one to start with: without that there is nothing to compare. */
    synchronized void add(Folder folder, Exception reason) throws FileSystemException {
        String sentence = Sentence.of(reason);
        if (Objects.equals(folder.path(), start.path())) {
            throw new FileSystemException(folder.toString(), null, sentence);
        }
        add(folder.path(), sentence);
    }

    /** Notes what is left out; once, although a folder may be listed twice. */
    synchronized void add(String path, String sentence) {
        if (reasons.containsKey(path)) {
            return;
        }
        count++;
        if (reasons.size() < MOST_REASONS) {
            reasons.put(path, sentence);
        }
    }

    synchronized int count() {
        return count;
    }

    /** The reasons of the first of them, by path. */
    synchronized Map<String, String> reasons() {
        return new LinkedHashMap<>(reasons);
    }
}
