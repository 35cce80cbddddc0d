package io.github.camelfnos.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it came: what stood before the JSON object (the signature, or null), the object's exact text, and its
 * fields.
 */
record ReceivedFrame(String signature, String json, Map<String, Object> fields) {

    private static final String OPERATION = "req";
    private static final String REQID = "reqid";

    /** The request that the text holds, or null when it holds no JSON object. */
    static ReceivedFrame parse(String text) {
        int start = text.indexOf('{');
        if (start < 0) {
            return null;
        }
        String json = text.substring(start);
        Map<String, Object> fields = Json.readObject(json);
        if (fields == null) {
            return null;
        }
        String before = text.substring(0, start);
        return new ReceivedFrame(before.isBlank() ? null : before, json, fields);
    }

    boolean isSigned() {
        return signature != null;
    }

    /** The operation, or null when the frame names none. */
    String operation() {
        return fields.get(OPERATION) instanceof String operation ? operation : null;
    }

    /** The reqid exactly as it came, or null. */
    Object reqid() {
        return fields.get(REQID);
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>(fields);
        parameters.remove(OPERATION);
        parameters.remove(REQID);
        return parameters;
    }
}
