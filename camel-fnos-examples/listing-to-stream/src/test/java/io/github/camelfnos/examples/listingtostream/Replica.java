package io.github.camelfnos.examples.listingtostream;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What somebody makes of the events who has nothing else, and who finds out when one is missing or comes at the wrong time. */
final class Replica {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Long>> entries = new TreeMap<>();
    private final Set<Long> ids = new HashSet<>();
    private int repeated;

    /** Of the events in the order in which they came. */
    static Replica of(Stream<String> events) throws Exception {
        Replica replica = new Replica();
        for (String event : events.toList()) {
            replica.take(JSON.readTree(event));
        }
        return replica;
    }

    private void take(JsonNode event) {
        if (!ids.add(event.get("id").longValue())) {
            repeated++;
            return;
        }
        String path = event.get("path").textValue();
        boolean isKnown = entries.containsKey(path);
        List<Long> file = event.get("directory").booleanValue()
                ? null
                : List.of(event.get("size").longValue(), Instant.parse(event.get("modified").textValue()).getEpochSecond());
        String kind = event.get("kind").textValue();
        if (kind.equals("added") == isKnown) {
            throw new AssertionError(kind + (isKnown ? " again: " : " out of nothing: ") + event);
        }
        switch (kind) {
            case "added", "changed" -> entries.put(path, file);
            case "deleted" -> entries.remove(path);
            default -> throw new AssertionError(event.toString());
        }
    }

    /** By path: the size and the time of a file, and null of a folder. */
    Map<String, List<Long>> entries() {
        return entries;
    }

    /** How many different events there were. */
    int count() {
        return ids.size();
    }

    /** How many came again. */
    int repeated() {
        return repeated;
    }
}
