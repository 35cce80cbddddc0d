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

    /** Waits for the end of those whose name contains this. */
    static void awaitNone(String part) {
        await().atMost(Duration.ofSeconds(30)).until(() -> names().stream().noneMatch(name -> name.contains(part)));
    }

    private static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains("FnosTimer") || name.contains("FnosWorker") || name.contains("FnosPush") || name.startsWith("WebSocket")).toList();
    }
}
