package io.github.camelfnos.examples.listingsync;

import java.util.Locale;

/** A number of bytes for people to read. */
final class ByteCount {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteCount() {
    }

    static String readable(long bytes) {
        double number = bytes;
        int unit = 0;
        // Not 1024: what would be rounded up to it belongs to the next unit already.
        while (number >= 1023.95 && unit < UNITS.length - 1) {
            number /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", number, UNITS[unit]);
    }
}
