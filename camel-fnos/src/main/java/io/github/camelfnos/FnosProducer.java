package io.github.camelfnos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;

/**
 * Sends one request for each exchange and continues the exchange with the answer, on the component's worker pool. No
 * thread waits for the answer.
 */
public class FnosProducer extends DefaultAsyncProducer {

    /** Headers of an answer, which must not stay on the message of a request that has none. */
    private static final List<String> ANSWER_HEADERS = List.of(FnosConstants.ANSWERED_OPERATION, FnosConstants.RESULT,
            FnosConstants.REV, FnosConstants.ERRNO, FnosConstants.FRAME_COUNT, FnosConstants.COMPLETE);

    private ConnectionHandle handle;
    /** Whether it still has to connect with an exchange. */
    private volatile boolean lazy;
    private WritableHealthCheckRepository healthChecks;
    private HealthCheck healthCheck;
    private RequestParameters parameters;

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
            Request request = new Request(operation, parameters.of(exchange, parametersHeader));
            if (lazy) {
                connectLazily(handle.connection());
            }
            handle.connection().request(request, timeout).whenCompleteAsync((answer, failure) -> {
                try {
                    if (failure == null) {
                        succeed(exchange, operation, answer);
                    } else {
                        fail(exchange, operation, failure, timeout);
                    }
                } catch (Throwable e) {
                    exchange.setException(e);
                } finally {
                    callback.done(false);
                }
            }, getEndpoint().getComponent().workers());
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        FnosConfiguration configuration = getEndpoint().getConfiguration();
        parameters = new RequestParameters(getEndpoint().getParameters(), configuration.isIgnoreBody(), configuration.isSendBody());
        handle = getEndpoint().acquireConnection();
        try {
            lazy = getEndpoint().isLazyStartProducer();
            if (!lazy) {
                connect(handle.connection());
            }
        } catch (Exception e) {
            handle.close();
            throw e;
        }
        // Of a route that does not start, Camel's own check of the route controller tells the reason.
        healthChecks = HealthCheckHelper.getHealthCheckRepository(getEndpoint().getCamelContext(), "producers",
                WritableHealthCheckRepository.class);
        if (healthChecks != null) {
            healthCheck = new FnosHealthCheck("producer:fnos-" + getEndpoint().getId(), handle.connection(),
                    getEndpoint().getComponent().isHealthCheckProducerEnabled());
            healthChecks.addHealthCheck(healthCheck);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (healthCheck != null) {
            healthChecks.removeHealthCheck(healthCheck);
            healthCheck = null;
        }
        if (handle != null) {
            handle.close();
        }
        super.doStop();
    }

    private void connect(FnosConnection connection) throws Exception {
        // Connecting has deadlines of its own; this one only makes sure that no start hangs.
        Duration limit = connection.settings().timing().connectTimeout().multipliedBy(12);
        try {
            getEndpoint().getComponent().starts().await(connection.connect(), limit);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof FnosFailure failure)) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
            boolean triesOn = connection.settings().reconnect().startupFailure() == StartupFailure.reconnect
                    && connection.state() != ConnectionState.CLOSED;
            if (failure.isFinal() || !triesOn) {
                throw FnosException.of(failure, null);
            }
        }
    }

    /**
     * A producer that starts with its first exchange does not fail to start when the NAS is away: Camel would wrap the
     * reason. The request waits for the connection instead, without a thread, and has the reason itself; and as long as
     * none has come about, each request tries again.
     */
    private void connectLazily(FnosConnection connection) {
        if (connection.state() == ConnectionState.READY) {
            lazy = false;
        } else if (connection.state() == ConnectionState.IDLE || connection.state() == ConnectionState.FAILED) {
            connection.connect();
        }
    }

    private static void succeed(Exchange exchange, String operation, Answer answer) {
        exchange.getMessage().setBody(new FnosResponse(operation, answer.payload()));
        setHeaders(exchange.getMessage(), operation, answer);
    }

    private void fail(Exchange exchange, String operation, Throwable failure, Duration timeout) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof FnosFailure failed)) {
            exchange.setException(cause);
            return;
        }
        Message message = exchange.getMessage();
        if (failed.answer() != null) {
            setHeaders(message, operation, failed.answer());
        } else {
            ANSWER_HEADERS.forEach(message::removeHeader);
            setOrRemove(message, FnosConstants.REQ_ID, failed.reqid());
            setOrRemove(message, FnosConstants.TASK_ID, failed.taskId());
            setOrRemove(message, FnosConstants.ERRNO, failed.errno() == 0 ? null : failed.errno());
        }
        if (failed.kind() == FnosFailure.Kind.TIMEOUT) {
            exchange.setException(new ExchangeTimedOutException(exchange, timeout.toMillis(), failed.getMessage()));
            return;
        }
        FnosException exception = FnosException.of(failed, exchange);
        if (exception instanceof FnosNotFoundException && isEmpty(failed.answer())) {
            message.setBody(new FnosResponse(operation, Map.of()));
        } else {
            exchange.setException(exception);
        }
    }

    /** What comes after data or in the middle of a task says that something else is not there. */
    private boolean isEmpty(Answer answer) {
        return getEndpoint().getConfiguration().getNotFoundBehaviour() == NotFoundBehaviour.empty && answer.frames() == 1
                && !Frame.CANCEL.equals(answer.result());
    }

    private static void setHeaders(Message message, String operation, Answer answer) {
        message.setHeader(FnosConstants.ANSWERED_OPERATION, operation);
        message.setHeader(FnosConstants.REQ_ID, answer.reqid());
        message.setHeader(FnosConstants.ERRNO, answer.errno());
        message.setHeader(FnosConstants.FRAME_COUNT, answer.frames());
        message.setHeader(FnosConstants.COMPLETE, answer.complete());
        setOrRemove(message, FnosConstants.RESULT, answer.result());
        setOrRemove(message, FnosConstants.REV, answer.rev());
        setOrRemove(message, FnosConstants.TASK_ID, answer.taskId());
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

    /** What an earlier step left there must not pass for this answer's. */
    private static void setOrRemove(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
