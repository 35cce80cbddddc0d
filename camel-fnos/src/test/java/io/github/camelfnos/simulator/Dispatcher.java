package io.github.camelfnos.simulator;

import java.util.Map;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each text that a socket receives to its responder. A text that is no JSON object, or that names neither an
 * operation nor a reqid, is ignored; with a reqid it is answered with 8192. An envelope that does not open is answered
 * with 8192 and the reqid that stood outside it, if one did.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Vertx vertx;
    private final Operations operations;
    private final AccessCheck accessCheck;
    private final RequestLog requestLog;
    private final Switches switches;

    Dispatcher(Vertx vertx, Operations operations, AccessCheck accessCheck, RequestLog requestLog,
            Switches switches) {
        this.vertx = vertx;
        this.operations = operations;
        this.accessCheck = accessCheck;
        this.requestLog = requestLog;
        this.switches = switches;
    }

    void receive(ClientSocket socket, String text) {
        ReceivedFrame frame = ReceivedFrame.parse(text);
        if (frame == null) {
            LOG.debug("Ignoring {} characters that are no request", text.length());
            return;
        }
        dispatch(request(socket, frame, null));
    }

    private SimulatedRequest request(ClientSocket socket, ReceivedFrame frame, Envelope envelope) {
        return new SimulatedRequest(socket, frame, envelope, frame.operation() == null ? null : operations.own(frame.operation()));
    }

    private void dispatch(SimulatedRequest request) {
        String operation = request.operation();
        if (operation == null) {
            if (request.reqid() != null) {
                request.fail(Errno.BAD_PARAMETER);
            }
            return;
        }
        requestLog.add(operation, request.frame(), request.clientSocket());
        if (switches.isSilent()) {
            return;
        }
        try {
            accessCheck.check(request);
            if (Operations.ENCRYPTED.equals(operation) && !operations.isScripted(operation)) {
                open(request);
            } else {
                answer(request);
            }
        } catch (RefusedException e) {
            request.fail(e.errno());
        }
    }

    private void answer(SimulatedRequest request) throws RefusedException {
        Responder responder = operations.responder(request.operation());
        if (responder == null) {
            throw new RefusedException(Errno.UNKNOWN_OPERATION);
        }
        try {
            responder.respond(request);
        } catch (Throwable e) {
            // An assertion that fails inside a test's script is an Error; it must not end the event loop either.
            request.failWith(e);
        }
    }

    private void open(SimulatedRequest outer) {
        ClientSocket socket = outer.clientSocket();
        vertx.executeBlocking(() -> {
            Envelope envelope = Envelope.open(outer.parameters(), socket.keyPair().getPrivate());
            Map<String, Object> fields = Json.readObject(envelope.text());
            if (fields == null) {
                throw new RefusedException(Errno.BAD_PARAMETER);
            }
            return request(socket, new ReceivedFrame(null, envelope.text(), fields), envelope);
        }, false).onSuccess(this::dispatch).onFailure(outer::failWith);
    }
}
