package io.github.camelfnos.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An error number of the NAS with its meaning. The table is {@code errno.tsv} beside this class: the founding
 * document's codes and those that working clients have seen beyond it.
 *
 * @param code     the number
 * @param category what kind of failure it is
 * @param chinese  the NAS's own text
 * @param english  the same in English
 */
public record Errno(int code, ErrnoCategory category, String chinese, String english) {

    /** Stands where the NAS reported a failure without a number. */
    public static final int NONE_GIVEN = -1;

    /** Not logged in: the session of this socket is gone. */
    public static final int NOT_LOGGED_IN = 4224;

    /** The user name or the password is wrong; which of them is never told. */
    public static final int WRONG_CREDENTIALS = 131072;

    /** The user or the address is banned for a while, after too many failed logins. */
    public static final int BANNED = 131089;

    /** The NAS does not know the operation. */
    public static final int UNKNOWN_OPERATION = 10000002;

    /** Failures inside the NAS that pass by themselves: internal error, out of memory, I/O and database errors. */
    private static final Set<Integer> PASSING = Set.of(4096, 4098, 4128, 4208);

    private static final Map<Integer, Errno> TABLE = load();

    /** The entry of a code; one that is not in the table is a {@link ErrnoCategory#SERVER} failure of that number. */
    public static Errno of(int code) {
        Errno known = TABLE.get(code);
        if (known != null) {
            return known;
        }
        return code == NONE_GIVEN
                ? new Errno(code, ErrnoCategory.SERVER, "操作失败", "The operation failed")
                : new Errno(code, ErrnoCategory.SERVER, "未知错误码", "Unknown error code");
    }

    /** Whether the NAS may accept the same request later. It does not say that this one had no effect. */
    public boolean retryable() {
        return category == ErrnoCategory.BUSY || PASSING.contains(code);
    }

    /** All known codes, ascending. */
    public static Collection<Errno> all() {
        return TABLE.values();
    }

    private static Map<Integer, Errno> load() {
        Map<Integer, Errno> table = new TreeMap<>();
        try (InputStream stream = Errno.class.getResourceAsStream("errno.tsv");
             BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split("\t")).forEach(column -> {
                int code = Integer.parseInt(column[0]);
                table.put(code, new Errno(code, ErrnoCategory.of(column[1]), column[2], column[3]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(table);
    }
}
