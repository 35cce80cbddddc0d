package io.github.camelfnos.examples;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The folders that are still to be listed. */
public final class FolderQueue {

    private final Queue<Folder> waiting = new ArrayDeque<>();
    private int listed;
    private long entries;

    FolderQueue(Folder start) {
        waiting.add(start);
    }

    public boolean isMoreToList() {
        return !waiting.isEmpty();
    }

    public Folder next() {
        listed++;
        return waiting.remove();
    }

    /** Adds the folders among these rows. A link to a folder is none, so no listing runs in circles. */
    public void addSubfolders(List<Map<String, Object>> rows) {
        entries += rows.size();
        for (Map<String, Object> row : rows) {
            if (Boolean.TRUE.equals(row.get(Rows.DIRECTORY))) {
                waiting.add(new Folder((String) row.get(Rows.NAS_PATH), (String) row.get(Rows.PATH)));
            }
        }
    }

    /** How many folders were taken from the queue. */
    int listed() {
        return listed;
    }

    /** How many folders wait. */
    int waiting() {
        return waiting.size();
    }

    /** How many entries the listed folders had. */
    long entries() {
        return entries;
    }
}
