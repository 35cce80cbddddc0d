package io.github.camelfnos;

import java.time.Duration;
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
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

/** Asks for the operation of an endpoint, and waits for the answer on the thread that asks. Safe for concurrent use. */
final class Poll {

    /** The deadline of the request itself comes first where nothing has come, for it knows why. */
    private static final long GRACE_MILLIS = 200;

    private final FnosEndpoint endpoint;
    private final Set<CompletableFuture<Answer>> waits = ConcurrentHashMap.newKeySet();

    Poll(FnosEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Sends one request.
     *
     * @param  limit                     how long the whole answer may take, or null for as long as {@code requestTimeout} lets it
     * @return                           the answer, or null if this was cancelled
     * @throws FnosException             if there is none
     * @throws ExchangeTimedOutException if it did not come in time
     * @throws InterruptedException      if this thread was interrupted
     */
    Answer ask(ConnectionHandle handle, Duration limit) throws Exception {
        Duration timeout = Duration.ofMillis(endpoint.getConfiguration().getRequestTimeout());
        if (limit != null && limit.compareTo(timeout) < 0) {
            timeout = limit;
        }
        CompletableFuture<Answer> answer = handle.connection().request(new Request(endpoint.getOperation(), endpoint.getParameters()), timeout);
        waits.add(answer);
        try {
            return limit == null ? answer.get() : answer.get(limit.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            return null;
        } catch (TimeoutException e) {
            throw new ExchangeTimedOutException(null, limit.toMillis(), "the answer to " + endpoint.getOperation() + " was not complete within "
                                                                        + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FnosFailure failure) {
                throw FnosException.of(failure, null, timeout);
            }
            throw e;
        } finally {
            waits.remove(answer);
            // Gives up what nobody waits for any more; harmless for what has ended.
            answer.cancel(false);
        }
    }

    /** Ends all waiting at once. */
    void cancel() {
        waits.forEach(answer -> answer.cancel(false));
    }
}
