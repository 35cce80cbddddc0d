package io.github.camelfnos.examples.listingsync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The folders that are still to be listed, the deepest first, so that few of them wait. Safe for concurrent use. */
final class FolderQueue {

    private final Deque<Folder> waiting = new ArrayDeque<>();
    private final int atOnce;
    private int listed;

    /** @param atOnce how many are listed at the same time */
    FolderQueue(Folder start, int atOnce) {
        this.atOnce = atOnce;
        waiting.add(start);
    }

    synchronized boolean isMoreToList() {
        return !waiting.isEmpty();
    }

    /** The next few. Who has taken some takes more only when these are done, and what is in them is written. */
    synchronized List<Folder> next() {
        List<Folder> next = new ArrayList<>();
        while (next.size() < atOnce && !waiting.isEmpty()) {
            next.add(waiting.removeLast());
        }
        listed += next.size();
        return next;
    }

    synchronized void add(List<Folder> folders) {
        waiting.addAll(folders);
    }

    /** How many were taken. */
    synchronized int listed() {
        return listed;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
