package io.github.camelfnos;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.TaskListener;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

/** The whole answer at once, a {@link FnosResponse}. */
final class WholeAnswer implements AnswerForm {

    private final TaskReports reports;
    private final Executor workers;
    private volatile Usual usual = new Usual(null, null);

    /**
     * @param reports where the reports on a task go, or null
     * @param workers run what follows
     */
    WholeAnswer(TaskReports reports, Executor workers) {
        this.reports = reports;
        this.workers = workers;
    }

    /** A request that most exchanges have in common: with the parameters of the URI, and no others. */
    private record Usual(Map<String, Object> parameters, Request request) {
    }

    @Override
    public void ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout,
                    BiConsumer<? super Reply, ? super Throwable> done) {
        Request request = request(operation, parameters);
        if (reports == null) {
            // In one step, as each step of a future costs as much as a signature.
            handle.connection().request(request, timeout, TaskListener.NONE)
                    .whenCompleteAsync((answer, failure) -> done.accept(answer == null ? null : reply(operation, answer), failure), workers);
            return;
        }
        TaskReports.OfOne ofOne = reports.ofOne(operation);
        // The end of a task comes after all reports on it; that something went wrong waits for nothing.
        CompletableFuture<Answer> last = handle.connection().request(request, timeout, ofOne)
                .thenCompose(answer -> ofOne.delivered().thenApply(delivered -> answer));
        last.thenApply(answer -> reply(operation, answer)).whenCompleteAsync(done, workers);
    }

    /** The parameters of the URI are one and the same map each time. */
    private Request request(String operation, Map<String, Object> parameters) {
        Usual last = usual;
        if (last.parameters == parameters && last.request.operation().equals(operation)) {
            return last.request;
        }
        Request request = new Request(operation, parameters);
        if (parameters.values().stream().allMatch(WholeAnswer::isUnchanging)) {
            usual = new Usual(parameters, request);
        }
        return request;
    }

    /** A Map or a List that a route has handed over may be another's, who changes it. */
    private static boolean isUnchanging(Object value) {
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static Reply reply(String operation, Answer answer) {
        return exchange -> {
            exchange.getMessage().setBody(new FnosResponse(operation, answer.payload()));
            AnswerHeaders.set(exchange.getMessage(), operation, answer);
        };
    }

    @Override
    public Object nothing(String operation) {
        return new FnosResponse(operation, Collections.emptyMap());
    }
}
