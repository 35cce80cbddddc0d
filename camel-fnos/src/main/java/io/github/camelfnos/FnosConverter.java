package io.github.camelfnos;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Converter;

import io.github.camelfnos.protocol.Json;

/** Turns what came from the NAS into JSON, so that it can be logged, stored, sent on or unmarshalled. */
@Converter(generateLoader = true)
public final class FnosConverter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FnosConverter() {
    }

    @Converter
    public static String toString(FnosRecord fields) {
        return new String(toBytes(fields), StandardCharsets.UTF_8);
    }

    @Converter
    public static byte[] toBytes(FnosRecord fields) {
        return Json.write(fields);
    }

    @Converter
    public static InputStream toInputStream(FnosRecord fields) {
        return new ByteArrayInputStream(toBytes(fields));
    }

    @Converter
    public static JsonNode toJsonNode(FnosRecord fields) {
        return MAPPER.valueToTree(fields);
    }
}
