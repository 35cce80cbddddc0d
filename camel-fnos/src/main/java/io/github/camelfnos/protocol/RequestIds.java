package io.github.camelfnos.protocol;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes the {@code reqid} of each request in the form that the NAS's own front end uses, 28 hex digits: 8 of Unix
 * seconds, 16 of the session's {@code backId} (zeros before login), 4 of a counter.
 *
 * <p>
 * Ids never repeat. Seconds and counter are one number that only grows: when the counter overflows within a second,
 * or the clock goes back, the seconds run ahead of the clock. Safe for concurrent use, without locks.
 */
public final class RequestIds {

    /** The {@code backId} of a socket that has not logged in. */
    public static final String NO_BACK_ID = "0000000000000000";

    private static final int COUNTER_BITS = 16;
    private static final int COUNTER_DIGITS = 4;
    private static final int SECONDS_DIGITS = 8;

    private final LongSupplier clock;
    private final AtomicLong last;
    private volatile String backId = NO_BACK_ID;

    /** @param clock gives Unix time in seconds */
    public RequestIds(LongSupplier clock) {
        this.clock = clock;
        this.last = new AtomicLong(clock.getAsLong() << COUNTER_BITS);
    }

    /**
     * Uses the {@code backId} of a session for all further ids.
     *
     * @param backId what the login's answer gave; anything but 16 hex digits is left aside, since an id is opaque to
     *               the NAS and its form a courtesy
     */
    public void backId(String backId) {
        this.backId = backId != null && backId.matches("[0-9a-fA-F]{16}") ? backId : NO_BACK_ID;
    }

    /** The next id, different from every one that this object has given. */
    public String next() {
        long now = clock.getAsLong() << COUNTER_BITS;
        long sequence = last.updateAndGet(previous -> Math.max(previous + 1, now));
        byte[] id = new byte[SECONDS_DIGITS + NO_BACK_ID.length() + COUNTER_DIGITS];
        String middle = backId;
        putHex(sequence >>> COUNTER_BITS, id, 0, SECONDS_DIGITS);
        for (int i = 0; i < middle.length(); i++) {
            id[SECONDS_DIGITS + i] = (byte) middle.charAt(i);
        }
        putHex(sequence, id, id.length - COUNTER_DIGITS, COUNTER_DIGITS);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    /** The last digits of a number. */
    private static void putHex(long value, byte[] target, int from, int digits) {
        for (int i = 0; i < digits; i++) {
            target[from + i] = (byte) Character.forDigit((int) (value >>> 4 * (digits - 1 - i)) & 0xf, 16);
        }
    }
}
