package io.github.camelfnos;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object that came from the NAS: an immutable {@code Map}, safe for concurrent reads and serializable. Whole
 * numbers are exact ({@code Integer}, {@code Long} or {@code BigInteger}). Camel's type converters turn it into JSON as
 * {@code String}, {@code byte[]} or {@code InputStream}, and into Jackson's {@code JsonNode}.
 */
public abstract sealed class FnosRecord extends AbstractMap<String, Object> implements Serializable
        permits FnosResponse, FnosEntry {

    private static final long serialVersionUID = 1L;

    // Serializable because the protocol storey makes it of maps and lists that are.
    @SuppressWarnings("serial")
    private final Map<String, Object> fields;

    /** @param fields immutable and serializable */
    FnosRecord(Map<String, Object> fields) {
        this.fields = fields;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return fields.entrySet();
    }

    @Override
    public Object get(Object key) {
        return fields.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return fields.containsKey(key);
    }
}
