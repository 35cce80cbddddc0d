package io.github.camelfnos.examples.listingtostream;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file of events, one in a line (NDJSON). A program that was killed may have written some and not told the database so: they are the last
 * lines, and are not written again. Used by one thread at a time.
 */
public final class EventFile {

    /**
     * How many lines are known. Not just the 500 that are sent at once: while Kafka is away, transactions that were under way put events
     * before those that are in the file already, and each may have 500 as well.
     */
    private static final int LAST = 10_000;
    /** Of each line. */
    private static final String BEGIN = "{\"id\":";

    private final Path file;
    /** The last lines of the file, in their order, or null. */
    private Set<String> last;

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

    /**
     * Writes those of the events that are not there yet, and has them on the disk when it returns. Locks the file meanwhile, as a program with
     * another database may write to the same.
     */
    public void append(List<Event> events) throws IOException {
        Set<String> known = last;
        // After a failure only the file knows what was written.
        last = null;
        try (RandomAccessFile opened = open(); FileLock lock = opened.getChannel().lock()) {
            cutOffHalfALine(opened);
            Set<String> written = known == null ? lastLines(opened) : known;
            List<String> lines = events.stream().map(Event::json).filter(json -> !written.contains(json)).toList();
            opened.seek(opened.length());
            opened.write(lines.stream().map(json -> json + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8));
            opened.getFD().sync();
            written.addAll(lines);
            Iterator<String> oldest = written.iterator();
            while (written.size() > LAST) {
                oldest.next();
                oldest.remove();
            }
            last = written;
        }
    }

    /** Cuts off one that was not written to its end, and nothing else. */
    private void cutOffHalfALine(RandomAccessFile opened) throws IOException {
        long end = beforeLines(opened, opened.length(), 0);
        byte[] begin = new byte[(int) Math.min(BEGIN.length(), opened.length() - end)];
        opened.seek(end);
        opened.readFully(begin);
        if (!BEGIN.startsWith(new String(begin, StandardCharsets.UTF_8))) {
            throw new IOException("The file " + file + " is no file of events; name another with --file");
        }
        opened.setLength(end);
    }

    private static Set<String> lastLines(RandomAccessFile opened) throws IOException {
        long end = opened.length();
        long begin = beforeLines(opened, end, LAST);
        byte[] lines = new byte[Math.toIntExact(end - begin)];
        opened.seek(begin);
        opened.readFully(lines);
        return new String(lines, StandardCharsets.UTF_8).lines().collect(Collectors.toCollection(LinkedHashSet::new));
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
