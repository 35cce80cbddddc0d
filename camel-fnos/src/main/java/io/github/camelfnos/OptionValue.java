package io.github.camelfnos;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text of an option, before Camel converts it: so that one that does not fit is refused in a sentence that says what would,
 * and none is taken for something else. Camel reads {@code requestTimeout=10S} as 0.
 */
final class OptionValue {

    /** The only numbers of Camel's own that are as long as a duration and are none. */
    private static final Set<String> COUNTS = Set.of("repeatCount");
    private static final Pattern DURATION = Pattern.compile("-?\\d+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?");

    private final String name;
    private final Class<?> type;
    private final String text;

    /** @param type what the option takes; a {@code long} is a duration */
    OptionValue(String name, Class<?> type, String text) {
        this.name = name;
        this.type = type;
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text does not fit */
    void check() {
        // An empty one is not set, and one that begins with a hash names a bean.
        if (!text.isEmpty() && !text.startsWith("#") && !fits()) {
            throw new IllegalArgumentException("The option " + name + " must be " + wanted() + ", not '" + text + "'");
        }
    }

    private boolean fits() {
        if (type == boolean.class) {
            return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        }
        if (type == int.class || type == Integer.class) {
            return text.matches("-?\\d{1,10}") && Long.parseLong(text) == (int) Long.parseLong(text);
        }
        if (type == double.class) {
            return text.matches("-?\\d+(\\.\\d+)?");
        }
        if (type == long.class && COUNTS.contains(name)) {
            return text.matches("-?\\d{1,18}");
        }
        if (type == long.class) {
            return DURATION.matcher(text).matches();
        }
        return !type.isEnum() || constants().stream().anyMatch(text::equalsIgnoreCase);
    }

    private String wanted() {
        return type == boolean.class ? "true or false"
                : type == long.class && !COUNTS.contains(name) ? "a duration such as 10s or 500ms, or a number of milliseconds"
                : type == double.class ? "a number"
                : type.isEnum() ? String.join(" or ", constants())
                : "a whole number";
    }

    private List<String> constants() {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    }
}
