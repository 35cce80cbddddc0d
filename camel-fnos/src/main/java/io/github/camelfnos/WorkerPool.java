package io.github.camelfnos;

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
 */
final class WorkerPool implements Executor, AutoCloseable {

    private static final long RESCUE_AFTER_MILLIS = 100;
    private static final long IDLE_SECONDS = 60;

    private final ExecutorService pool;
    private final boolean owned;
    private final ThreadFactory threads;
    private final ScheduledExecutorService timer;

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
                threads, new WaitAndWatch());
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
        Task task = new Task(work);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The pool is full or shut down, or the machine gives it no thread.
            task.rescue();
            return;
        }
        task.handedOver = true;
        if (!owned) {
            task.watch();
        }
    }

    /** Ends the pool's threads when their tasks are done; a user's pool goes on. */
    @Override
    public void close() {
        if (owned) {
            pool.shutdown();
        }
    }

    /** Takes a task only if a thread is waiting for one, so that the pool starts a thread otherwise. */
    private static final class HandOver extends LinkedTransferQueue<Runnable> {

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        void enqueue(Runnable task) {
            super.offer(task);
        }
    }

    /** All threads are busy and there may be no more: the task waits, under watch. */
    private static final class WaitAndWatch implements RejectedExecutionHandler {

        @Override
        public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
            if (pool.isShutdown()) {
                throw new RejectedExecutionException("the worker pool is shut down");
            }
            ((HandOver) pool.getQueue()).enqueue(task);
            ((Task) task).watch();
        }
    }

    private final class Task implements Runnable {

        private final Runnable work;
        private final Thread caller = Thread.currentThread();
        private final AtomicBoolean started = new AtomicBoolean();
        // Read only by the thread that wrote it.
        private boolean handedOver;
        private volatile Future<?> watch;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            boolean onCaller = Thread.currentThread() == caller && !handedOver;
            if (onCaller) {
                rescue();
            } else if (started.compareAndSet(false, true)) {
                Future<?> pending = watch;
                if (pending != null) {
                    pending.cancel(false);
                }
                work.run();
            }
        }

        void watch() {
            try {
                watch = timer.schedule(this::rescue, RESCUE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The timer ends with the component, and nothing but a thread of its own is left for this task.
                threads.newThread(this).start();
            }
        }

        void rescue() {
            if (started.compareAndSet(false, true)) {
                try {
                    threads.newThread(work).start();
                } catch (OutOfMemoryError e) {
                    // No thread can be had now; what follows an answer must still come some time.
                    started.set(false);
                    watch();
                }
            }
        }
    }
}
