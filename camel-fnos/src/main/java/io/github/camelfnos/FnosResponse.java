package io.github.camelfnos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The answer to a request: every field but the envelope's ({@code reqid}, {@code req}, {@code result}, {@code rev},
 * {@code errno}), unknown ones included. The objects in its lists are {@link FnosEntry}.
 */
public final class FnosResponse extends FnosRecord {

    private static final long serialVersionUID = 1L;

    private final String operation;

    /**
     * @param operation the operation that was answered
     * @param payload   the fields, immutable
     */
    FnosResponse(String operation, Map<String, Object> payload) {
        super(withEntries(payload));
        this.operation = operation;
    }

    /** The operation and the sizes of its lists; the content may be private, and stands in the JSON that it converts to. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "FnosResponse[" + operation + ": ", "]");
        text.add(size() + " fields");
        forEach((name, value) -> {
            if (value instanceof List<?> list) {
                text.add(list.size() + " " + name);
            }
        });
        return text.toString();
    }

    private static Map<String, Object> withEntries(Map<String, Object> object) {
        if (!hasContainers(object)) {
            return object;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(name, withEntries(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static boolean hasContainers(Map<String, Object> object) {
        for (Object value : object.values()) {
            if (value instanceof Map || value instanceof List) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // the decoder makes objects with text keys only
    private static Object withEntries(Object value) {
        if (value instanceof Map<?, ?> object) {
            return withEntries((Map<String, Object>) object);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(element instanceof Map<?, ?> object ? new FnosEntry((Map<String, Object>) object) : element);
            }
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
