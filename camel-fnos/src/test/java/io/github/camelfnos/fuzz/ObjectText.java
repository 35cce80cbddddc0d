package io.github.camelfnos.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a JSON object, taken apart into its top-level fields without being understood. */
final class ObjectText {

    /** Both are JSON text: the key with its quotes, the value as it stands. */
    record Field(String key, String value) {
    }

    private final List<Field> fields;

    private ObjectText(List<Field> fields) {
        this.fields = fields;
    }

    /** Takes a compact object apart; what no longer is one gives null. */
    static ObjectText of(String text) {
        if (text.length() < 2 || text.charAt(0) != '{' || text.charAt(text.length() - 1) != '}') {
            return null;
        }
        List<Field> fields = new ArrayList<>();
        int at = 1;
        while (at < text.length() - 1) {
            int colon = end(text, at, ':');
            int comma = colon < 0 ? -1 : end(text, colon + 1, ',');
            if (comma < 0) {
                return null;
            }
            fields.add(new Field(text.substring(at, colon), text.substring(colon + 1, comma)));
            at = comma + 1;
        }
        return new ObjectText(fields);
    }

    /** Where the piece that begins here is ended by this character, or by the object's own end; -1 for neither. */
    private static int end(String text, int from, char stop) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth > 0 && (c == '}' || c == ']')) {
                depth--;
            } else if (depth == 0 && (c == stop || stop == ',' && c == '}' && i == text.length() - 1)) {
                return i;
            }
        }
        return -1;
    }

    List<Field> fields() {
        return fields;
    }

    /** Where the field of this name stands, or -1. */
    int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).key().equals('"' + name + '"')) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return fields.stream().map(field -> field.key() + ':' + field.value()).collect(Collectors.joining(",", "{", "}"));
    }
}
