package io.github.camelfnos.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the frames of one request together: arrays of the same key are concatenated in order, of other keys the last
 * value counts. Not safe for concurrent use.
 */
public final class AnswerCollector {

    private final String reqid;
    private final boolean keepsPayload;
    /** That of the first frame which has any, as it is; a copy once a second has come. */
    private Map<String, Object> payload = Collections.emptyMap();
    /** The lists that have grown; null until a second payload has come. */
    private Map<String, List<Object>> lists;
    private int frames;
    private boolean ended;
    private boolean data;
    private String taskId;
    private String unknownResult;
    private String result;
    private String rev;
    private int errno;
    private String serverText;

    /** @param keepsPayload false where only the envelope is wanted */
    public AnswerCollector(String reqid, boolean keepsPayload) {
        this.reqid = reqid;
        this.keepsPayload = keepsPayload;
    }

    /**
     * Takes the next frame.
     *
     * @return                       whether the answer has ended with it
     * @throws IllegalStateException if it had ended before
     */
    public boolean add(Frame frame) {
        if (ended) {
            throw new IllegalStateException("the answer has ended");
        }
        frames++;
        if (keepsPayload) {
            merge(frame.payload());
        }
        if (frame.rev() != null) {
            rev = frame.rev();
        }
        if (frame.startedTaskId() != null) {
            taskId = frame.startedTaskId();
        }
        if (frame.unknownResult() != null) {
            unknownResult = frame.unknownResult();
        }
        if (!frame.isEnd()) {
            data |= !frame.isProgress();
        } else {
            ended = true;
            result = frame.result();
            errno = frame.errno();
            serverText = frame.serverMessage();
        }
        return ended;
    }

    /**
     * Whether silence may end this answer: exactly one data frame has come, without a {@code result} and of no task.
     * Some servers send such a frame and nothing after it.
     */
    public boolean mayEndByIdle() {
        return frames == 1 && data;
    }

    /** Whether an end frame has come after a data frame, so that this server's data frames are known to have an end. */
    public boolean endedAfterData() {
        return ended && data;
    }

    /** The id of the task that a frame has reported as started, or null. */
    public String taskId() {
        return taskId;
    }

    /** The last {@code result} that was not known and so did not end the answer, or null. */
    public String unknownResult() {
        return unknownResult;
    }

    /** What has come so far as an answer, complete if an end frame has come. To be called once, last. */
    public Answer toAnswer() {
        if (lists != null) {
            lists.forEach((key, list) -> payload.put(key, Collections.unmodifiableList(list)));
            payload = Collections.unmodifiableMap(payload);
        }
        return new Answer(reqid, result, rev, errno, serverText, taskId, frames, ended, payload);
    }

    private void merge(Map<String, Object> more) {
        if (payload.isEmpty()) {
            payload = more;
        } else if (!more.isEmpty()) {
            if (lists == null) {
                lists = new HashMap<>();
                payload = new LinkedHashMap<>(payload);
            }
            more.forEach(this::merge);
        }
    }

    private void merge(String key, Object value) {
        if (value instanceof List<?> more && payload.get(key) instanceof List<?> before) {
            // The first array is the decoder's own and immutable; the copy is made only when a second one comes.
            lists.computeIfAbsent(key, k -> new ArrayList<>(before)).addAll(more);
        } else {
            lists.remove(key);
            payload.put(key, value);
        }
    }
}
