package io.github.camelfnos.examples.listingsync;

import java.io.PrintWriter;
import java.util.Locale;

/** What the program says after a run. */
final class Report {

    private static final int MOST_NAMES = 10;

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void of(Sync.Result result) {
        Summary summary = result.summary();
        if (result.stopped()) {
            line("Stopped before all folders were listed; the next run goes on.");
        }
        if (summary.isDryRun()) {
            line("Nothing was written; it would have been:");
            summary.examples().forEach(example -> line("  %s", PrintablePath.of(example)));
        }
        line("added      %,14d", summary.added());
        line("changed    %,14d", summary.changed());
        line("deleted    %,14d", summary.deleted());
        line("unreadable %,14d", result.unreadable().count());
        line("entries    %,14d", summary.entries());
        line("bytes      %,14d  (%s)", summary.bytes(), ByteCount.readable(summary.bytes()));
        line("seconds    %,14.1f", result.time().toMillis() / 1000.0);
        if (result.unreadable().count() > 0) {
            line("What could not be read or written, so that what the table says of it stays as it is:");
            result.unreadable().reasons().entrySet().stream().limit(MOST_NAMES)
                    .forEach(folder -> line("  %s: %s", PrintablePath.of(folder.getKey()), folder.getValue()));
            if (result.unreadable().count() > MOST_NAMES) {
                line("  and %,d more", result.unreadable().count() - MOST_NAMES);
            }
        }
    }

    void unreadableNames(LocalNas nas) {
        if (nas.unreadableNameCount() > 0) {
            line("Names that are no valid text, so that they and what is below them are missing: %,d", nas.unreadableNameCount());
            nas.unreadableNames().stream().limit(MOST_NAMES).forEach(name -> line("  %s", name));
        }
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
