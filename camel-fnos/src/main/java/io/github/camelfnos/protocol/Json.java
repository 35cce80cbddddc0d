package io.github.camelfnos.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;

/**
 * JSON as the protocol writes and reads it: compact, UTF-8 unescaped, whole numbers exact.
 *
 * <p>
 * What is read comes as immutable, serializable {@code Map}, {@code List}, {@code String}, {@code Integer},
 * {@code Long}, {@code BigInteger}, {@code Double} (a {@code BigDecimal} where a double would overflow),
 * {@code Boolean} and {@code null}. Objects keep the order of their keys; of a key that stands twice the last value
 * counts. Nesting deeper than {@value #MAX_DEPTH} levels and numbers of more than 1,000 digits are refused. All methods
 * are safe for concurrent use.
 */
public final class Json {

    /** The deepest nesting that is read; a deeper text would only cost stack. */
    public static final int MAX_DEPTH = 500;

    /** By so many bytes Jackson decides which encoding it is. */
    private static final int ENCODING_MARKS = 4;
    private static final byte BYTE_ORDER_MARK = (byte) 0xef;

    // The size of a text is bounded by the transport's frame limit, so strings and names inside need no limit of their own.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .addDecorator((factory, generator) -> new FiniteNumbers(generator))
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {
    }

    /** JSON has no NaN and no infinity; Jackson would write them as texts. */
    private static final class FiniteNumbers extends JsonGeneratorDelegate {

        FiniteNumbers(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public void writeNumber(double number) throws IOException {
            if (!Double.isFinite(number)) {
                throw new NotFiniteException(number);
            }
            super.writeNumber(number);
        }

        @Override
        public void writeNumber(float number) throws IOException {
            if (!Float.isFinite(number)) {
                throw new NotFiniteException(number);
            }
            super.writeNumber(number);
        }

        @Override
        public void writeArray(double[] array, int offset, int length) throws IOException {
            writeStartArray();
            for (int i = offset; i < offset + length; i++) {
                writeNumber(array[i]);
            }
            writeEndArray();
        }
    }

    private static final class NotFiniteException extends JsonGenerationException {

        private static final long serialVersionUID = 1L;

        NotFiniteException(double number) {
            super("JSON has no number " + number, (JsonGenerator) null);
        }
    }

    /**
     * Reads a text that holds exactly one JSON object.
     *
     * @throws MalformedFrameException if it is anything else; the message shows nothing of the text
     */
    public static Map<String, Object> readObject(String text) throws MalformedFrameException {
        return object(read(text));
    }

    /**
     * The same from a part of an array.
     *
     * @param utf8 valid UTF-8, without a byte order mark
     */
    static Map<String, Object> readObject(byte[] utf8, int from, int length) throws MalformedFrameException {
        // Jackson would take these for a byte order mark, which JSON text may not have, and for UTF-16 or UTF-32.
        boolean other = length > 0 && utf8[from] == BYTE_ORDER_MARK;
        for (int i = from; i < from + Math.min(length, ENCODING_MARKS); i++) {
            other |= utf8[i] == 0;
        }
        if (other) {
            throw new MalformedFrameException("it is not valid JSON");
        }
        return object(read(() -> FACTORY.createParser(utf8, from, length)));
    }

    private static Map<String, Object> object(Object value) throws MalformedFrameException {
        if (value instanceof Map<?, ?> object) {
            @SuppressWarnings("unchecked") // the reader makes objects with text keys only
            Map<String, Object> fields = (Map<String, Object>) object;
            return fields;
        }
        throw new MalformedFrameException("it is JSON, but not an object");
    }

    /**
     * Reads a text that holds exactly one JSON value of any kind.
     *
     * @throws MalformedFrameException if it is not JSON, or more than one value; the message shows nothing of the text
     */
    public static Object read(String text) throws MalformedFrameException {
        return read(() -> FACTORY.createParser(text));
    }

    @FunctionalInterface
    private interface Source {
        JsonParser open() throws IOException;
    }

    private static Object read(Source source) throws MalformedFrameException {
        try (JsonParser parser = source.open()) {
            if (parser.nextToken() == null) {
                throw new MalformedFrameException("it is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new MalformedFrameException("more text follows the JSON value" + at(parser.currentTokenLocation()));
            }
            return value;
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the text, which may hold a password.
            throw new MalformedFrameException("it is not valid JSON" + at(e.getLocation()));
        } catch (IOException | RuntimeException e) {
            throw new MalformedFrameException("it cannot be read as JSON: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Writes a value as compact JSON in UTF-8. Half of a surrogate pair, which UTF-8 cannot express, goes out as an escape.
     *
     * @param  value                    a Map, List, text, number, boolean, null, a Jackson node, or any bean that
     *                                  Jackson can write
     * @throws IllegalArgumentException if it has no JSON form; the message shows none of the values
     */
    public static byte[] write(Object value) {
        if (value instanceof String text && isPlain(text)) {
            return ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
        }
        try {
            // By way of a String, because Jackson's own UTF-8 writer escapes every character beyond the basic plane.
            return escapeHalfPairs(MAPPER.writeValueAsString(value)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            // What a bean's own getter threw may quote a value.
            String reason = e instanceof InvalidDefinitionException unknown && unknown.getType() != null
                    ? "a " + unknown.getType().toCanonical() + " has no JSON form"
                    : e.getCause() == null ? e.getOriginalMessage()
                    : e.getCause() instanceof NotFiniteException notFinite ? notFinite.getOriginalMessage()
                    : e.getCause().getClass().getName();
            throw new IllegalArgumentException("cannot be written as JSON: " + reason);
        }
    }

    /** Texts that need none of Jackson's care, such as the name of an operation. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    /** In JSON text half of a surrogate pair can only stand inside a string, where its escape may stand as well. */
    private static String escapeHalfPairs(String json) {
        StringBuilder escaped = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
                continue;
            }
            if (escaped == null) {
                escaped = new StringBuilder(json.length() + 5);
            }
            escaped.append(json, copied, i).append("\\u").append(Integer.toHexString(c));
            copied = i + 1;
        }
        return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        JsonObject.Builder object = new JsonObject.Builder();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object.build();
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return Collections.unmodifiableList(array);
    }

    private static Number decimal(JsonParser parser) throws IOException {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            BigDecimal exact = parser.getDecimalValue();
            return exact;
        }
        return number;
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
