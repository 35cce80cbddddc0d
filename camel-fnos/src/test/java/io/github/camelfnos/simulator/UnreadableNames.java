package io.github.camelfnos.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of a real directory that no text can express, and that therefore stay out of the listings. */
final class UnreadableNames {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableNames.class);
    private static final int MOST_NAMES = 1000;

    private final Map<NasPath, Integer> countByFolder = new ConcurrentHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** Notes those of one folder, percent-encoded, when it was listed; the first time it is also logged. */
    void note(NasPath folder, List<String> paths) {
        if (paths.isEmpty()) {
            countByFolder.remove(folder);
            return;
        }
        if (countByFolder.put(folder, paths.size()) == null) {
            LOG.warn("{} names in {} are left out of its listing: they are not valid UTF-8, "
                    + "or the locale of this JVM is not UTF-8", paths.size(), folder);
        }
        remember(paths);
    }

    private synchronized void remember(List<String> paths) {
        for (String path : paths) {
            if (names.size() < MOST_NAMES) {
                names.add(path);
            }
        }
    }

    synchronized List<String> names() {
        return List.copyOf(names);
    }

    long count() {
        return countByFolder.values().stream().mapToLong(Integer::longValue).sum();
    }
}
