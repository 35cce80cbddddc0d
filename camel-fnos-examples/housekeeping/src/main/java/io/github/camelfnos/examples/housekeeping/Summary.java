package io.github.camelfnos.examples.housekeeping;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.camelfnos.FnosException;
import io.github.camelfnos.FnosWalkFailure;

/** What a run has done, and what it has left. */
public final class Summary {

    private final PrintWriter out;
    private final boolean dryRun;
    private final List<String> skipped = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private long moved;
    private long bytes;
    private Exception end;

    Summary(PrintWriter out, boolean dryRun) {
        this.out = out;
        this.dryRun = dryRun;
    }

    /** Begins anew. */
    public synchronized void begin() {
        skipped.clear();
        failed.clear();
        moved = 0;
        bytes = 0;
        end = null;
    }

    /** The file has been moved; in a dry run, would be. */
    public synchronized void moved(OldFile file) {
        moved++;
        bytes += file.size();
        if (dryRun) {
            out.println("would move " + printable(file.path()) + " to " + printable(file.target()));
        }
    }

    /** The archive has something of the same name. */
    public synchronized void taken(OldFile file) {
        skipped.add(printable(file.path()) + ": the name is taken in " + printable(file.target()));
    }

    /** The file stays for a reason that is the same the next time. */
    public synchronized void skipped(OldFile file, Exception reason) {
        skipped.add(printable(file.path()) + ": " + sentence(reason));
    }

    /** The file stays for now. */
    public synchronized void failed(OldFile file, Exception reason) {
        failed.add(printable(file.path()) + ": " + sentence(reason));
    }

    /**
     * What a look at the NAS says after a move of which nobody knows how it ended.
     *
     * @param source the entries of the folder that the file was in
     * @param target the entries of the folder that it goes to
     */
    public synchronized void looked(OldFile file, Collection<Map<String, Object>> source, Collection<Map<String, Object>> target,
            Exception reason) {
        if (!isIn(source, file) && isIn(target, file)) {
            moved(file);
        } else {
            failed(file, reason);
        }
    }

    private static boolean isIn(Collection<Map<String, Object>> entries, OldFile file) {
        return entries != null && entries.stream().anyMatch(entry -> file.name().equals(entry.get("name")));
    }

    /** Nothing more is to be moved. */
    public synchronized void giveUp(OldFile file, Exception reason) {
        failed(file, reason);
        end = reason;
    }

    /** Whether nothing more is to be moved. */
    public synchronized boolean isGivenUp() {
        return end != null;
    }

    /** The run has failed. */
    public synchronized void ended(Exception reason) {
        end = reason;
    }

    /** Folders that could not be listed. */
    public synchronized void unlisted(List<FnosWalkFailure> folders) {
        folders.forEach(folder -> skipped.add(printable(folder.path()) + ": " + sentence(folder.exception())));
    }

    /**
     * Ends the run.
     *
     * @throws Exception what it was given up for
     */
    public synchronized void end() throws Exception {
        if (end != null) {
            throw end;
        }
    }

    /** Whether old files are left where they were. */
    public synchronized boolean isSomethingLeft() {
        return !skipped.isEmpty() || !failed.isEmpty();
    }

    /** Prints it. */
    public synchronized void print() {
        out.println(String.format(Locale.ROOT, "%s %d files of %d bytes, skipped %d, failed %d.", dryRun ? "Would move" : "Moved", moved,
                bytes, skipped.size(), failed.size()));
        skipped.forEach(file -> out.println("skipped " + file));
        failed.forEach(file -> out.println("failed " + file));
        if (end != null) {
            out.println("The run was given up: " + sentence(end));
        }
        out.flush();
    }

    /** Without the ids of the request and the exchange, which serve those who read logs. */
    static String sentence(Exception reason) {
        return String.valueOf(reason.getMessage()).replaceAll(" \\[reqid [^]]*]|\\.? Exchange\\[[^]]*]", "");
    }

    /** A name may hold what moves the cursor of a terminal. */
    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
