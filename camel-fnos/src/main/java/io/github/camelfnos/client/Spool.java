package io.github.camelfnos.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A queue of records on disk, first in, first out. It is a row of files, so that what has been read gives its room back
 * though more is written all the time; without records it has no file. Not safe for concurrent use.
 */
final class Spool {

    private static final long SEGMENT_SIZE = 16 * 1024 * 1024;

    private final Path directory;
    private final long limit;
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();
    private long records;
    private long bytes;

    /** @param limit how many bytes it may hold that have not been read */
    Spool(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /** @throws IOException if there is no room for it, or the disk does not take it; then this spool is to be {@link #clear cleared} */
    void append(byte[] record) throws IOException {
        if (bytes + record.length > limit) {
            throw new IOException("the spoolLimit of " + limit + " bytes is reached");
        }
        SpoolSegment last = segments.peekLast();
        if (last == null || last.size() >= SEGMENT_SIZE) {
            if (last != null) {
                last.seal();
            }
            last = new SpoolSegment(directory);
            segments.add(last);
        }
        last.append(record);
        records++;
        bytes += record.length;
    }

    /** Takes the first record away, or returns null if there is none. */
    byte[] poll() throws IOException {
        if (records == 0) {
            return null;
        }
        byte[] record = segments.getFirst().next();
        records--;
        bytes -= record.length;
        if (segments.getFirst().records() == 0) {
            segments.removeFirst().close();
        }
        return record;
    }

    boolean isEmpty() {
        return records == 0;
    }

    long records() {
        return records;
    }

    /** Forgets all records and deletes the files. */
    void clear() {
        for (SpoolSegment segment : segments) {
            try {
                segment.close();
            } catch (IOException e) {
                // Nobody reads it any more, and the others are to be closed as well.
            }
        }
        segments.clear();
        records = 0;
        bytes = 0;
    }
}
