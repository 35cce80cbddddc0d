package io.github.camelfnos.examples.listingsync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
    private final UnreadableFolders unreadable;

    Changes(NasTable table, FolderQueue folders, Summary summary, UnreadableFolders unreadable) {
        this.table = table;
        this.folders = folders;
        this.summary = summary;
        this.unreadable = unreadable;
    }

    /** The changes of a folder, in batches, while its entries come. At the end the folders among the entries are to be listed next. */
    Iterator<Change> of(Folder folder, FnosEntries entries) {
        return new Comparison(folder, entries, table.childrenOf(folder));
    }

    private final class Comparison implements Iterator<Change> {

        private final Folder folder;
        private final FnosEntries entries;
        /** Of what the answer has had the row is null. */
        private final Map<String, Row> known;
        /** They are listed when the answer was read to its end, so that they never have rows below before they have one themselves. */
        private final Set<String> subfolders = new LinkedHashSet<>();
        private final Queue<Change> ready = new ArrayDeque<>();
        private List<Map<String, Object>> inserts = new ArrayList<>();
        private List<Map<String, Object>> updates = new ArrayList<>();
        private long count;
        private long bytes;
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
            String refusal = table.refusal(path);
            if (refusal != null) {
                unreadable.add(path, refusal);
                return;
            }
            Row now = Row.of(entry);
            boolean isKnown = known.containsKey(path);
            Row before = known.put(path, null);
            if (isKnown && before == null) {
                // An answer in several frames may have an entry twice when the folder changes meanwhile.
                return;
            }
            count++;
            bytes += now.size() == null ? 0 : now.size();
            if (now.directory()) {
                subfolders.add(path);
            }
            if (before == null) {
                inserts.add(now.values(folder.parentOf(entry), (String) entry.get("name")));
            } else if (!before.equals(now)) {
                if (before.directory() && !now.directory() && !before.deleted()) {
                    // What was below it has gone, and first: after a crash in between it would not be looked for any more.
                    flush();
                    ready.add(new Change(Change.DELETE, List.of(Change.below(path))));
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
                if (row != null && !row.deleted()) {
                    missing.add(path);
                }
            });
            if (!missing.isEmpty() && !entries.isComplete()) {
                if (folder.first() == null) {
                    folders.add(List.of(folder.again(new Folder.Listing(missing, subfolders))));
                    return;
                }
                missing.retainAll(folder.first().missing());
            }
            delete(missing);
            if (folder.first() != null) {
                subfolders.addAll(folder.first().subfolders());
                subfolders.removeAll(missing);
            }
            folders.add(subfolders.stream().map(Folder::below).toList());
            summary.seen(count, bytes);
        }

        private void delete(Collection<String> missing) {
            List<Map<String, Object>> deletes = new ArrayList<>();
            for (String path : missing) {
                deletes.add(Change.itself(path));
                if (known.get(path).directory()) {
                    // In the same transaction: nobody would look there again.
                    deletes.add(Change.below(path));
                }
                if (deletes.size() >= BATCH - 1) {
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
