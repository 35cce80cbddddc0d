package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.client.AnswerStream;
import io.github.camelfnos.client.BufferLimits;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.protocol.Request;

/** The entries of an answer while they come, {@link FnosEntries}. */
final class StreamedAnswer implements AnswerForm {

    private final String listKey;
    private final BufferLimits limits;

    /** @param listKey which list it is, or null to find it */
    StreamedAnswer(String listKey, BufferLimits limits) {
        this.listKey = listKey;
        this.limits = limits;
    }

    @Override
    public CompletableFuture<Reply> ask(FnosConnection connection, String operation, Map<String, Object> parameters, Duration timeout) {
        AnswerStream stream = connection.stream(new Request(operation, parameters), timeout, limits);
        return stream.begun().thenApply(begun -> exchange -> {
            FnosEntries entries = new FnosEntries(operation, timeout, exchange, new AnsweredEntries(stream, operation, listKey));
            exchange.getMessage().setBody(entries.closedWithItsExchange());
            AnswerHeaders.setBegun(exchange.getMessage(), operation, stream.reqid());
        });
    }

    @Override
    public Object nothing(String operation) {
        return FnosEntries.none(operation);
    }
}
