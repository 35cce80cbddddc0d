package io.github.camelfnos;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of an option that is a number of bytes, such as {@code 64KB}. */
final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(?:([KMG])I?)?B?");

    private ByteSize() {
    }

    /**
     * @param  text                     a whole number, of bytes, or of KB, MB or GB, which are powers of 1,024
     * @throws IllegalArgumentException if it is anything else, or 0; the message is a clause that begins with the option
     */
    static long parse(String option, String text) {
        Matcher form = FORM.matcher(text == null ? "" : text.strip().toUpperCase(Locale.ROOT));
        long bytes = form.matches() ? Long.parseLong(form.group(1)) << unit(form.group(2)) : 0;
        if (bytes <= 0) {
            throw new IllegalArgumentException(option + " must be a positive number of bytes, as in 65536, 64KB, 8MB or 1GB, not '" + text + "'");
        }
        return bytes;
    }

    private static int unit(String letter) {
        return letter == null ? 0 : 10 * (1 + "KMG".indexOf(letter));
    }
}
