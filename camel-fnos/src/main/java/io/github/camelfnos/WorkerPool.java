package io.github.camelfnos;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs what follows an answer: the rest of a route. It never runs a task on the thread that hands it over, which is a
 * connection's read thread, and no task waits for a free thread for ever: after {@value #RESCUE_AFTER_MILLIS} ms a
 * waiting task gets a thread of its own. So a route that waits synchronously for an answer, inside of what follows
 * another answer, cannot deadlock, however small the pool.
 *
 * <p>
 * Tasks wait in one line, and one worker at a time is called to it: it takes tasks while there are any, and before each it calls
 * the next worker if more wait. So as many workers come as tasks block, and of short tasks one worker does many, as waking
 * a thread costs more than such a task.
 */
final class WorkerPool implements Executor, AutoCloseable {

    private static final long RESCUE_AFTER_MILLIS = 100;
    private static final long RESCUE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(RESCUE_AFTER_MILLIS);
    private static final long IDLE_SECONDS = 60;
    /** After these a worker lets others have its thread, for a user's pool may have other work. */
    private static final int TASKS_PER_TURN = 256;

    private final ExecutorService pool;
    private final boolean owned;
    private final ThreadFactory threads;
    private final ScheduledExecutorService timer;
    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
    /** Whether a worker was called and has not come yet: it will see all that was in the line before it came. */
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile Future<?> watch;

    private WorkerPool(ExecutorService pool, boolean owned, ThreadFactory threads, ScheduledExecutorService timer) {
        this.pool = pool;
        this.owned = owned;
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * A pool that starts a thread whenever none is free, up to a limit; idle threads end after a minute.
     *
     * @param maxSize how many threads; beyond it tasks wait, and are rescued
     * @param threads makes the threads
     * @param timer   watches over tasks that wait
     */
    static WorkerPool ofSize(int maxSize, ThreadFactory threads, ScheduledExecutorService timer) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(0, maxSize, IDLE_SECONDS, TimeUnit.SECONDS, new HandOver(),
                threads, new WaitForWorker());
        return new WorkerPool(pool, true, threads, timer);
    }

    /**
     * A user's own pool, which stays theirs to shut down.
     *
     * @throws IllegalArgumentException if it runs rejected tasks on the caller
     */
    static WorkerPool of(ExecutorService pool, ThreadFactory threads, ScheduledExecutorService timer) {
        if (pool instanceof ThreadPoolExecutor executor
                && executor.getRejectedExecutionHandler() instanceof ThreadPoolExecutor.CallerRunsPolicy) {
            throw new IllegalArgumentException("The workerPool has the rejection policy CallerRuns, which would run routes on the "
                                               + "thread that reads from the NAS; give it the policy Abort, or leave workerPool out");
        }
        return new WorkerPool(pool, false, threads, timer);
    }

    @Override
    public void execute(Runnable work) {
        waiting.add(new Task(work, System.nanoTime()));
        watch();
        callWorker();
    }

    /** Ends the pool's threads when their tasks are done; a user's pool goes on. */
    @Override
    public void close() {
        Future<?> last = watch;
        if (last != null && waiting.isEmpty() && last.cancel(false)) {
            endWatch();
        }
        if (owned) {
            pool.shutdown();
        }
    }

    private void callWorker() {
        if (called.get() || !called.compareAndSet(false, true)) {
            return;
        }
        Turn turn = new Turn();
        try {
            pool.execute(turn);
            turn.handedOver = true;
        } catch (RuntimeException | Error e) {
            // The pool is full or shut down, or the machine gives it no thread; a user's own may have reasons of its own.
            startThread(turn);
        }
    }

    /** @return false if the machine gives no thread; the watch comes again */
    private boolean startThread(Runnable task) {
        try {
            threads.newThread(task).start();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            watchFor(RESCUE_AFTER_NANOS);
        }
    }

    /** Whoever comes from now on is watched again; and whoever came a moment before. */
    private void endWatch() {
        watched.set(false);
        if (!waiting.isEmpty()) {
            watch();
        }
    }

    private void watchFor(long nanos) {
        try {
            watch = timer.schedule(this::rescue, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The timer ends with the component, and nothing but threads of their own is left for what waits.
            watched.set(false);
            startThread(this::work);
        }
    }

    private void rescue() {
        long next = RESCUE_AFTER_NANOS;
        try {
            next = rescueOverdue();
        } finally {
            if (waiting.isEmpty()) {
                endWatch();
            } else {
                watchFor(next);
            }
        }
    }

    /** @return when the next will be overdue, in nanoseconds from now */
    private long rescueOverdue() {
        long now = System.nanoTime();
        long next = RESCUE_AFTER_NANOS;
        int overdue = 0;
        for (Task task : waiting) {
            long left = RESCUE_AFTER_NANOS - (now - task.since);
            if (left > 0) {
                next = left;
                break;
            }
            overdue++;
        }
        if (overdue > 0) {
            // A pool may have thrown the call away, or have no thread for it.
            called.set(false);
        }
        while (overdue > 0 && startThread(this::workOnce)) {
            overdue--;
        }
        return next;
    }

    private void workOnce() {
        Task task = waiting.poll();
        if (task != null) {
            task.work.run();
        }
    }

    private void work() {
        int left = TASKS_PER_TURN;
        for (Task task = waiting.poll(); task != null; task = --left > 0 ? waiting.poll() : null) {
            if (!waiting.isEmpty()) {
                callWorker();
            }
            // As a pool does between its tasks: what interrupts one exchange is none of the next one's business.
            Thread.interrupted();
            task.work.run();
        }
        if (left == 0 && !waiting.isEmpty()) {
            callWorker();
        }
    }

    private record Task(Runnable work, long since) {
    }

    /** Takes a call only if a thread is waiting for one, so that the pool starts a thread otherwise. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {

        @Override
        public boolean offer(Runnable turn) {
            return tryTransfer(turn);
        }

        void enqueue(Runnable turn) {
            super.offer(turn);
        }
    }

    /** All threads are busy and there may be no more: the next that is free comes. */
    private static final class WaitForWorker implements RejectedExecutionHandler {

        @Override
        public void rejectedExecution(Runnable turn, ThreadPoolExecutor pool) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("the worker pool is shut down");
            }
            ((HandOver) pool.getQueue()).enqueue(turn);
        }
    }

    /** A worker's turn at the line. */
    private final class Turn implements Runnable {

        private final Thread caller = Thread.currentThread();
        // Read only by the thread that wrote it.
        private boolean handedOver;

        @Override
        public void run() {
            if (Thread.currentThread() == caller && !handedOver) {
                // A pool that runs tasks on its caller.
                startThread(this);
                return;
            }
            called.set(false);
            work();
        }
    }
}
