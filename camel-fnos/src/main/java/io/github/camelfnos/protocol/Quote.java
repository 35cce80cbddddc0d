package io.github.camelfnos.protocol;

import java.util.List;

/** Words of the other side, made fit to stand in a message of ours. */
public final class Quote {

    private static final int MAX_LENGTH = 200;
    private static final String CUT = "...";

    private Quote() {
    }

    /** One line without control or formatting characters, cut at 200 characters; an empty one for null. */
    public static String of(String text) {
        String line = text == null ? "" : text.replaceAll("[\\p{C}\\s\\p{Zl}\\p{Zp}]+", " ").strip();
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        boolean inPair = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1));
        return line.substring(0, inPair ? MAX_LENGTH - 1 : MAX_LENGTH) + CUT;
    }

    /**
     * The same, with {@code ...} wherever the other side repeats one of these.
     *
     * @param secrets in any order; where one begins with another, the longer one is meant
     */
    public static String without(List<String> secrets, String text) {
        List<String> repeated = secrets.stream().filter(secret -> !secret.isEmpty() && text.contains(secret)).distinct()
                .sorted((one, other) -> Integer.compare(other.length(), one.length())).toList();
        StringBuilder rest = new StringBuilder();
        int at = 0;
        // A little more than is shown, as white space may still shrink.
        while (at < text.length() && rest.length() < 4 * MAX_LENGTH) {
            int here = at;
            String secret = repeated.stream().filter(one -> text.startsWith(one, here)).findFirst().orElse(null);
            rest.append(secret == null ? text.substring(at, at + 1) : CUT);
            at += secret == null ? 1 : secret.length();
        }
        return of(rest.toString());
    }
}
