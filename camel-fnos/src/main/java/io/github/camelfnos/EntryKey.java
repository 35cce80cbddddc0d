package io.github.camelfnos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * What tells an entry of a listing, in one state, from all others.
 *
 * @param identity which entry it is among those of its listing, its path or its name; null where it has neither
 * @param text     short and of the same length for all, as repositories keep it in columns and files: a digest of the operation, its
 *                 parameters, path or name, size and {@code mtim}; or, where there is no name or no {@code mtim}, of the whole entry
 */
record EntryKey(String identity, String text) {

    // The order of fields must make no difference, nor must it after a restart.
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    static EntryKey of(String operation, Map<String, Object> parameters, Map<String, Object> entry) {
        String identity = identity(entry);
        boolean timed = identity != null && entry.get("mtim") != null;
        List<Object> state = timed ? Arrays.asList(identity, entry.get("size"), entry.get("mtim")) : List.of(entry);
        return new EntryKey(identity, operation + ":" + digest(Arrays.asList(operation, parameters, state)));
    }

    private static String identity(Map<String, Object> entry) {
        if (entry.get("path") instanceof String path) {
            return path;
        }
        if (!(entry.get("name") instanceof String name)) {
            return null;
        }
        // In the root, where equal names of different volumes stand side by side (protocol, section 8).
        return entry.get("v") == null ? name : "vol" + entry.get("v") + "/" + entry.get("uid") + "/" + name;
    }

    private static String digest(Object value) {
        try {
            byte[] json = MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("what came as JSON cannot be written as JSON", e);
        }
    }
}
