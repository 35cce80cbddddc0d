package io.github.camelfnos.protocol;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A small JSON object as it was read: an immutable map in the order of its fields. A listing consists of thousands of them with a
 * handful of fields each, for which a hash table would take five times the memory and most of the time of the reading. Safe for
 * concurrent use.
 */
final class JsonObject extends AbstractMap<String, Object> implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Beyond it a field is found faster by its hash than by looking at each. */
    private static final int MOST_FIELDS = 16;
    private static final int USUAL_FIELDS = 8;

    /** Name, value, name, value; values are serializable, as {@link Json} says. */
    @SuppressWarnings("serial")
    private final Object[] pairs;
    private final int size;

    private JsonObject(Object[] pairs, int size) {
        this.pairs = pairs;
        this.size = size;
    }

    /** Puts an object together; to be used once. */
    static final class Builder {

        private Object[] pairs = new Object[2 * USUAL_FIELDS];
        private int size;
        private Map<String, Object> large;

        /** Adds a field; of a name that stands twice the last value counts. */
        void put(String name, Object value) {
            if (large != null) {
                large.put(name, value);
                return;
            }
            int at = indexOf(name, pairs, size);
            if (at >= 0) {
                pairs[at + 1] = value;
            } else if (size == MOST_FIELDS) {
                large = new LinkedHashMap<>(4 * MOST_FIELDS);
                new JsonObject(pairs, size).forEach(large::put);
                large.put(name, value);
            } else {
                if (2 * size == pairs.length) {
                    pairs = Arrays.copyOf(pairs, 2 * pairs.length);
                }
                pairs[2 * size] = name;
                pairs[2 * size + 1] = value;
                size++;
            }
        }

        Map<String, Object> build() {
            return large == null ? new JsonObject(pairs, size) : Collections.unmodifiableMap(large);
        }
    }

    private static int indexOf(Object name, Object[] pairs, int size) {
        for (int at = 0; at < 2 * size; at += 2) {
            if (pairs[at].equals(name)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public Object get(Object name) {
        int at = indexOf(name, pairs, size);
        return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return indexOf(name, pairs, size) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int at = 0; at < 2 * size; at += 2) {
            action.accept((String) pairs[at], pairs[at + 1]);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<String, Object>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Entry<String, Object>> iterator() {
            return new Iterator<>() {

                private int at;

                @Override
                public boolean hasNext() {
                    return at < 2 * size;
                }

                @Override
                public Entry<String, Object> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    Entry<String, Object> entry = new SimpleImmutableEntry<>((String) pairs[at], pairs[at + 1]);
                    at += 2;
                    return entry;
                }
            };
        }
    }
}
