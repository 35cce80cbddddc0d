package io.github.camelfnos;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.TaskListener;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

/** The whole answer at once, a {@link FnosResponse}. */
final class WholeAnswer implements AnswerForm {

    private final TaskReports reports;

    /** @param reports where the reports on a task go, or null */
    WholeAnswer(TaskReports reports) {
        this.reports = reports;
    }

    @Override
    public CompletableFuture<Reply> ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout) {
        Request request = new Request(operation, parameters);
        if (reports == null) {
            return handle.connection().request(request, timeout, TaskListener.NONE).thenApply(answer -> reply(operation, answer));
        }
        TaskReports.OfOne ofOne = reports.ofOne(operation);
        // The end of a task comes after all reports on it; that something went wrong waits for nothing.
        return handle.connection().request(request, timeout, ofOne)
                .thenCompose(answer -> ofOne.delivered().thenApply(done -> reply(operation, answer)));
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
