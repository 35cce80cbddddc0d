package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;

/**
 * The listing of one folder in a walk. It is read only once it is complete; until then one that a cut has broken off is asked for again, so
 * that nothing of it comes twice. Safe for concurrent use, with one reader.
 */
final class FolderVisit implements AutoCloseable {

    private static final int REPEATS = 3;

    private final FnosConnection connection;
    private final Request request;
    private final Duration timeout;
    private final BufferLimits limits;
    private final CompletableFuture<Answer> listed = new CompletableFuture<>();

    // What follows is guarded by this.
    private int repeats;
    private boolean closed;
    private AnswerStream answer;

    FolderVisit(FnosConnection connection, Request request, Duration timeout, BufferLimits limits) {
        this.connection = connection;
        this.request = request;
        this.timeout = timeout;
        this.limits = limits;
    }

    /** Asks for the folder. */
    void begin() {
        AnswerStream begun = connection.stream(request, timeout, limits);
        if (!keep(begun)) {
            begun.close();
            return;
        }
        begun.ended().whenComplete((end, failure) -> {
            if (failure == null) {
                listed.complete(end);
            } else if (isCut(FnosFailure.causeOf(failure))) {
                begun.close();
                begin();
            } else {
                listed.completeExceptionally(failure);
            }
        });
    }

    private synchronized boolean keep(AnswerStream begun) {
        answer = begun;
        return !closed;
    }

    /** Whether the connection was lost over it, so that it may be asked for again; that changes nothing at the NAS. */
    private synchronized boolean isCut(Throwable failure) {
        return failure instanceof FnosFailure failed && failed.kind() == FnosFailure.Kind.CONNECTION && failed.requestSent()
                && repeats++ < REPEATS;
    }

    /** Completes when the whole listing is there, or with the {@link FnosFailure} that it could not be had for. */
    CompletableFuture<Answer> listed() {
        return listed;
    }

    /** The next frame of a listing that is there, or null after the last. */
    Frame take() throws FnosFailure, InterruptedException {
        AnswerStream whole;
        synchronized (this) {
            whole = answer;
        }
        return whole.take();
    }

    @Override
    public void close() {
        AnswerStream begun;
        synchronized (this) {
            closed = true;
            begun = answer;
        }
        if (begun != null) {
            begun.close();
        }
        listed.cancel(false);
    }
}
