package io.github.camelfnos;

import java.util.List;

import org.apache.camel.Message;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;

/** The headers that tell of an answer, or of its failure. What an earlier step left there never passes for this answer's. */
final class AnswerHeaders {

    /** Those that must not stay on the message of a request that has no answer. */
    private static final List<String> OF_ANSWERS = List.of(FnosConstants.ANSWERED_OPERATION, FnosConstants.RESULT, FnosConstants.REV,
            FnosConstants.ERRNO, FnosConstants.FRAME_COUNT, FnosConstants.COMPLETE);

    private AnswerHeaders() {
    }

    static void set(Message message, String operation, Answer answer) {
        boolean none = !message.hasHeaders();
        message.setHeader(FnosConstants.ANSWERED_OPERATION, operation);
        message.setHeader(FnosConstants.REQ_ID, answer.reqid());
        message.setHeader(FnosConstants.ERRNO, answer.errno());
        message.setHeader(FnosConstants.FRAME_COUNT, answer.frames());
        message.setHeader(FnosConstants.COMPLETE, answer.complete());
        setOrRemove(message, FnosConstants.RESULT, answer.result(), none);
        setOrRemove(message, FnosConstants.REV, answer.rev(), none);
        setOrRemove(message, FnosConstants.TASK_ID, answer.taskId(), none);
    }

    /** Of a request that was not sent. */
    static void remove(Message message) {
        OF_ANSWERS.forEach(message::removeHeader);
        message.removeHeader(FnosConstants.REQ_ID);
        message.removeHeader(FnosConstants.TASK_ID);
    }

    /** What is known of an answer that has only begun. */
    static void setBegun(Message message, String operation, String reqid) {
        remove(message);
        message.setHeader(FnosConstants.ANSWERED_OPERATION, operation);
        message.setHeader(FnosConstants.REQ_ID, reqid);
        message.setHeader(FnosConstants.ERRNO, 0);
    }

    static void set(Message message, String operation, FnosFailure failure) {
        if (failure.answer() != null) {
            set(message, operation, failure.answer());
            return;
        }
        OF_ANSWERS.forEach(message::removeHeader);
        setOrRemove(message, FnosConstants.REQ_ID, failure.reqid(), false);
        setOrRemove(message, FnosConstants.TASK_ID, failure.taskId(), false);
        setOrRemove(message, FnosConstants.ERRNO, failure.errno() == 0 ? null : failure.errno(), false);
    }

    /** @param absent whether it is known not to be there, as a look costs as much as setting it */
    private static void setOrRemove(Message message, String header, Object value, boolean absent) {
        if (value != null) {
            message.setHeader(header, value);
        } else if (!absent) {
            message.removeHeader(header);
        }
    }
}
