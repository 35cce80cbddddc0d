package io.github.camelfnos;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FolderWalk;
import io.github.camelfnos.client.WalkSettings;
import io.github.camelfnos.protocol.Answer;

/** A folder and all that is below it: the entries while they come, {@link FnosEntries}, or all of them as one {@link FnosResponse}. */
final class WalkedAnswer implements AnswerForm {

    private final WalkSettings settings;
    private final boolean streaming;
    private final Executor workers;

    /** @param workers run what may wait */
    WalkedAnswer(WalkSettings settings, boolean streaming, Executor workers) {
        this.settings = settings;
        this.streaming = streaming;
        this.workers = workers;
    }

    @Override
    public void ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout,
                    BiConsumer<? super Reply, ? super Throwable> done) {
        if (!FolderWalk.LIST.equals(operation)) {
            throw new IllegalArgumentException("recursive lists folders, which only " + FolderWalk.LIST + " does, and not " + operation
                                               + "; remove the header " + FnosConstants.OPERATION + ", or recursive=true");
        }
        ConnectionHandle share = handle.share();
        FolderWalk walk = new FolderWalk(share.connection(), parameters, timeout, settings);
        CompletableFuture<Answer> begun;
        try {
            begun = walk.begin();
        } catch (RuntimeException e) {
            walk.close();
            share.close();
            throw e;
        }
        CompletableFuture<Reply> reply = begun.exceptionallyAsync(failure -> {
            // Not on the thread that brings the failure, as the last share waits for the connection to end.
            walk.close();
            share.close();
            throw new CompletionException(failure);
        }, workers).thenApply(first -> exchange -> {
            WalkedEntries entries = new WalkedEntries(share, walk, timeout, exchange);
            if (streaming) {
                exchange.getMessage().setBody(new FnosEntries(operation, timeout, exchange, entries).closedWithItsExchange());
                AnswerHeaders.setBegun(exchange.getMessage(), operation, first.reqid());
            } else {
                Answer whole = entries.collect(first);
                exchange.getMessage().setBody(new FnosResponse(operation, whole.payload()));
                AnswerHeaders.set(exchange.getMessage(), operation, whole);
            }
        });
        reply.whenCompleteAsync(done, workers);
    }

    @Override
    public Object nothing(String operation) {
        return streaming ? FnosEntries.none(operation) : new FnosResponse(operation, Collections.emptyMap());
    }
}
