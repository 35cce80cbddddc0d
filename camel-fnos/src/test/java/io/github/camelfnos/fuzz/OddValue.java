package io.github.camelfnos.fuzz;

import java.util.Random;

/** JSON values, and things that only look like them, that a frame does not hold as a rule. */
final class OddValue {

    private static final String[] SMALL = {
            "null", "true", "false", "0", "-0", "0.0", "1", "-1", "4097", "4224", "131072", "135168", "1.5", "4096.0",
            "1e0", "1e3", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807",
            "9223372036854775808", "-1e400", "1e308", "1e309", "1e-400", "1E+2147483647", "1E+2147483648",
            "1E-2147483649", "18446744073709551616", "\"\"", "\" \"", "\"0\"", "\"00\"", "\"-0\"", "\" 4224 \"",
            "\"-1\"", "\"4224\"", "\"99999999999\"", "\"null\"", "\"false\"", "\"٤٢٢٤\"", "[]", "[0]", "[[]]", "[null]",
            "{}", "{\"errno\":1}", "{\"reqid\":\"1\"}", "\"succ\"", "\"suc\"", "\"success\"", "\"SUCC\"", "\"succ \"",
            "\"\\u0073ucc\"", "\"fail\"", "\"cancel\"", "\"f\\u0061il\"", "\"doing\"", "\"done\"", "\"pong\"",
            "\"kicked\"", "\"tokenExpired\"", "\"taskId\"", "\"taskInfo\"", "\"a\\r\\nb\"", "\"\\u2028\"",
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ufffe\"", "NaN", "Infinity", "-Infinity", "-",
            "+1", "01", ".5", "1.", "1e", "0x10", "'x'", "undefined", "\"\\x\"", "\"\\u12\"", "\"\n\"", "tru", "" };
    private static final int[] DIGITS = { 19, 20, 39, 100, 310, 999, 1_000, 1_001, 5_000 };
    private static final int[] LEVELS = { 3, 50, 400, 497, 498, 499, 500, 501, 502, 1_000, 5_000 };
    private static final int[] LENGTHS = { 600, 1_000, 2_000, 4_000, 4_001, 8_000, 8_001, 16_000, 70_000 };

    private OddValue() {
    }

    static String any(Random random) {
        return SMALL[random.nextInt(SMALL.length)];
    }

    /** A number of very many digits, or of a very large or small exponent. */
    static String number(Random random) {
        String digits = digits(random, DIGITS[random.nextInt(DIGITS.length)]);
        return switch (random.nextInt(6)) {
            case 0 -> "-" + digits;
            case 1 -> "0." + digits;
            case 2 -> digits + "." + digits;
            case 3 -> "1e" + digits.substring(0, 1 + random.nextInt(12));
            case 4 -> "1e-" + digits.substring(0, 1 + random.nextInt(12));
            default -> digits;
        };
    }

    private static String digits(Random random, int length) {
        StringBuilder digits = new StringBuilder(length).append((char) ('1' + random.nextInt(9)));
        while (digits.length() < length) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** Arrays or objects in each other; now and then one of the ends is missing. */
    static String nested(Random random, String core) {
        int levels = LEVELS[random.nextInt(LEVELS.length)];
        boolean arrays = random.nextBoolean();
        int ends = levels - (random.nextInt(10) == 0 ? 1 : 0);
        return (arrays ? "[" : "{\"a\":").repeat(levels) + core + (arrays ? "]" : "}").repeat(ends);
    }

    /** A text or an array far larger than usual. */
    static String large(Random random) {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        return random.nextBoolean() ? '"' + "长".repeat(length / 3) + '"' : "[" + "1,".repeat(length / 2) + "0]";
    }
}
