package io.github.camelfnos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.StreamCache;

import io.github.camelfnos.protocol.Json;
import io.github.camelfnos.protocol.MalformedFrameException;
import io.github.camelfnos.protocol.Request;

/**
 * The parameters of a request: those of the URI, overridden by the body, overridden by the header
 * {@link FnosConstants#PARAMETERS}.
 */
final class RequestParameters {

    private static final String PREFIX = "param.";
    private static final String READ_STREAM = "CamelFnosReadStream";
    private static final Pattern JSON_BY_FORM = Pattern.compile("[\\[{\"].*|true|false|null|-?(0|[1-9]\\d*)", Pattern.DOTALL);

    private final FnosEndpoint endpoint;
    private final boolean ignoreBody;
    private final boolean sendBody;

    /** @param endpoint of whoever sends them */
    RequestParameters(FnosEndpoint endpoint) {
        this.endpoint = endpoint;
        this.ignoreBody = endpoint.getConfiguration().isIgnoreBody();
        this.sendBody = endpoint.getConfiguration().isSendBody();
    }

    /**
     * Reads the values of {@code param.*} options. Text that begins with <code>{</code>, {@code [} or {@code "} must be
     * JSON; {@code true}, {@code false}, {@code null} and whole numbers are JSON too; all else is text. Values that are no
     * text are taken as they are.
     *
     * @throws IllegalArgumentException if a value must be JSON and is not, or a name belongs to the protocol; the message
     *                                  names the option and not its value
     */
    static Map<String, Object> parse(Map<String, Object> options) {
        Map<String, Object> parsed = new LinkedHashMap<>();
        options.forEach((name, value) -> parsed.put(name, parse(name, value)));
        if (parsed.containsKey("")) {
            throw new IllegalArgumentException("The option " + PREFIX + " names no parameter; write it as in param.path");
        }
        for (String reserved : Request.RESERVED) {
            if (parsed.containsKey(reserved)) {
                throw new IllegalArgumentException("The option " + PREFIX + reserved + " cannot be set: '" + reserved
                                                   + "' belongs to the protocol's envelope. The operation stands in the URI, "
                                                   + "as in fnos:file.ls, or in the header " + FnosConstants.OPERATION);
            }
        }
        return Collections.unmodifiableMap(parsed);
    }

    private static Object parse(String name, Object value) {
        if (!(value instanceof String text) || !JSON_BY_FORM.matcher(text).matches()) {
            return value;
        }
        try {
            return Json.read(text);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException("The option " + PREFIX + name + " begins like JSON, but " + e.getMessage()
                                               + "; write valid JSON, or pass the text in the header "
                                               + FnosConstants.PARAMETERS);
        }
    }

    /**
     * The parameters of one exchange, not to be changed.
     *
     * @param  header                   the value of {@link FnosConstants#PARAMETERS}, or null
     * @throws InvalidPayloadException  if the body is something that cannot be parameters
     * @throws IllegalArgumentException if the header is not a map
     */
    Map<String, Object> of(Exchange exchange, Object header) throws InvalidPayloadException {
        Map<String, Object> fromUri = DynamicUri.Carrier.TO_PRODUCER.take(exchange, endpoint);
        Map<String, Object> fromBody = ignoreBody ? Map.of() : fromBody(exchange);
        if (header == null && fromBody.isEmpty()) {
            return fromUri;
        }
        Map<String, Object> merged = new LinkedHashMap<>(fromUri);
        merged.putAll(fromBody);
        if (header instanceof Map<?, ?> parameters) {
            parameters.forEach((name, value) -> merged.put(String.valueOf(name), value));
        } else if (header != null) {
            throw new IllegalArgumentException("The header " + FnosConstants.PARAMETERS + " must be a Map, not a "
                                               + header.getClass().getName());
        }
        return merged;
    }

    private Map<String, Object> fromBody(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body == null || (body instanceof FnosRecord || body instanceof FnosEntries) && !sendBody) {
            return Map.of();
        }
        if (body instanceof Map<?, ?> map) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            map.forEach((name, value) -> parameters.put(String.valueOf(name), value));
            return parameters;
        }
        if (body instanceof ObjectNode node) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            node.properties().forEach(field -> parameters.put(field.getKey(), field.getValue()));
            return parameters;
        }
        if (body instanceof String text) {
            return fromJson(text, exchange);
        }
        if (body instanceof byte[] bytes) {
            return fromJson(text(bytes, exchange), exchange);
        }
        if (body instanceof InputStream stream) {
            return fromJson(text(read(stream, exchange), exchange), exchange);
        }
        throw new UnusableBodyException(exchange, "The body, a " + body.getClass().getTypeName() + ", cannot be the parameters "
                                                  + "of a request: make it a Map, a Jackson ObjectNode or the text of a JSON "
                                                  + "object, or set ignoreBody=true");
    }

    private static Map<String, Object> fromJson(String text, Exchange exchange) throws InvalidPayloadException {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            return Json.readObject(text);
        } catch (MalformedFrameException e) {
            throw new UnusableBodyException(exchange, "The body, a " + exchange.getMessage().getBody().getClass().getTypeName()
                                                      + ", cannot be the parameters of a request, as " + e.getMessage()
                                                      + ": make it the text of a JSON object, or set ignoreBody=true");
        }
    }

    /** A plain stream can be read once, but a redelivery brings the same one again: what it held is kept on the exchange. */
    private static byte[] read(InputStream stream, Exchange exchange) throws InvalidPayloadException {
        if (exchange.getProperty(READ_STREAM) instanceof ReadStream read && read.stream == stream) {
            return read.bytes;
        }
        try {
            byte[] bytes = stream.readAllBytes();
            if (stream instanceof StreamCache cache) {
                cache.reset();
            } else {
                exchange.setProperty(READ_STREAM, new ReadStream(stream, bytes));
            }
            return bytes;
        } catch (IOException e) {
            throw new UnusableBodyException(exchange, "The body is an InputStream that cannot be read: " + e.getMessage());
        }
    }

    private static String text(byte[] bytes, Exchange exchange) throws InvalidPayloadException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnusableBodyException(exchange, "The body, a " + exchange.getMessage().getBody().getClass().getTypeName()
                                                      + ", is not UTF-8; convert it, or set ignoreBody=true");
        }
    }

    private record ReadStream(InputStream stream, byte[] bytes) {
    }

    /** Says what is wrong with the body without showing it, which the superclass would. */
    private static final class UnusableBodyException extends InvalidPayloadException {

        private static final long serialVersionUID = 1L;

        private final String problem;

        UnusableBodyException(Exchange exchange, String problem) {
            super(exchange, Map.class);
            this.problem = problem;
        }

        @Override
        public String getMessage() {
            return problem;
        }
    }
}
