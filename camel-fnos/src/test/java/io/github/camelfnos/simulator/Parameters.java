package io.github.camelfnos.simulator;

import java.util.List;
import java.util.Map;

/** The parameters of a request, with their types checked: what is missing or of another type is refused with 8192. */
final class Parameters {

    private final Map<String, Object> values;

    Parameters(Map<String, Object> values) {
        this.values = values;
    }

    String text(String name) throws RefusedException {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new RefusedException(Errno.BAD_PARAMETER);
    }

    /** The text, or null when it is null or absent. */
    String textOrNull(String name) throws RefusedException {
        return values.get(name) == null ? null : text(name);
    }

    /** The texts of a list, which must have one at least. */
    List<String> texts(String name) throws RefusedException {
        if (values.get(name) instanceof List<?> list && !list.isEmpty()
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new RefusedException(Errno.BAD_PARAMETER);
    }

    int number(String name) throws RefusedException {
        if (values.get(name) instanceof Integer number) {
            return number;
        }
        throw new RefusedException(Errno.BAD_PARAMETER);
    }

    /** True for true and 1; false for false, 0 and nothing. */
    boolean flag(String name) throws RefusedException {
        Object value = values.get(name);
        if (value == null || Boolean.FALSE.equals(value) || Integer.valueOf(0).equals(value)) {
            return false;
        }
        if (Boolean.TRUE.equals(value) || Integer.valueOf(1).equals(value)) {
            return true;
        }
        throw new RefusedException(Errno.BAD_PARAMETER);
    }
}
