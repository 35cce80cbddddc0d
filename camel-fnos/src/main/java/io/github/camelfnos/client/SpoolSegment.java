package io.github.camelfnos.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of a {@link Spool}: records are appended at its end and read from its beginning. Only its owner can read it, and
 * it is deleted when it is closed. Not safe for concurrent use.
 */
final class SpoolSegment implements Closeable {

    private static final int BUFFERED = 16 * 1024;

    private final Path path;
    // Not a channel: one of those closes when the thread that uses it is interrupted, and a route may do that to its own.
    private RandomAccessFile file;
    private ByteBuffer unwritten = ByteBuffer.allocate(BUFFERED);
    private ByteBuffer unread = ByteBuffer.allocate(0);
    private long written;
    private long fetched;
    private long records;
    private long size;

    SpoolSegment(Path directory) throws IOException {
        path = Files.createTempFile(directory, "camel-fnos-", ".spool");
        open();
    }

    private RandomAccessFile open() throws IOException {
        if (file == null) {
            file = new RandomAccessFile(path.toFile(), "rw");
        }
        return file;
    }

    /** Nothing more is appended: it holds neither a buffer nor a descriptor until it is read. */
    void seal() throws IOException {
        flush();
        unwritten = ByteBuffer.allocate(0);
        open().close();
        file = null;
    }

    void append(byte[] record) throws IOException {
        write(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).array());
        write(record);
        records++;
        size += Integer.BYTES + record.length;
    }

    private void write(byte[] bytes) throws IOException {
        if (bytes.length > unwritten.remaining()) {
            flush();
        }
        if (bytes.length > unwritten.remaining()) {
            writeOut(bytes, bytes.length);
        } else {
            unwritten.put(bytes);
        }
    }

    private void flush() throws IOException {
        writeOut(unwritten.array(), unwritten.position());
        unwritten.clear();
    }

    private void writeOut(byte[] bytes, int length) throws IOException {
        open().seek(written);
        open().write(bytes, 0, length);
        written += length;
    }

    /** Takes the first record away. There must be one. */
    byte[] next() throws IOException {
        byte[] record = new byte[ByteBuffer.wrap(read(new byte[Integer.BYTES])).getInt()];
        read(record);
        records--;
        return record;
    }

    private byte[] read(byte[] bytes) throws IOException {
        int done = 0;
        while (done < bytes.length) {
            if (!unread.hasRemaining()) {
                fetch();
            }
            int part = Math.min(unread.remaining(), bytes.length - done);
            unread.get(bytes, done, part);
            done += part;
        }
        return bytes;
    }

    private void fetch() throws IOException {
        if (fetched == written) {
            flush();
        }
        if (unread.capacity() == 0) {
            unread = ByteBuffer.allocate(BUFFERED);
        }
        open().seek(fetched);
        int count = open().read(unread.array());
        if (count <= 0) {
            throw new EOFException("a spool file is shorter than what was written to it");
        }
        unread.position(0).limit(count);
        fetched += count;
    }

    /** How many records are left. */
    long records() {
        return records;
    }

    /** How many bytes were appended, those read since included. */
    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
