package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;

/**
 * Sends one request for each exchange and continues the exchange with the answer, on the component's worker pool. No
 * thread waits for the answer.
 */
public class FnosProducer extends DefaultAsyncProducer {

    private ConnectionHandle handle;
    /** Whether it still has to connect with an exchange. */
    private volatile boolean lazy;
    private RequestParameters parameters;
    private TaskReports reports;
    private AnswerForm form;

    public FnosProducer(FnosEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public FnosEndpoint getEndpoint() {
        return (FnosEndpoint) super.getEndpoint();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Message message = exchange.getMessage();
            // All three are removed before anything can fail: left on the message they would steer the next fnos step.
            Object operationHeader = message.removeHeader(FnosConstants.OPERATION);
            Object parametersHeader = message.removeHeader(FnosConstants.PARAMETERS);
            Object timeoutHeader = message.removeHeader(FnosConstants.REQUEST_TIMEOUT);
            String operation = operation(operationHeader, exchange);
            Duration timeout = timeout(timeoutHeader, exchange);
            Map<String, Object> wanted = parameters.of(exchange, parametersHeader);
            if (lazy) {
                lazy = !getEndpoint().connectLazily(handle.connection());
            }
            form.ask(handle, operation, wanted, timeout, (reply, failure) -> {
                try {
                    if (failure == null) {
                        reply.fill(exchange);
                    } else {
                        fail(exchange, operation, failure, timeout);
                    }
                } catch (FnosFailure e) {
                    // Of a folder below the one that was asked for, whose absence is no empty answer.
                    AnswerHeaders.set(exchange.getMessage(), operation, e);
                    exchange.setException(FnosException.of(e, exchange, timeout));
                } catch (Throwable e) {
                    exchange.setException(e);
                }
                try {
                    callback.done(false);
                } catch (Throwable e) {
                    new StrandedExchange(exchange).end(e);
                }
            });
            return false;
        } catch (Exception e) {
            AnswerHeaders.remove(exchange.getMessage());
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        FnosConfiguration configuration = getEndpoint().getConfiguration();
        parameters = new RequestParameters(getEndpoint());
        form = form(configuration);
        ServiceHelper.startService(reports);
        handle = getEndpoint().acquireConnection();
        try {
            lazy = getEndpoint().isLazyStartProducer();
            if (!lazy) {
                getEndpoint().connect(handle.connection());
            }
        } catch (Exception e) {
            handle.close();
            ServiceHelper.stopService(reports);
            throw e;
        }
        // Of a route that does not start, Camel's own check of the route controller tells the reason.
        getEndpoint().producersHealth().begin(handle);
    }

    private AnswerForm form(FnosConfiguration configuration) {
        WorkerPool workers = getEndpoint().getComponent().workers();
        if (configuration.isRecursive()) {
            return new WalkedAnswer(getEndpoint().walkSettings(), configuration.isStreaming(), workers);
        }
        if (configuration.isStreaming()) {
            return new StreamedAnswer(configuration.getListKey(), getEndpoint().streamLimits(), workers);
        }
        String uri = configuration.getProgressUri();
        reports = uri == null ? null : new TaskReports(getEndpoint().getCamelContext(), uri, workers);
        return new WholeAnswer(getEndpoint().getParameters(), reports, workers);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(reports);
        if (handle != null) {
            getEndpoint().producersHealth().end(handle);
            handle.close();
        }
        super.doStop();
    }

    private void fail(Exchange exchange, String operation, Throwable failure, Duration timeout) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof FnosFailure failed)) {
            exchange.setException(cause);
            return;
        }
        AnswerHeaders.set(exchange.getMessage(), operation, failed);
        Exception exception = FnosException.of(failed, exchange, timeout);
        if (exception instanceof FnosNotFoundException && isEmpty(failed.answer())) {
            exchange.getMessage().setBody(form.nothing(operation));
            if (exchange.getMessage().getBody() instanceof FnosEntries) {
                AnswerHeaders.setBegun(exchange.getMessage(), operation, failed.reqid());
                exchange.getMessage().setHeader(FnosConstants.ERRNO, failed.errno());
            }
        } else {
            exchange.setException(exception);
        }
    }

    /** What comes after data or in the middle of a task says that something else is not there. */
    private boolean isEmpty(Answer answer) {
        return getEndpoint().getConfiguration().getNotFoundBehaviour() == NotFoundBehaviour.empty && answer.frames() == 1
                && !Frame.CANCEL.equals(answer.result());
    }

    private String operation(Object header, Exchange exchange) {
        if (header == null) {
            return getEndpoint().getOperation();
        }
        String operation = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, header);
        if (operation == null || operation.isBlank()) {
            throw new IllegalArgumentException("The header " + FnosConstants.OPERATION + " is empty; set it to an operation such as "
                                               + "file.ls, or remove it");
        }
        return operation;
    }

    private Duration timeout(Object header, Exchange exchange) {
        if (header == null) {
            return Duration.ofMillis(getEndpoint().getConfiguration().getRequestTimeout());
        }
        Long millis = exchange.getContext().getTypeConverter().tryConvertTo(Long.class, exchange, header);
        if (millis == null || millis <= 0) {
            throw new IllegalArgumentException("The header " + FnosConstants.REQUEST_TIMEOUT + " must be a positive number of "
                                               + "milliseconds, not " + header);
        }
        return Duration.ofMillis(millis);
    }
}
