package io.github.camelfnos.examples.listingsync;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows how far a run is: in place on a terminal, elsewhere as a line now and then. Safe for concurrent use. */
final class Progress {

    private static final long IN_PLACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int BAR = 20;

    private final FolderQueue folders;
    private final Summary summary;
    private final PrintWriter out;
    private final boolean inPlace;
    private final long begin = System.nanoTime();
    private long shown = begin;
    private int width;

    Progress(FolderQueue folders, Summary summary, PrintWriter out, boolean inPlace) {
        this.folders = folders;
        this.summary = summary;
        this.out = out;
        this.inPlace = inPlace;
    }

    /** To be called after each folder. */
    synchronized void show() {
        long now = System.nanoTime();
        if (now - shown < (inPlace ? IN_PLACE_NANOS : LINE_NANOS)) {
            return;
        }
        shown = now;
        int listed = folders.listed();
        int waiting = folders.waiting();
        double rate = summary.entries() * 1e9 / Math.max(1, now - begin);
        String text = String.format(Locale.ROOT, "folders %,d, to go %,d; entries %,d (%,.0f/s); added %,d, changed %,d, deleted %,d", listed,
                waiting, summary.entries(), rate, summary.added(), summary.changed(), summary.deleted());
        if (inPlace) {
            int done = BAR * listed / Math.max(1, listed + waiting);
            overwrite("[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + text);
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Leaves an empty line to what follows. */
    synchronized void end() {
        if (width > 0) {
            overwrite("");
            out.print('\r');
            out.flush();
        }
    }

    private void overwrite(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        width = text.length();
    }
}
