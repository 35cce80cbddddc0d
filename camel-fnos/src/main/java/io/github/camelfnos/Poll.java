package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.ExchangeTimedOutException;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.client.FolderWalk;
import io.github.camelfnos.client.WalkSettings;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

/** Asks for the operation of an endpoint, and waits for the answer on the thread that asks. Safe for concurrent use. */
final class Poll {

    /** The deadline of the request itself comes first where nothing has come, for it knows why. */
    private static final long GRACE_MILLIS = 200;

    private final FnosEndpoint endpoint;
    /** What ends the waiting of each that waits. */
    private final Set<Runnable> waits = ConcurrentHashMap.newKeySet();
    private final WalkSettings walkSettings;
    private volatile boolean cancelled;

    /** @throws IllegalArgumentException if it is to be recursive and cannot be */
    Poll(FnosEndpoint endpoint) {
        this.endpoint = endpoint;
        this.walkSettings = endpoint.getConfiguration().isRecursive() ? endpoint.walkSettings() : null;
    }

    /** How long a request may wait for its answer where the whole poll may take this long, or null for as long as it lasts. */
    private Duration timeout(Duration limit) {
        Duration timeout = Duration.ofMillis(endpoint.getConfiguration().getRequestTimeout());
        return limit != null && limit.compareTo(timeout) < 0 ? limit : timeout;
    }

    /**
     * Sends one request; or, with {@code recursive}, as many as it takes.
     *
     * @param  limit                     how long the whole answer may take, or null for as long as {@code requestTimeout} lets it; with
     *                                   {@code recursive}, each answer
     * @return                           the answer, or null if this was cancelled
     * @throws FnosException             if there is none
     * @throws ExchangeTimedOutException if it did not come in time
     * @throws InterruptedException      if this thread was interrupted
     */
    Answer ask(ConnectionHandle handle, Map<String, Object> parameters, Duration limit) throws Exception {
        if (endpoint.getConfiguration().isRecursive()) {
            return collect(handle, parameters, limit);
        }
        CompletableFuture<Answer> answer = handle.connection().request(new Request(endpoint.getOperation(), parameters),
                timeout(limit));
        return await(answer, limit, () -> answer.cancel(false));
    }

    private Answer collect(ConnectionHandle handle, Map<String, Object> parameters, Duration limit) throws Exception {
        try (Walk walk = walk(handle, parameters, limit)) {
            return walk == null ? null : walk.entries().collect(walk.first());
        } catch (FnosFailure e) {
            throw FnosException.of(e, endpoint.createExchange(), timeout(limit));
        } catch (IllegalStateException e) {
            if (cancelled) {
                return null;
            }
            throw e;
        }
    }

    /** A recursive listing, which ends when this poll is cancelled. */
    final class Walk implements AutoCloseable {

        private final Answer first;
        private final WalkedEntries entries;
        private final Runnable cancel;

        private Walk(Answer first, WalkedEntries entries) {
            this.first = first;
            this.entries = entries;
            this.cancel = entries::close;
            waits.add(cancel);
            if (cancelled) {
                cancel.run();
            }
        }

        /** The answer for the folder that it begins with, without its payload. */
        Answer first() {
            return first;
        }

        WalkedEntries entries() {
            return entries;
        }

        @Override
        public void close() {
            waits.remove(cancel);
            entries.close();
        }
    }

    /**
     * Begins a recursive listing.
     *
     * @param  limit how long each answer may take, or null for {@code requestTimeout}
     * @return       null if this was cancelled; otherwise to be closed
     */
    Walk walk(ConnectionHandle handle, Map<String, Object> parameters, Duration limit) throws Exception {
        Duration timeout = timeout(limit);
        FolderWalk walk = new FolderWalk(handle.connection(), parameters, timeout, walkSettings);
        Walk begun = null;
        try {
            Answer first = await(walk.begin(), null, walk::close);
            if (first != null) {
                begun = new Walk(first, new WalkedEntries(handle.share(), walk, timeout, endpoint.createExchange()));
            }
            return begun;
        } finally {
            if (begun == null) {
                walk.close();
            }
        }
    }

    /** Whether it was cancelled since somebody asked last. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Waits for an answer, null if this is cancelled. */
    private Answer await(CompletableFuture<Answer> answer, Duration limit, Runnable cancel) throws Exception {
        cancelled = false;
        waits.add(cancel);
        try {
            return limit == null ? answer.get() : answer.get(limit.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            return null;
        } catch (TimeoutException e) {
            throw new ExchangeTimedOutException(null, limit.toMillis(), "the answer to " + endpoint.getOperation() + " was not complete within "
                                                                        + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FnosFailure failure) {
                throw FnosException.of(failure, endpoint.createExchange(), timeout(limit));
            }
            throw e;
        } finally {
            waits.remove(cancel);
            if (!answer.isDone()) {
                // Nobody waits for it any more.
                cancel.run();
            }
        }
    }

    /** Ends all waiting at once. */
    void cancel() {
        cancelled = true;
        waits.forEach(Runnable::run);
    }
}
