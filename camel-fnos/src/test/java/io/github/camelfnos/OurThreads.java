package io.github.camelfnos;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import static org.awaitility.Awaitility.await;

/** The threads that the component makes, none of which may outlive its context. */
final class OurThreads {

    private OurThreads() {
    }

    static void awaitNone() {
        await().atMost(Duration.ofSeconds(30)).until(OurThreads::names, Collection::isEmpty);
    }

    private static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains("FnosTimer") || name.contains("FnosWorker") || name.startsWith("WebSocket")).toList();
    }
}
