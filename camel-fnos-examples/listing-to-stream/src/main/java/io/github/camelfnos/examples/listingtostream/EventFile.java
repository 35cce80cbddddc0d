package io.github.camelfnos.examples.listingtostream;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file of events, one in a line (NDJSON). A program that was killed may have written some and not told the database so: they are the last
 * lines, and are not written again. Used by one thread at a time.
 */
public final class EventFile {

    /** The most events that are written before the database is told. */
    private static final int BATCH = 500;

    private final Path file;

    /** @throws IOException if it cannot be written */
    EventFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        try {
            open().close();
        } catch (IOException e) {
            throw new IOException("The file " + this.file + " cannot be written: " + e.getMessage());
        }
    }

    private RandomAccessFile open() throws IOException {
        return new RandomAccessFile(file.toFile(), "rw");
    }

    /** Writes those of the events that are not there yet, and has them on the disk when it returns. */
    public void append(List<Event> events) throws IOException {
        try (RandomAccessFile opened = open()) {
            Set<String> last = lastLines(opened);
            String lines = events.stream().map(Event::json).filter(json -> !last.contains(json)).map(json -> json + "\n")
                    .collect(Collectors.joining());
            opened.seek(opened.length());
            opened.write(lines.getBytes(StandardCharsets.UTF_8));
            opened.getFD().sync();
        }
    }

    /** The last lines, after one was cut off that was not written to its end. */
    private static Set<String> lastLines(RandomAccessFile opened) throws IOException {
        long end = beforeLines(opened, opened.length(), 0);
        opened.setLength(end);
        long begin = beforeLines(opened, end, BATCH);
        byte[] lines = new byte[Math.toIntExact(end - begin)];
        opened.seek(begin);
        opened.readFully(lines);
        return new String(lines, StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
    }

    /** Where so many whole lines before an end begin. */
    private static long beforeLines(RandomAccessFile opened, long end, int lines) throws IOException {
        byte[] block = new byte[8192];
        int left = lines;
        for (long position = end; position > 0;) {
            int length = (int) Math.min(block.length, position);
            position -= length;
            opened.seek(position);
            opened.readFully(block, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n' && left-- == 0) {
                    return position + i + 1;
                }
            }
        }
        return 0;
    }
}
