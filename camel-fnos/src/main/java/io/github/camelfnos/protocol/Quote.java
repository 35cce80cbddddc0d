package io.github.camelfnos.protocol;

import java.util.Collection;
import java.util.Comparator;
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
     * The same, with {@code ...} wherever the other side repeats one of these. Its cost is that of a thousand characters,
     * however long the text is.
     *
     * @param secrets not empty texts; where one begins with another, the longer one is meant
     */
    public static String without(Collection<String> secrets, String text) {
        List<String> longestFirst = secrets.stream().distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList();
        StringBuilder rest = new StringBuilder();
        int at = 0;
        // More than is shown, as white space may still shrink.
        while (at < text.length() && rest.length() < 4 * MAX_LENGTH) {
            int here = at;
            String secret = longestFirst.stream().filter(one -> text.startsWith(one, here)).findFirst().orElse(null);
            rest.append(secret == null ? text.substring(at, at + 1) : CUT);
            at += secret == null ? 1 : secret.length();
        }
        return of(rest.toString());
    }
}
