package io.github.camelfnos.examples.listingsync;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

import org.apache.camel.ProducerTemplate;

import io.github.camelfnos.FnosEntries;

/** The bean of the routes: what they ask and tell in the course of a run. */
public final class Sync {

    /** What a run has come to, all folders listed or stopped before. */
    record Result(Summary summary, UnreadableFolders unreadable, Duration time, boolean stopped) {
    }

    private final NasTable table;
    private final Folder start;
    private final int atOnce;
    private final boolean dryRun;
    private volatile boolean stopped;
    private FolderQueue folders;
    private Summary summary;
    private UnreadableFolders unreadable;
    private Changes changes;
    private Progress progress;

    /**
     * @param start  the folder to begin with
     * @param atOnce how many folders are listed at the same time
     */
    Sync(NasTable table, Folder start, int atOnce, boolean dryRun) {
        this.table = table;
        this.start = start;
        this.atOnce = atOnce;
        this.dryRun = dryRun;
    }

    /** Lists all folders once, and writes what has changed. */
    Result run(ProducerTemplate routes, PrintWriter out, boolean terminal) {
        folders = new FolderQueue(start, atOnce);
        summary = new Summary(table, dryRun);
        unreadable = new UnreadableFolders(start);
        changes = new Changes(table, folders, summary, unreadable);
        progress = new Progress(folders, summary, out, terminal);
        long begin = System.nanoTime();
        try {
            routes.sendBody("direct:sync", null);
        } finally {
            progress.end();
        }
        return new Result(summary, unreadable, Duration.ofNanos(System.nanoTime() - begin), stopped);
    }

    /** Has a run end after the folders that are being listed. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    public boolean isMoreToList() {
        return !stopped && folders.isMoreToList();
    }

    /** The next few folders. */
    public List<Folder> next() {
        return folders.next();
    }

    /** The changes of a folder, in batches, while its entries come. */
    public Iterator<Change> changes(Folder folder, FnosEntries entries) {
        return changes.of(folder, entries);
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** The database has taken changes, and has written so many rows. */
    public void written(Change change, int rows) {
        summary.written(change, rows);
    }

    /** The changes would have been written. */
    public void wouldWrite(Change change) {
        summary.wouldWrite(change);
    }

    /** A folder cannot be read. */
    public void unreadable(Folder folder, Exception reason) throws Exception {
        unreadable.add(folder, reason);
    }

    /** Another folder is done. */
    public void show() {
        progress.show();
    }
}
