package io.github.camelfnos.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.MalformedFrameException;

/**
 * An answer frame by frame, in order, while it comes. What one reader has not taken yet is kept for it, in memory and on disk, so that
 * nobody waits for the reader. It must be closed. Safe for concurrent use, with one reader.
 */
public final class AnswerStream implements AutoCloseable {

    private final String operation;
    private final BufferLimits limits;
    private final CompletableFuture<AnswerStream> begun = new CompletableFuture<>();
    private final CompletableFuture<Answer> ended = new CompletableFuture<>();
    private PendingRequest request;

    // What follows is guarded by this.
    private final FrameBuffer buffer;
    private boolean closed;

    AnswerStream(String operation, BufferLimits limits) {
        this.operation = operation;
        this.limits = limits;
        this.buffer = new FrameBuffer(limits);
    }

    /** To be called once, before the request is sent. */
    void answers(PendingRequest request) {
        this.request = request;
        request.future().whenComplete((answer, failure) -> {
            if (failure == null) {
                ended.complete(answer);
                begun.complete(this);
            } else {
                begun.completeExceptionally(failure);
                ended.completeExceptionally(failure);
            }
            wake();
        });
    }

    /** The id of the request, or null before it was sent. */
    public String reqid() {
        return request.reqid();
    }

    /** Completes with the first frame; or with the {@link FnosFailure} that came instead of it. */
    public CompletableFuture<AnswerStream> begun() {
        return begun;
    }

    /**
     * Completes when no more frames will come: with the answer, without its payload, or with the {@link FnosFailure} that it ended in.
     * Frames may be left to be taken then.
     */
    public CompletableFuture<Answer> ended() {
        return ended;
    }

    /**
     * Takes the next frame, waiting for it.
     *
     * @return                       null after the last one
     * @throws FnosFailure           if the answer has ended in a failure, after the frames before it
     * @throws IllegalStateException if this is closed
     * @throws InterruptedException  if this thread was interrupted while it waited
     */
    public Frame take() throws FnosFailure, InterruptedException {
        byte[] json = next();
        if (json != null) {
            try {
                return Frame.parse(json);
            } catch (MalformedFrameException e) {
                throw new IllegalStateException("what was kept of a frame is no frame any more", e);
            }
        }
        if (ended.isCompletedExceptionally()) {
            if (ended.handle((answer, failure) -> FnosFailure.causeOf(failure)).join() instanceof FnosFailure failure) {
                throw failure;
            }
            // Given up, by close.
            throw isClosed();
        }
        return null;
    }

    private synchronized byte[] next() throws FnosFailure, InterruptedException {
        while (!closed && buffer.isEmpty() && !ended.isDone()) {
            wait();
        }
        if (closed) {
            throw isClosed();
        }
        try {
            return buffer.poll();
        } catch (IOException e) {
            throw FnosFailure.spool(operation, request.reqid(), "could not be read back from " + limits.directory(), e);
        }
    }

    private IllegalStateException isClosed() {
        return new IllegalStateException("the answer to " + operation + " is closed");
    }

    /**
     * Keeps a frame, as it came.
     *
     * @return null, or why it could not be kept, so that the answer is lost
     */
    FnosFailure add(byte[] json) {
        synchronized (this) {
            if (closed) {
                return null;
            }
            try {
                buffer.add(json);
                notifyAll();
            } catch (IOException | RuntimeException | Error e) {
                buffer.clear();
                return FnosFailure.spool(operation, request.reqid(), "could not be spooled to " + limits.directory(), e);
            }
        }
        begun.complete(this);
        return null;
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Forgets what has not been taken, deletes its files, and gives up what has not come. Harmless when repeated. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            buffer.clear();
            notifyAll();
        }
        request.future().cancel(false);
    }
}
