package io.github.camelfnos.examples.listingsync;

import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelfnos.FnosConnectionException;

/** The folders that the NAS did not list, and why; what the table says of them and of all below stays as it is. Safe for concurrent use. */
final class UnreadableFolders {

    private static final int MOST_ATTEMPTS = 5;
    private static final int MOST_REASONS = 1_000;

    private final FolderQueue folders;
    private final Folder start;
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private int count;

    UnreadableFolders(FolderQueue folders, Folder start) {
        this.folders = folders;
        this.start = start;
    }

    /** Notes a folder, unless it is the one to start with: without that there is nothing to compare. */
    synchronized void add(Folder folder, Exception reason) throws FileSystemException {
        String sentence = Sentence.of(reason);
        if (folder.again(null).equals(start.again(null))) {
            throw new FileSystemException(folder.toString(), null, sentence);
        }
        count++;
        if (reasons.size() < MOST_REASONS) {
            reasons.put(folder.path(), sentence);
        }
    }

    /** Has a folder listed again later, as the reason may pass; to list it is no change. Fails if it has not passed for long. */
    synchronized void retry(Folder folder, Exception reason) throws Exception {
        if (folder.attempts() < MOST_ATTEMPTS) {
            folders.add(folder.again());
        } else if (reason instanceof FnosConnectionException) {
            throw reason;
        } else {
            add(folder, reason);
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
