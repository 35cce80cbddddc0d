package io.github.camelfnos.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request before it has its id: the operation and a snapshot of its parameters, already JSON, so that nobody can
 * change them while the request waits for its turn. Parameters stand at the top level, beside {@code req} and
 * {@code reqid}. Immutable.
 */
public final class Request {

    /** Field names that belong to the envelope and cannot be parameters. */
    public static final Set<String> RESERVED = Set.of("req", "reqid");

    private static final byte[] BEFORE_OPERATION = ascii("{\"req\":");
    private static final byte[] BEFORE_REQID = ascii(",\"reqid\":\"");
    private static final byte[] NONE = ascii("{}");
    private static final int MAX_QUOTING_SIZE = 32 * 1024;
    private static final Set<String> NEVER_SIGNED = Set.of("encrypted", "util.crypto.getRSAPub", "util.getSI", "ping");

    private final String operation;
    private final byte[] operationJson;
    private final byte[] parametersJson;

    /**
     * @param  operation                the command, such as {@code file.ls}
     * @param  parameters               its parameters, see {@link Json#write(Object)} for what values may be
     * @throws IllegalArgumentException if a parameter is called {@code req} or {@code reqid}, or cannot be written as
     *                                  JSON
     */
    public Request(String operation, Map<String, ?> parameters) {
        for (String name : RESERVED) {
            if (parameters.containsKey(name)) {
                throw new IllegalArgumentException("The parameter '" + name + "' belongs to the protocol's envelope and is set by "
                                                   + "the component; remove it (the operation stands in the URI or in the "
                                                   + "header CamelFnosOperation)");
            }
        }
        this.operation = operation;
        this.operationJson = Json.write(operation);
        try {
            this.parametersJson = parameters.isEmpty() ? NONE : Json.write(parameters);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The parameters of " + operation + " " + e.getMessage());
        }
    }

    public String operation() {
        return operation;
    }

    /** Whether a session's signature goes with it; a few commands are never signed. */
    public boolean signed() {
        return !NEVER_SIGNED.contains(operation);
    }

    /**
     * Words of the NAS as {@link Quote} writes them, without what this request carried: each text of a parameter, the parts
     * between its slashes, and numbers. Those of one or two letters or up to three digits are left, as they could be anything.
     *
     * @return nothing at all where the request is so large, or so deep, that looking for its parameters would take long
     */
    public String quote(String serverText) {
        if (parametersJson.length > MAX_QUOTING_SIZE) {
            return "";
        }
        Set<String> carried = new HashSet<>();
        try {
            collect(Json.read(new String(parametersJson, StandardCharsets.UTF_8)), carried);
        } catch (MalformedFrameException e) {
            // Nested deeper than is read, for instance; then nobody can say what is in there.
            return "";
        }
        return Quote.without(carried, serverText);
    }

    private static void collect(Object value, Set<String> carried) {
        if (value instanceof Map<?, ?> object) {
            object.values().forEach(field -> collect(field, carried));
        } else if (value instanceof List<?> array) {
            array.forEach(element -> collect(element, carried));
        } else if (value instanceof Number && value.toString().length() > 3) {
            carried.add(value.toString());
        } else if (value instanceof String text) {
            String json = new String(Json.write(text), StandardCharsets.UTF_8);
            // As it was sent, and as it stands in JSON that is repeated whole.
            for (String form : List.of(text, json.substring(1, json.length() - 1))) {
                carry(form, carried);
                carry(form.strip().replaceAll("^/+|/+$", ""), carried);
                for (String part : form.split("/")) {
                    carry(part.strip(), carried);
                }
            }
        }
    }

    private static void carry(String text, Set<String> carried) {
        boolean telling = text.length() > 2 || text.length() == 2 && text.chars().anyMatch(c -> c > 0x7f);
        if (telling) {
            carried.add(text);
        }
    }

    /** The compact UTF-8 JSON text of this request under the given id. */
    public byte[] toJson(String reqid) {
        byte[] id = ascii(reqid);
        boolean empty = parametersJson.length == NONE.length;
        // The rest after the id is a quotation mark and the end, or a comma and the parameters from behind their beginning.
        int rest = 1 + (empty ? 1 : parametersJson.length);
        ByteBuffer json = ByteBuffer.allocate(BEFORE_OPERATION.length + operationJson.length + BEFORE_REQID.length + id.length + rest);
        json.put(BEFORE_OPERATION).put(operationJson).put(BEFORE_REQID).put(id).put((byte) '"');
        if (empty) {
            json.put((byte) '}');
        } else {
            json.put((byte) ',').put(parametersJson, 1, parametersJson.length - 1);
        }
        return json.array();
    }

    /** The operation; parameters may be private. */
    @Override
    public String toString() {
        return "Request[" + operation + "]";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
