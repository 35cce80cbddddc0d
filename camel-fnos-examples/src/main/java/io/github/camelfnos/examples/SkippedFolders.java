package io.github.camelfnos.examples;

import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelfnos.FnosException;

/** The folders that the NAS did not list, or not to the end, and why. */
public final class SkippedFolders {

    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** Notes a folder, unless it is the one to start with: without that there is nothing to list. */
    public void add(Folder folder, FnosException reason) throws FileSystemException {
        String sentence = Sentence.of(reason);
        if (folder.isStart()) {
            throw new FileSystemException(folder.isUserRoot() ? "The user's root" : folder.nasPath(), null, sentence);
        }
        reasons.put(folder.path(), sentence);
    }

    /** Notes a folder whose answer the NAS did not end, so that nobody knows whether it was the whole. */
    public void addIncomplete(Folder folder) {
        reasons.put(folder.isStart() ? "the folder to start with" : folder.path(),
                "The NAS did not end its answer, so entries may be missing.");
    }

    /** The reasons by path. */
    Map<String, String> reasons() {
        return reasons;
    }
}
