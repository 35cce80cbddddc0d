package io.github.camelfnos.fuzz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Until it is closed, collects what threads die of. */
public final class Uncaught implements AutoCloseable {

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

    public Uncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> thrown.add(problem));
    }

    public List<Throwable> thrown() {
        return thrown;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
