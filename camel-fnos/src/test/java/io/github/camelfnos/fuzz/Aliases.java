package io.github.camelfnos.fuzz;

import java.util.HexFormat;
import java.util.function.IntFunction;

/**
 * Stands in, character for character, for texts that only a run knows, such as the id of a request. Frames are made up and
 * mutated with the aliases in them, so that what a seed makes does not depend on the run.
 */
final class Aliases {

    /** Unicode's characters for private use, none of which any transcript holds. */
    private static final char FIRST = '\uE000';
    private static final char LAST = '\uF8FF';

    private final String[] meanings = new String[LAST - FIRST + 1];
    private int used;

    /** The alias of a text. */
    String of(String actual) {
        return add(actual.length(), i -> actual.substring(i, i + 1));
    }

    /** The alias of the same text, which is ASCII, written in JSON's escapes. */
    String escaped(String actual) {
        return add(actual.length(), i -> "\\u00" + HexFormat.of().toHexDigits((byte) actual.charAt(i)));
    }

    private String add(int length, IntFunction<String> meaning) {
        StringBuilder alias = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            meanings[used] = meaning.apply(i);
            alias.append((char) (FIRST + used));
            used++;
        }
        return alias.toString();
    }

    /** The text with every character of an alias replaced by what it stands for. */
    String resolve(String text) {
        StringBuilder resolved = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String meaning = c < FIRST || c > LAST ? null : meanings[c - FIRST];
            if (meaning == null) {
                resolved.append(c);
            } else {
                resolved.append(meaning);
            }
        }
        return resolved.toString();
    }

    /** Forgets them all. */
    void clear() {
        used = 0;
    }
}
