package io.github.camelfnos.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Objects are maps like any other, whether they have few fields or many. */
class JsonObjectTest {

    /** Field {@code n} has the value {@code n}, but the last one none. */
    private static Map<String, Object> read(int fields) throws MalformedFrameException {
        return Json.readObject(IntStream.range(0, fields).mapToObj(n -> "\"f" + n + "\":" + (n == fields - 1 ? "null" : n))
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static Map<String, Object> expected(int fields) {
        Map<String, Object> expected = new LinkedHashMap<>();
        IntStream.range(0, fields).forEach(n -> expected.put("f" + n, n == fields - 1 ? null : n));
        return expected;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 7, 8, 9, 15, 16, 17, 18, 500 })
    void anObjectOfAnySizeIsAMapInTheOrderOfItsFields(int fields) throws Exception {
        Map<String, Object> object = read(fields);
        Map<String, Object> expected = expected(fields);

        assertEquals(expected, object);
        assertEquals(object, expected);
        assertEquals(expected.hashCode(), object.hashCode());
        assertEquals(expected.toString(), object.toString());
        assertEquals(fields, object.size());
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(object.keySet()));
        List<Object> visited = new ArrayList<>();
        object.forEach((name, value) -> visited.add(name + "=" + value));
        assertEquals(expected.entrySet().stream().map(String::valueOf).toList(), visited);
        expected.forEach((name, value) -> {
            assertTrue(object.containsKey(name));
            assertEquals(value, object.get(name));
        });
        assertFalse(object.containsKey("g"));
        assertNull(object.get("g"));
        assertNull(object.get(null));
        assertNull(object.get(1));
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 16, 17 })
    void nobodyCanChangeAnObject(int fields) throws Exception {
        Map<String, Object> object = read(fields);

        assertThrows(UnsupportedOperationException.class, () -> object.put("f0", "other"));
        assertThrows(UnsupportedOperationException.class, () -> object.remove("f0"));
        assertThrows(UnsupportedOperationException.class, object::clear);
        assertThrows(UnsupportedOperationException.class, () -> object.entrySet().iterator().next().setValue("other"));
        assertThrows(UnsupportedOperationException.class, () -> object.replaceAll((name, value) -> "other"));
        Iterator<String> names = object.keySet().iterator();
        names.next();
        assertThrows(UnsupportedOperationException.class, names::remove);
        assertEquals(expected(fields), object);
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 17 })
    void anObjectCanBeSerialized(int fields) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(read(fields));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(expected(fields), in.readObject());
        }
    }

    @Test
    void ofAFieldThatStandsTwiceTheLastValueCountsAtTheFirstPlace() throws Exception {
        assertEquals("{a=3, b=2}", Json.readObject("{\"a\":1,\"b\":2,\"a\":3}").toString());
        String many = IntStream.range(0, 20).mapToObj(n -> "\"f" + n + "\":" + n).collect(Collectors.joining(","));
        Map<String, Object> large = Json.readObject("{" + many + ",\"f2\":\"last\"}");
        assertEquals(20, large.size());
        assertEquals("last", large.get("f2"));
        assertEquals("f2", List.copyOf(large.keySet()).get(2));
    }

    @Test
    void itsIteratorEndsLikeAnyOther() throws Exception {
        Iterator<Map.Entry<String, Object>> entries = read(1).entrySet().iterator();
        entries.next();
        assertFalse(entries.hasNext());
        assertThrows(NoSuchElementException.class, entries::next);
    }
}
