package io.github.camelfnos.examples.listingsync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts what a run has found and done. Safe for concurrent use. */
final class Summary {

    private static final int MOST_EXAMPLES = 10;

    private final NasTable table;
    private final boolean dryRun;
    private final List<String> examples = new ArrayList<>();
    private long entries;
    private long bytes;
    private long added;
    private long changed;
    private long deleted;

    /** @param dryRun whether nothing is written */
    Summary(NasTable table, boolean dryRun) {
        this.table = table;
        this.dryRun = dryRun;
    }

    boolean isDryRun() {
        return dryRun;
    }

    /** A folder was read to its end. */
    synchronized void seen(long itsEntries, long itsBytes) {
        entries += itsEntries;
        bytes += itsBytes;
    }

    /** The database has taken changes, and has written so many rows. */
    synchronized void written(Change change, int rows) {
        switch (change.kind()) {
            case Change.INSERT -> added += rows;
            case Change.UPDATE -> changed += rows;
            default -> deleted += rows;
        }
    }

    /** The changes would have been written. */
    synchronized void wouldWrite(Change change) {
        long rows = change.kind().equals(Change.DELETE)
                ? change.rows().stream().mapToLong(table::countOf).sum()
                : change.rows().size();
        written(change, (int) rows);
        for (Map<String, Object> row : change.rows()) {
            if (examples.size() < MOST_EXAMPLES && row.containsKey("path")) {
                examples.add(change.kind() + " " + row.get("path"));
            }
        }
    }

    synchronized long entries() {
        return entries;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long added() {
        return added;
    }

    synchronized long changed() {
        return changed;
    }

    synchronized long deleted() {
        return deleted;
    }

    /** Some of what would have been written. */
    synchronized List<String> examples() {
        return List.copyOf(examples);
    }
}
