package io.github.camelfnos.examples.listingsync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;

import io.github.camelfnos.FnosEntries;
import io.github.camelfnos.FnosEntry;

/**
 * Compares the answer for a folder with what the table has of it. What has vanished is known only at the end of a whole answer; when an answer
 * may not be whole, the folder is listed once more, and what is missing in both has vanished.
 */
final class Changes {

    private static final int BATCH = 500;

    private final NasTable table;
    private final FolderQueue folders;
    private final Summary summary;

    Changes(NasTable table, FolderQueue folders, Summary summary) {
        this.table = table;
        this.folders = folders;
        this.summary = summary;
    }

    /** The changes of a folder, in batches, while its entries come. Folders among the entries are to be listed next. */
    Iterator<Change> of(Folder folder, FnosEntries entries) {
        return new Comparison(folder, entries, table.childrenOf(folder));
    }

    private final class Comparison implements Iterator<Change> {

        private final Folder folder;
        private final FnosEntries entries;
        private final Map<String, Row> known;
        private final Queue<Change> ready = new ArrayDeque<>();
        private List<Map<String, Object>> inserts = new ArrayList<>();
        private List<Map<String, Object>> updates = new ArrayList<>();
        private boolean ended;

        Comparison(Folder folder, FnosEntries entries, Map<String, Row> known) {
            this.folder = folder;
            this.entries = entries;
            this.known = known;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && !ended) {
                if (entries.hasNext()) {
                    compare(entries.next());
                } else {
                    end();
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public Change next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void compare(FnosEntry entry) {
            String path = folder.pathOf(entry);
            Row now = Row.of(entry);
            Row before = known.remove(path);
            summary.seen(now);
            if (now.directory()) {
                folders.add(Folder.below(path));
            }
            if (before == null) {
                inserts.add(now.values(folder.parentOf(entry), (String) entry.get("name")));
            } else if (!before.equals(now)) {
                if (before.directory() && !now.directory() && !before.deleted()) {
                    // What was below it has gone, and first: after a crash in between it would not be looked for any more.
                    flush();
                    ready.add(new Change(Change.DELETE, List.of(Change.deletion(path, false))));
                }
                updates.add(now.values(folder.parentOf(entry), (String) entry.get("name")));
            }
            if (inserts.size() + updates.size() >= BATCH) {
                flush();
            }
        }

        private void flush() {
            if (!inserts.isEmpty()) {
                ready.add(new Change(Change.INSERT, inserts));
                inserts = new ArrayList<>();
            }
            if (!updates.isEmpty()) {
                ready.add(new Change(Change.UPDATE, updates));
                updates = new ArrayList<>();
            }
        }

        private void end() {
            ended = true;
            flush();
            Set<String> missing = new HashSet<>();
            known.forEach((path, row) -> {
                if (!row.deleted()) {
                    missing.add(path);
                }
            });
            if (missing.isEmpty()) {
                return;
            }
            if (entries.isComplete()) {
                delete(missing);
            } else if (folder.missing() == null) {
                folders.add(folder.again(missing));
            } else {
                missing.retainAll(folder.missing());
                delete(missing);
            }
        }

        private void delete(Set<String> missing) {
            List<Map<String, Object>> deletes = new ArrayList<>();
            for (String path : missing) {
                deletes.add(Change.deletion(path, true));
                if (deletes.size() >= BATCH) {
                    ready.add(new Change(Change.DELETE, deletes));
                    deletes = new ArrayList<>();
                }
            }
            if (!deletes.isEmpty()) {
                ready.add(new Change(Change.DELETE, deletes));
            }
        }
    }
}
