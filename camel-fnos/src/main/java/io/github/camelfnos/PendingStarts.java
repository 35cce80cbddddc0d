package io.github.camelfnos;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The starts of routes that wait for their connection. A context that stops waits for a route that is just starting, so these
 * waits end as soon as it begins to stop. Safe for concurrent use.
 */
final class PendingStarts extends LifecycleStrategySupport {

    private final Set<CompletableFuture<Void>> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * Waits for a connection.
     *
     * @throws ExecutionException   with what the connection failed with
     * @throws TimeoutException     after the limit
     * @throws InterruptedException if this thread was interrupted
     */
    void await(CompletableFuture<Void> ready, Duration limit) throws ExecutionException, TimeoutException, InterruptedException {
        waits.add(ready);
        if (stopping) {
            end(ready);
        }
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            waits.remove(ready);
        }
    }

    @Override
    public void onContextStarting(CamelContext context) {
        stopping = false;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        stopping = true;
        waits.forEach(PendingStarts::end);
    }

    private static void end(CompletableFuture<Void> wait) {
        wait.completeExceptionally(new IllegalStateException("The CamelContext is stopping"));
    }
}
