package io.github.camelfnos.fuzz;

import java.util.Map;
import java.util.Set;

/** What a frame means for its request, by the rules of the protocol and not by the component's code. */
enum Verdict {

    /** The answer goes on. */
    MORE,
    /** It has ended well. */
    SUCCESS,
    /** It has ended, and the request has failed. */
    FAILURE,
    /** The rules leave open whether it goes on or has failed. */
    MORE_OR_FAILURE,
    /** The rules leave everything open. */
    ANYTHING;

    private static final Set<String> WELL = Set.of("succ", "suc", "success");
    private static final Set<String> ILL = Set.of("fail", "cancel");

    private enum Number {
        NONE, SOME, ODD
    }

    static Verdict of(Map<String, Object> fields) {
        Object result = fields.get("result");
        Number errno = number(fields.get("errno"));
        if (errno == Number.SOME || result instanceof String text && ILL.contains(text)) {
            return FAILURE;
        }
        if (errno == Number.ODD) {
            return ANYTHING;
        }
        if (result != null) {
            return result instanceof String text && WELL.contains(text) ? SUCCESS : MORE;
        }
        return withoutResult(fields);
    }

    private static Verdict withoutResult(Map<String, Object> fields) {
        Object errmsg = fields.get("errmsg");
        Number code = fields.get("msg") == null ? Number.NONE : number(fields.get("code"));
        boolean silent = errmsg == null || errmsg instanceof String text && text.isBlank();
        if (silent && code == Number.NONE) {
            return MORE;
        }
        boolean clear = !fields.containsKey("errno") && (code == Number.SOME || errmsg instanceof String text && !text.isBlank());
        return clear ? FAILURE : MORE_OR_FAILURE;
    }

    /** Zeros that are written like no zero of a NAS are odd. */
    private static Number number(Object value) {
        if (value == null || value.equals("") || value.equals("0") || value.equals(0) || value.equals(false)) {
            return Number.NONE;
        }
        boolean zero = value instanceof java.lang.Number number && number.doubleValue() == 0
                || value instanceof String text && (text.isBlank() || text.matches("\\s*-?0+\\s*"));
        return zero ? Number.ODD : Number.SOME;
    }

    /** The errno, where there can be no doubt about it; otherwise 0. */
    static int errno(Map<String, Object> fields) {
        Object errno = fields.get("errno");
        if (errno instanceof Integer number) {
            return number;
        }
        return errno instanceof String text && text.matches("-?[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
    }

    boolean mayBe(Verdict other) {
        return this == other || this == ANYTHING || this == MORE_OR_FAILURE && (other == MORE || other == FAILURE);
    }
}
