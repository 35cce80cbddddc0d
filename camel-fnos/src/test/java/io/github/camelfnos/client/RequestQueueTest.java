package io.github.camelfnos.client;

import java.time.Duration;
import java.util.Map;
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
    private final Deadlines deadlines = new Deadlines(timer, new ConnectionCounters());

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
            PendingRequest request = new PendingRequest(new Request("late", Map.of()), Duration.ZERO, deadlines);
            Thread caller = new Thread(() -> queue.submit(request));
            synchronized (queue) {
                caller.start();
                await().until(request::hasEnded);
                await().until(() -> caller.getState() == Thread.State.BLOCKED);
            }
            caller.join();
            await().until(request.future()::isDone);

            assertEquals(0, queue.waiting());
            assertEquals(0, queue.inFlight());
        }
        assertTrue(timer.getQueue().size() <= 1);
    }
}
