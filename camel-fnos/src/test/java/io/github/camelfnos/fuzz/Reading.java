package io.github.camelfnos.fuzz;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

/**
 * What an independent reader makes of a text frame: the component's own has no part in it.
 *
 * @param fields the object's fields, or null if the text is not exactly one JSON object
 */
record Reading(String text, Map<String, Object> fields) {

    private static final int DOCUMENTED_DEPTH = 500;
    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
            // Or it would remember the keys that mutations make.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DOCUMENTED_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readerFor(Object.class);
    private static final int DIGITS_OF_A_DOUBLE = 300;
    /** Reads bytes as bytes, where the zero of 0.1 counts as one of the thousand digits that a number may have; the other does not. */
    private static final JsonFactory IN_BYTES = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(DOCUMENTED_DEPTH).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE).build()).build();

    static Reading of(String text) {
        try {
            Object value = READER.readValue(text);
            checkHugeNumbers(text);
            if (value instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked") // JSON has text keys only
                Map<String, Object> fields = (Map<String, Object>) map;
                return new Reading(text, fields);
            }
        } catch (IOException | NumberFormatException e) {
            // Not JSON, or beyond all limits.
        }
        return new Reading(text, null);
    }

    boolean malformed() {
        return fields == null;
    }

    /** The top-level id, or null; an id is text. */
    String reqid() {
        return fields.get("reqid") instanceof String text ? text : null;
    }

    boolean pong() {
        return reqid() == null && "pong".equals(fields.get("res"));
    }

    boolean taskInfo() {
        return "taskInfo".equals(fields.get("sysNotify"));
    }

    /** Whether it is a push of that kind. */
    boolean push(String kind) {
        return fields != null && reqid() == null && kind.equals(fields.get("sysNotify"));
    }

    /** Whether silence after this frame alone may end an answer: it says nothing of what is to follow. */
    boolean mayBeAll() {
        boolean task = "taskId".equals(fields.get("sysNotify")) && fields.get("taskId") != null;
        return verdict().mayBe(Verdict.MORE) && !task && !(fields.get("result") instanceof String);
    }

    Verdict verdict() {
        return Verdict.of(fields);
    }

    /** Some are beyond Java, and not only beyond a double. */
    private static void checkHugeNumbers(String text) throws IOException {
        if (!mayHoldHugeNumber(text)) {
            return;
        }
        try (JsonParser parser = IN_BYTES.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && Double.isInfinite(parser.getDoubleValue())) {
                    new BigDecimal(parser.getText());
                }
            }
        }
    }

    private static boolean mayHoldHugeNumber(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (digits > DIGITS_OF_A_DOUBLE || digits > 0 && (c | 0x20) == 'e') {
                return true;
            }
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        }
        return false;
    }

    /** Whether the component has read the same value, where a double cannot hold a number as an exact one. */
    static boolean same(Object read, Object handedOut) {
        if (read instanceof Map<?, ?> left && handedOut instanceof Map<?, ?> right) {
            return left.size() == right.size() && left.entrySet().stream()
                    .allMatch(entry -> right.containsKey(entry.getKey()) && same(entry.getValue(), right.get(entry.getKey())));
        }
        if (read instanceof List<?> left && handedOut instanceof List<?> right) {
            Iterator<?> others = right.iterator();
            return left.size() == right.size() && left.stream().allMatch(value -> same(value, others.next()));
        }
        if (handedOut instanceof BigDecimal exact) {
            return read instanceof Double number && number.isInfinite() && number == exact.doubleValue();
        }
        return read == null ? handedOut == null : read.equals(handedOut);
    }
}
