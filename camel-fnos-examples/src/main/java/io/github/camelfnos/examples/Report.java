package io.github.camelfnos.examples;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.h2.tools.Shell;

/** What the program says at its end. */
final class Report {

    private static final int LARGEST = 10;
    private static final int MOST_NAMES = 10;

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    /** The totals and the largest files, read from the database. */
    void table(ListingDatabase database, Duration time) throws SQLException {
        ListingDatabase.Totals totals = database.totals();
        line("folders %,16d", totals.folders());
        line("files   %,16d", totals.files());
        line("bytes   %,16d  (%s)", totals.bytes(), ByteCount.readable(totals.bytes()));
        line("time    %,14.1f s", time.toMillis() / 1000.0);

        List<ListingDatabase.LargeFile> largest = database.largestFiles(LARGEST);
        if (!largest.isEmpty()) {
            line("");
            line("%20s  %s", "largest files", "path");
            for (ListingDatabase.LargeFile file : largest) {
                line("%20s  %s", ByteCount.readable(file.size()), PrintablePath.of(file.path()));
            }
        }
    }

    void skipped(SkippedFolders skipped) {
        if (!skipped.reasons().isEmpty()) {
            line("");
            line("Folders that could not be listed, so that what is in them is missing: %,d", skipped.reasons().size());
            skipped.reasons().forEach((path, reason) -> line("  %s: %s", PrintablePath.of(path), reason));
        }
    }

    void unreadable(LocalNas nas) {
        if (nas.unreadableNameCount() > 0) {
            line("");
            line("Names that are no valid text, so that they and what is below them are missing: %,d",
                    nas.unreadableNameCount());
            nas.unreadableNames().stream().limit(MOST_NAMES).forEach(name -> line("  %s", name));
        }
    }

    void howToLook(ListingDatabase database) {
        line("");
        line("To look at the rows:");
        line("  java -cp %s %s -url %s -user %s -sql %s", quoted(jarOfH2()), Shell.class.getName(),
                quoted(database.url()), ListingDatabase.USER, quoted("SELECT * FROM listing ORDER BY path LIMIT 20"));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private static String jarOfH2() {
        try {
            return Path.of(Shell.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The URL of a class path entry is no URI", e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
