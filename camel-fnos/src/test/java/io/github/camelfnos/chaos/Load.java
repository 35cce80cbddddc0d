package io.github.camelfnos.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedRequest;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Threads that send random questions on random lines and hold what comes of them against what may. */
public final class Load implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int OUTSTANDING = 320;
    private static final long PAUSE_MILLIS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Line> lines;
    private final Storm storm;
    private final Tally outcomes;
    private final Semaphore outstanding = new Semaphore(OUTSTANDING);
    private final Map<String, Question> asked = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean paused;

    public Load(List<Line> lines, Storm storm, Tally outcomes) {
        this.lines = lines;
        this.storm = storm;
        this.outcomes = outcomes;
    }

    /** Teaches the NAS what the questions ask. */
    public void teach(FnosSimulator nas) {
        Folder.makeAll(nas);
        nas.on(Kind.ECHO.operation(), request -> request.succeed(Map.of("nonce", executed(request))));
        nas.on(Kind.APP_ECHO.operation(), request -> request.succeed(Map.of("nonce", executed(request))));
        nas.on(Kind.LARGE.operation(), request -> {
            String nonce = executed(request);
            request.succeed(Map.of("nonce", nonce, "text", LargeText.of(nonce)));
        });
        nas.on(Kind.ERRNO.operation(), request -> {
            executed(request);
            request.fail(((Number) request.parameters().get("errno")).intValue());
        });
        nas.on(Kind.SILENCE.operation(), this::executed);
    }

    private String executed(SimulatedRequest request) {
        String nonce = (String) request.parameters().get("nonce");
        Question question = asked.get(nonce);
        if (question != null && question.execute() > 1) {
            outcomes.violation(new AssertionError(question + " was carried out twice"));
        }
        return nonce;
    }

    public void start(long seed) {
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> run(random), "chaos-load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(Random random) {
        try {
            while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                // What is not sent now may be sent a moment later; an outage must not stop a thread for good.
                if (!paused && outstanding.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    ask(random);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            outcomes.violation(e);
        }
    }

    private void ask(Random random) {
        Question question = new Question(random, sent.incrementAndGet());
        Line line = lines.get(random.nextInt(lines.size()));
        asked.put(question.nonce(), question);
        if (!line.send(question, exchange -> ended(question, line, exchange))) {
            asked.remove(question.nonce());
            sent.decrementAndGet();
            outstanding.release();
        }
    }

    private void ended(Question question, Line line, Exchange exchange) {
        try {
            if (question.complete() > 1) {
                throw new AssertionError(question + " on " + line + " ended twice");
            }
            outcomes.count(question.outcome(exchange, storm.secondLastSessionFault()));
        } catch (Throwable e) {
            outcomes.violation(new AssertionError("On " + line + ": " + e.getMessage(), e));
        }
        asked.remove(question.nonce());
        ended.incrementAndGet();
        outstanding.release();
    }

    /** Sends nothing more for now, and returns when all that was sent has ended. */
    public void pause() {
        paused = true;
        // Whatever asks still holds a permit, also in the moment between the two.
        Awaitility.await("the end of all exchanges").atMost(PATIENCE)
                .untilAsserted(() -> assertEquals("none, " + OUTSTANDING, waiting() + ", " + outstanding.availablePermits()));
    }

    private String waiting() {
        return asked.isEmpty() ? "none" : asked.values().toString();
    }

    public void goOn() {
        paused = false;
    }

    /** How many exchanges were begun. */
    public long sent() {
        return sent.get();
    }

    /** How many ends were heard of. */
    public long ended() {
        return ended.get();
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }
}
