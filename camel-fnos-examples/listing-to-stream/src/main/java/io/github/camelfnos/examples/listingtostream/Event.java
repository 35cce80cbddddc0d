package io.github.camelfnos.examples.listingtostream;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A change of an entry, as those learn of it who read the stream.
 *
 * @param path of the entry
 * @param json all that is said of the change, in one line
 */
public record Event(String path, String json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param rows of the table nas_event */
    public static List<Event> of(List<Map<String, Object>> rows) {
        return rows.stream().map(Event::of).toList();
    }

    private static Event of(Map<String, Object> row) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", row.get("id"));
        event.put("kind", row.get("kind"));
        event.put("path", row.get("path"));
        event.put("directory", row.get("directory"));
        event.put("size", row.get("size"));
        event.put("modified", row.get("modified") instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()).toString() : null);
        event.put("noticed", Instant.ofEpochMilli(((Number) row.get("noticed")).longValue()).toString());
        try {
            return new Event((String) row.get("path"), JSON.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
