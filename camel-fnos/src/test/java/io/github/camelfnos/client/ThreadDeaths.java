package io.github.camelfnos.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Watches, from its making until it is closed, that no thread dies of what it did not catch. */
final class ThreadDeaths implements AutoCloseable {

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final List<String> deaths = new CopyOnWriteArrayList<>();

    ThreadDeaths() {
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> deaths.add(thread.getName() + ": " + cause));
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertEquals(List.of(), deaths);
    }
}
