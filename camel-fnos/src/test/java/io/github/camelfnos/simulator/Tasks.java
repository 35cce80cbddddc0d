package io.github.camelfnos.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;

/**
 * Whether {@code file.rm}, {@code file.cp} and {@code file.mv} are long-running tasks. As it comes, a NAS in memory does them at once, as
 * a NAS does small ones. Every method may be called at any time from any thread.
 */
public final class Tasks {

    private final Vertx vertx;
    private final AtomicLong started = new AtomicLong();
    private volatile int reports;
    private volatile Duration apart = Duration.ZERO;

    Tasks(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Makes tasks of them from now on: the start, this many reports in frames of the request, and the end, when it is done.
     *
     * @param apart how long after the frame before each comes
     */
    public void takeTime(int reports, Duration apart) {
        this.apart = apart;
        this.reports = reports;
    }

    /** Does this now, or as a task. */
    void run(SimulatedRequest request, Responder change) throws Exception {
        if (reports == 0) {
            change.respond(request);
            return;
        }
        request.startTask("task-" + started.incrementAndGet());
        report(request, change, 1, reports);
    }

    private void report(SimulatedRequest request, Responder change, int number, int of) {
        vertx.setTimer(Math.max(1, apart.toMillis()), timer -> {
            if (number > of) {
                try {
                    change.respond(request);
                } catch (Exception e) {
                    request.failWith(e);
                }
                return;
            }
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("percent", 100 * number / of);
            report.put("time", number);
            request.progress(report);
            report(request, change, number + 1, of);
        });
    }
}
