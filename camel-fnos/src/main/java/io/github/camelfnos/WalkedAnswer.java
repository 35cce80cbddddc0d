package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FolderWalk;
import io.github.camelfnos.client.WalkSettings;
import io.github.camelfnos.protocol.Answer;

/** A folder and all that is below it: the entries while they come, {@link FnosEntries}, or all of them as one {@link FnosResponse}. */
final class WalkedAnswer implements AnswerForm {

    private final WalkSettings settings;
    private final boolean streaming;

    WalkedAnswer(WalkSettings settings, boolean streaming) {
        this.settings = settings;
        this.streaming = streaming;
    }

    @Override
    public CompletableFuture<Reply> ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout) {
        if (!FolderWalk.LIST.equals(operation)) {
            throw new IllegalArgumentException("recursive lists folders, which only " + FolderWalk.LIST + " does, and not " + operation
                                               + "; leave the header " + FnosConstants.OPERATION + " out, or recursive");
        }
        ConnectionHandle share = handle.share();
        FolderWalk walk = new FolderWalk(share.connection(), parameters, timeout, settings);
        return walk.begin().whenComplete((first, failure) -> {
            if (failure != null) {
                walk.close();
                share.close();
            }
        }).thenApply(first -> exchange -> {
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
    }

    @Override
    public Object nothing(String operation) {
        return streaming ? FnosEntries.none(operation) : new FnosResponse(operation, Map.of());
    }
}
