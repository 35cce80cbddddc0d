package io.github.camelfnos.protocol;

import java.util.Map;

/**
 * The whole answer to a request, merged from its frames. Immutable.
 *
 * @param reqid      the id of the request
 * @param result     the {@code result} of the frame that ended it, or null where no frame did
 * @param rev        the {@code rev} that came last, or null
 * @param errno      0, or the error number of a failure
 * @param serverText what the NAS said about a failure, or null
 * @param taskId     the id of the long-running task that the request started, or null
 * @param frames     how many frames it came in
 * @param complete   false where it was ended by idle time, so that more might have been meant to come
 * @param payload    every field but the envelope's, immutable
 */
public record Answer(String reqid, String result, String rev, int errno, String serverText, String taskId, int frames,
        boolean complete, Map<String, Object> payload) {

    public boolean failed() {
        return errno != 0;
    }

    /** Ids and sizes; the payload may be private. */
    @Override
    public String toString() {
        return "Answer[reqid=" + reqid + ", result=" + result + ", errno=" + errno + ", frames=" + frames + ", complete="
               + complete + ", fields=" + payload.keySet() + "]";
    }
}
