package io.github.camelfnos;

import java.util.Map;

/** One entry of an answer's list, such as a file of {@code file.ls}. */
public final class FnosEntry extends FnosRecord {

    private static final long serialVersionUID = 1L;

    FnosEntry(Map<String, Object> fields) {
        super(fields);
    }

    /** The names of its fields; their values may be private, and stand in the JSON that it converts to. */
    @Override
    public String toString() {
        return "FnosEntry" + keySet();
    }
}
