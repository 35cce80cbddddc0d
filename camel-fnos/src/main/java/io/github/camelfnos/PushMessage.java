package io.github.camelfnos;

import java.util.Locale;

import org.apache.camel.Message;

import io.github.camelfnos.client.Push;

/** How a push, or the news of a connection, is told in a message. */
final class PushMessage {

    private PushMessage() {
    }

    static void fill(Message message, Push push) {
        if (!push.isPush()) {
            message.setHeader(FnosConstants.CONNECTION_EVENT, push.event().name().toLowerCase(Locale.ROOT));
            return;
        }
        message.setBody(new FnosResponse(FnosEndpoint.PUSH, push.frame().fields()));
        message.setHeader(FnosConstants.ANSWERED_OPERATION, FnosEndpoint.PUSH);
        message.setHeader(FnosConstants.PUSH_SEQUENCE, push.sequence());
        message.setHeader(FnosConstants.PUSH_GAP, push.gap());
        if (push.kind() != null) {
            message.setHeader(FnosConstants.PUSH_KIND, push.kind());
        }
    }
}
