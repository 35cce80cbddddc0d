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
    /** The parameters that most requests have, one and the same map each time; or null if they might change. */
    private final Map<String, Object> usualParameters;
    /** Kept, so that it is not made anew; no other is, as one may be large. */
    private volatile Request usual;

    /**
     * @param ofUri   the parameters of the endpoint
     * @param reports where the reports on a task go, or null
     * @param workers run what follows
     */
    WholeAnswer(Map<String, Object> ofUri, TaskReports reports, Executor workers) {
        this.usualParameters = ofUri.values().stream().allMatch(WholeAnswer::isUnchanging) ? ofUri : null;
        this.reports = reports;
        this.workers = workers;
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

    private Request request(String operation, Map<String, Object> parameters) {
        if (parameters != usualParameters) {
            return new Request(operation, parameters);
        }
        Request request = usual;
        if (request == null || !request.operation().equals(operation)) {
            request = new Request(operation, parameters);
            usual = request;
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
