package io.github.camelfnos.simulator;

import java.util.Iterator;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** A home of any number of files, made up while they are read: no list of them is ever held. */
final class MadeUpListing implements FileSource {

    private static final long FIRST_MODIFIED = 1_700_000_000L;
    private static final int LARGEST_SIZE = 10_000_019;

    private final int entries;
    private final String nameFormat;

    MadeUpListing(int entries) {
        this.entries = entries;
        this.nameFormat = "file-%0" + Integer.toString(entries).length() + "d.bin";
    }

    @Override
    public Iterator<FileEntry> list(NasPath folder) throws RefusedException {
        if (!folder.isHome()) {
            throw new RefusedException(isFile(folder) ? Errno.NOT_A_FOLDER : Errno.NOT_FOUND);
        }
        PrimitiveIterator.OfInt numbers = IntStream.rangeClosed(1, entries).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public FileEntry next() {
                return entry(numbers.nextInt());
            }
        };
    }

    private FileEntry entry(int number) {
        long modified = FIRST_MODIFIED + number;
        return new FileEntry(nameFormat.formatted(number), false, number * 7919L % LARGEST_SIZE, modified, modified);
    }

    private boolean isFile(NasPath path) {
        String digits = path.name().replaceAll("\\D", "");
        if (path.segments().size() != 1 || digits.isEmpty() || digits.length() > 9) {
            return false;
        }
        int number = Integer.parseInt(digits);
        return number >= 1 && number <= entries && path.name().equals(nameFormat.formatted(number));
    }
}
