package io.github.camelfnos.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows how far the listing is: in place on a terminal, elsewhere as a line now and then. */
public final class Progress {

    private static final long IN_PLACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final FolderQueue folders;
    private final PrintWriter out;
    private final boolean inPlace;
    private long shown = System.nanoTime();
    private int width;

    Progress(FolderQueue folders, PrintWriter out, boolean inPlace) {
        this.folders = folders;
        this.out = out;
        this.inPlace = inPlace;
    }

    /** To be called after each folder. */
    public void show() {
        long now = System.nanoTime();
        if (now - shown < (inPlace ? IN_PLACE_NANOS : LINE_NANOS)) {
            return;
        }
        shown = now;
        String text = String.format(Locale.ROOT, "Folders listed: %,d, to go: %,d, entries: %,d", folders.listed(),
                folders.waiting(), folders.entries());
        if (inPlace) {
            overwrite(text);
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Leaves an empty line to the report. */
    void end() {
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
