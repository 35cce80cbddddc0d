package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.github.camelfnos.protocol.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Nothing keeps a place in the line that has ended. */
class RequestQueueTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final LinkHistory history = new LinkHistory(timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aRequestWhoseTimeIsOverBeforeItStandsInLineLeavesNoPlaceBehind() throws Exception {
        RequestQueue queue = new RequestQueue(1, null);
        queue.hold();
        // Who gets the lock first, the request or its end, is for the JVM to say.
        for (int i = 0; i < 200; i++) {
            PendingRequest request = new PendingRequest(new Request("late", Map.of()), Duration.ZERO, history);
            Thread caller = new Thread(() -> queue.submit(request));
            synchronized (queue) {
                caller.start();
                soon(request::hasEnded);
                soon(() -> caller.getState() == Thread.State.BLOCKED);
            }
            caller.join();
            soon(request.future()::isDone);

            assertEquals(0, queue.waiting());
            assertEquals(0, queue.inFlight());
        }
        assertTrue(timer.getQueue().size() <= 1);
    }

    private static void soon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }
}
