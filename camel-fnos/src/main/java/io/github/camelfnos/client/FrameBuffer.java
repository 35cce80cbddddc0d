package io.github.camelfnos.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has come for a reader who has not taken it yet, first in, first out: the first part in memory, and what does not fit
 * there on disk. Not safe for concurrent use.
 */
final class FrameBuffer {

    /** What a record costs in memory beside its bytes: the array's head and its place in the queue. */
    private static final int OVERHEAD = 32;

    private final long memoryLimit;
    private final Deque<byte[]> memory = new ArrayDeque<>();
    private final Spool spool;
    private long memoryBytes;

    FrameBuffer(BufferLimits limits) {
        this.memoryLimit = limits.memory();
        this.spool = new Spool(limits.directory(), limits.spool());
    }

    /** Whether a record of this length has its place in memory: there is room, and none that came before it is on disk. */
    boolean fitsMemory(int length) {
        return spool.isEmpty() && (memory.isEmpty() || memoryBytes + length + OVERHEAD <= memoryLimit);
    }

    /** @throws IOException if it had to go to disk and could not; then this buffer is to be {@link #clear cleared} */
    void add(byte[] record) throws IOException {
        if (fitsMemory(record.length)) {
            memory.add(record);
            memoryBytes += record.length + OVERHEAD;
        } else {
            spool.append(record);
        }
    }

    /**
     * Takes the first record away, or returns null if there is none.
     *
     * @throws IOException if it cannot be read back; then this buffer is to be {@link #clear cleared}
     */
    byte[] poll() throws IOException {
        byte[] first = memory.poll();
        if (first == null) {
            return spool.poll();
        }
        memoryBytes -= first.length + OVERHEAD;
        return first;
    }

    boolean isEmpty() {
        return memory.isEmpty() && spool.isEmpty();
    }

    /** How many records there are. */
    long size() {
        return memory.size() + spool.records();
    }

    /** How many of them are on disk. */
    long spooled() {
        return spool.records();
    }

    /** Forgets all records and deletes the files. */
    void clear() {
        memory.clear();
        memoryBytes = 0;
        spool.clear();
    }
}
