package io.github.camelfnos.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that waits for its answer. Every method may be called from any thread and at any time; what is sent after
 * the socket has closed is lost. Frames sent from one thread arrive in that order.
 */
public final class SimulatedRequest {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedRequest.class);

    private final ClientSocket socket;
    private final ReceivedFrame frame;
    private final Envelope envelope;
    private final Map<String, Object> parameters;
    private final Responder usual;
    private volatile boolean answered;

    /**
     * @param envelope that it came in, or null
     * @param usual    answers it where no script does, or null
     */
    SimulatedRequest(ClientSocket socket, ReceivedFrame frame, Envelope envelope, Responder usual) {
        this.socket = socket;
        this.frame = frame;
        this.envelope = envelope;
        this.usual = usual;
        this.parameters = Collections.unmodifiableMap(frame.parameters());
    }

    /** The {@code req} field. */
    public String operation() {
        return frame.operation();
    }

    /** The {@code reqid} field as text, or null when there is none. */
    public String reqid() {
        return frame.reqid() == null ? null : frame.reqid().toString();
    }

    /** Every field but {@code req} and {@code reqid}, in the order they came; whole numbers are exact. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The exact JSON text, without the signature; that of the inner request when it came in an envelope. */
    public String json() {
        return frame.json();
    }

    /** Whether it came with a signature, which then was a good one. */
    public boolean isSigned() {
        return frame.isSigned();
    }

    /** The number of the socket, from 1 in the order of acceptance. */
    public long socket() {
        return socket.id();
    }

    /** Sends one frame of the given fields with the request's reqid; {@code result} and the like are the caller's. */
    public void reply(Map<String, ?> fields) {
        send(textOf(fields));
    }

    /** Says that the operation goes on as a long-running task; {@link #progress} and an end are to follow. */
    public void startTask(String taskId) {
        reply(Map.of("sysNotify", "taskId", "taskId", taskId));
    }

    /** Reports on the task: {@code percent} and the like. */
    public void progress(Map<String, ?> fields) {
        reply(fields);
    }

    /** Sends one frame of exactly this text. */
    public void replyText(String text) {
        send(text);
    }

    /** Sends the end frame of success: core operations carry the payload at the top level, appcgi ones in data. */
    public void succeed(Map<String, ?> payload) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (operation().startsWith("appcgi.")) {
            fields.put("data", payload);
            fields.put("req", operation());
            fields.put("rev", "0.1");
        } else {
            fields.putAll(payload);
        }
        fields.put("result", "succ");
        reply(fields);
    }

    /** Sends the end frame of failure. */
    public void fail(int errno) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("errno", errno);
        fields.put("result", "fail");
        reply(fields);
    }

    /** Lets the NAS answer as it does where no script does. */
    public void answerAsUsual() {
        if (usual == null) {
            fail(Errno.UNKNOWN_OPERATION);
            return;
        }
        try {
            usual.respond(this);
        } catch (Exception e) {
            failWith(e);
        }
    }

    /** Closes the socket that the request came on. */
    public void closeSocket() {
        socket.close();
    }

    Parameters checkedParameters() {
        return new Parameters(parameters);
    }

    ClientSocket clientSocket() {
        return socket;
    }

    ReceivedFrame frame() {
        return frame;
    }

    /** The envelope that the request came in, or null. */
    Envelope envelope() {
        return envelope;
    }

    String textOf(Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        if (frame.reqid() != null) {
            all.put("reqid", frame.reqid());
        }
        return Json.write(all);
    }

    Future<Void> send(String text) {
        answered = true;
        return socket.send(text);
    }

    /** Turns what went wrong into the answer; a mistake of ours is logged and reported once as 4096. */
    void failWith(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            fail(refused.errno());
            return;
        }
        LOG.warn("Answering {} failed", operation(), failure);
        if (!answered) {
            fail(Errno.INTERNAL);
        }
    }
}
