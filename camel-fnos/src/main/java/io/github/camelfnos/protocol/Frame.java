package io.github.camelfnos.protocol;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

/**
 * One JSON object that the NAS sent. It answers a request, or is the heartbeat's pong, or a push; which of them is for
 * the connection to say, because only it knows the ids in flight. Immutable.
 */
public final class Frame {

    /** Fields of the envelope; every other field is payload. */
    public static final Set<String> ENVELOPE = Set.of("reqid", "req", "result", "rev", "errno");

    /** The result of a task that was cancelled. */
    public static final String CANCEL = "cancel";

    private static final Set<String> SUCCESS = Set.of("succ", "suc", "success");
    private static final Set<String> FAILURE = Set.of("fail", CANCEL);
    private static final String DOING = "doing";

    private final Map<String, Object> fields;
    private final Map<String, Object> payload;
    private final String reqid;
    /** As it came, text or not. */
    private final Object result;
    private final int errno;

    private Frame(Map<String, Object> fields) {
        this.fields = fields;
        this.reqid = fields.get("reqid") instanceof String text ? text : null;
        this.result = fields.get("result");
        JsonObject.Builder rest = new JsonObject.Builder();
        fields.forEach((name, value) -> {
            if (!ENVELOPE.contains(name)) {
                rest.put(name, value);
            }
        });
        this.payload = rest.build();
        this.errno = findErrno();
    }

    /**
     * Reads the text of a frame.
     *
     * @param  utf8                    valid UTF-8
     * @throws MalformedFrameException if it is not exactly one JSON object
     */
    public static Frame parse(byte[] utf8) throws MalformedFrameException {
        return parse(utf8, 0, utf8.length);
    }

    /** The same from a part of an array. */
    public static Frame parse(byte[] utf8, int from, int length) throws MalformedFrameException {
        return new Frame(Json.readObject(utf8, from, length));
    }

    /** Every field of the frame, immutable. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** Every field but the envelope's, immutable. */
    public Map<String, Object> payload() {
        return payload;
    }

    /** The id of the request that this frame answers, or null when it has none; an id is text. */
    public String reqid() {
        return reqid;
    }

    public String result() {
        return result instanceof String text ? text : null;
    }

    public String rev() {
        Object rev = fields.get("rev");
        return rev == null ? null : rev.toString();
    }

    /** The kind of push that this frame is, if it is one, or null where it names none. */
    public String kind() {
        return text("sysNotify");
    }

    /** Whether this is the answer to the heartbeat, {@code {"res":"pong"}}. */
    public boolean isPong() {
        return reqid == null && "pong".equals(fields.get("res"));
    }

    /** Whether this push says that the NAS has ended the session for good. */
    public boolean isKicked() {
        return reqid() == null && "kicked".equals(fields.get("sysNotify"));
    }

    /** Whether this push says that the session's token has expired. */
    public boolean isTokenExpired() {
        return reqid() == null && "tokenExpired".equals(fields.get("sysNotify"));
    }

    /** Whether this frame reports on a task, which may go on after the request that started it has ended. */
    public boolean isTaskInfo() {
        return "taskInfo".equals(fields.get("sysNotify"));
    }

    /** The id of the request whose task this push reports on, or null. */
    public String reportedReqid() {
        return isTaskInfo() && fields.get("taskInfo") instanceof Map<?, ?> info && info.get("reqid") instanceof String reqid ? reqid : null;
    }

    /** The id of the task that this push reports on, or null. */
    public String reportedTaskId() {
        return isTaskInfo() && fields.get("taskInfo") instanceof Map<?, ?> info && info.get("taskId") != null ? info.get("taskId").toString() : null;
    }

    /** The id of a long-running task that this frame reports as started, or null. */
    public String startedTaskId() {
        return "taskId".equals(fields.get("sysNotify")) && fields.get("taskId") != null
                ? fields.get("taskId").toString()
                : null;
    }

    /** Whether this frame is the end of its answer, well or ill. */
    public boolean isEnd() {
        return isFailure() || SUCCESS.contains(String.valueOf(result()));
    }

    /** Whether this frame says that its request failed. */
    public boolean isFailure() {
        return errno() != 0;
    }

    /** Whether more frames are to follow, or an end frame is: a task has started, or there is a result that is no end. */
    public boolean isProgress() {
        return !isEnd() && (result != null || startedTaskId() != null);
    }

    /**
     * A {@code result} that is not known, or null. Nobody can say whether the answer has ended with it, so it counts as
     * progress.
     */
    public String unknownResult() {
        if (result == null || isEnd() || DOING.equals(result())) {
            return null;
        }
        return result() == null ? "no text" : result();
    }

    /**
     * The error number: 0 for success, {@link Errno#NONE_GIVEN} for a failure without a usable number. A failure is any
     * of: an {@code errno} other than null or 0, whatever the result (text of digits counts as a number); a {@code result}
     * of {@code fail} or {@code cancel}; and where there is no {@code result}, a {@code code} other than 0 with a
     * {@code msg}, or an {@code errmsg} without an {@code errno}.
     */
    public int errno() {
        return errno;
    }

    private int findErrno() {
        Object given = fields.get("errno");
        int errno = number(given);
        if (errno != 0) {
            return errno;
        }
        if (result != null) {
            if (!FAILURE.contains(String.valueOf(result()))) {
                return 0;
            }
            int code = number(fields.get("code"));
            return code != 0 ? code : Errno.NONE_GIVEN;
        }
        int code = fields.get("msg") == null ? 0 : number(fields.get("code"));
        if (code != 0) {
            return code;
        }
        return isBlank(given) && !isBlank(fields.get("errmsg")) ? Errno.NONE_GIVEN : 0;
    }

    /** The NAS's own words about a failure, or null: a text, or an {@code errno} that is no number of ours. */
    public String serverMessage() {
        for (String field : new String[] { "errmsg", "msg" }) {
            if (!isBlank(fields.get(field))) {
                return fields.get(field).toString();
            }
        }
        Object errno = fields.get("errno");
        boolean unusable = number(errno) == Errno.NONE_GIVEN && (errno instanceof String || errno instanceof Number);
        return unusable ? "errno " + errno : null;
    }

    /** The kind of frame and its fields' names; values may be private. */
    @Override
    public String toString() {
        return "Frame" + fields.keySet();
    }

    private String text(String field) {
        return fields.get(field) instanceof String text ? text : null;
    }

    private static boolean isBlank(Object value) {
        return value == null || value.toString().isBlank();
    }

    private static int number(Object value) {
        if (value instanceof Number number) {
            boolean fits = number instanceof Integer
                    || number instanceof Double && number.doubleValue() == number.intValue();
            return fits ? number.intValue() : Errno.NONE_GIVEN;
        }
        if (value instanceof String text && text.matches("\\s*-?\\d{1,10}\\s*")) {
            BigInteger number = new BigInteger(text.strip());
            return number.bitLength() < Integer.SIZE ? number.intValue() : Errno.NONE_GIVEN;
        }
        return isBlank(value) || Boolean.FALSE.equals(value) ? 0 : Errno.NONE_GIVEN;
    }
}
