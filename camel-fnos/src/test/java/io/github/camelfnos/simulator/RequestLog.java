package io.github.camelfnos.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests received last, and how many there were of each operation. */
final class RequestLog {

    private static final int MOST_REQUESTS = 10_000;
    private static final int MOST_OPERATIONS = 10_000;
    /** Requests may be megabytes long; a long run must not fill the memory with them. */
    private static final long MOST_CHARACTERS = 4L << 20;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private long characters;

    private record Line(ReceivedRequest request, int characters) {
    }

    void add(String operation, ReceivedFrame frame, ClientSocket socket) {
        AtomicInteger count = counts.get(operation);
        if (count == null && counts.size() < MOST_OPERATIONS) {
            count = counts.computeIfAbsent(operation, name -> new AtomicInteger());
        }
        if (count != null) {
            count.incrementAndGet();
        }
        Map<String, Object> parameters = Operations.ENCRYPTED.equals(operation)
                ? Map.of() : withoutPasswords(frame.parameters());
        append(new Line(new ReceivedRequest(operation, parameters, frame.isSigned(), socket.id()),
                frame.json().length()));
    }

    private synchronized void append(Line line) {
        lines.add(line);
        characters += line.characters();
        while (lines.size() > MOST_REQUESTS || characters > MOST_CHARACTERS && lines.size() > 1) {
            characters -= lines.remove().characters();
        }
    }

    synchronized List<ReceivedRequest> requests() {
        return lines.stream().map(Line::request).toList();
    }

    int count(String operation) {
        AtomicInteger count = counts.get(operation);
        return count == null ? 0 : count.get();
    }

    private static Map<String, Object> withoutPasswords(Map<String, Object> parameters) {
        Map<String, Object> kept = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (!name.toLowerCase(Locale.ROOT).contains("password")) {
                kept.put(name, withoutPasswords(value));
            }
        });
        return Collections.unmodifiableMap(kept);
    }

    private static Object withoutPasswords(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), field));
            return withoutPasswords(fields);
        }
        if (value instanceof List<?> list) {
            List<Object> kept = new ArrayList<>();
            list.forEach(element -> kept.add(withoutPasswords(element)));
            return Collections.unmodifiableList(kept);
        }
        return value;
    }
}
