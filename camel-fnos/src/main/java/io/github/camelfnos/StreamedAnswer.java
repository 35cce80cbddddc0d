package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.camelfnos.client.AnswerStream;
import io.github.camelfnos.client.BufferLimits;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.protocol.Request;

/** The entries of an answer while they come, {@link FnosEntries}. */
final class StreamedAnswer implements AnswerForm {

    private final String listKey;
    private final BufferLimits limits;
    private final Executor workers;

    /**
     * @param listKey which list it is, or null to find it
     * @param workers run what may wait
     */
    StreamedAnswer(String listKey, BufferLimits limits, Executor workers) {
        this.listKey = listKey;
        this.limits = limits;
        this.workers = workers;
    }

    @Override
    public void ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout,
                    BiConsumer<? super Reply, ? super Throwable> done) {
        Request request = new Request(operation, parameters);
        ConnectionHandle share = handle.share();
        AnswerStream stream = share.connection().stream(request, timeout, limits);
        AnsweredEntries source = new AnsweredEntries(share, stream, operation, listKey);
        CompletableFuture<Reply> reply = stream.begun().exceptionallyAsync(failure -> {
            // Not on the thread that brings the failure, as the last share waits for the connection to end.
            source.close();
            throw new CompletionException(failure);
        }, workers).thenApply(begun -> exchange -> {
            FnosEntries entries = new FnosEntries(operation, timeout, exchange, source);
            exchange.getMessage().setBody(entries.closedWithItsExchange());
            AnswerHeaders.setBegun(exchange.getMessage(), operation, stream.reqid());
        });
        reply.whenCompleteAsync(done, workers);
    }

    @Override
    public Object nothing(String operation) {
        return FnosEntries.none(operation);
    }
}
