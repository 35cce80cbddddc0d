package io.github.camelfnos;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.client.TaskListener;
import io.github.camelfnos.protocol.Frame;

/** Sends the reports on long-running tasks to an endpoint. Safe for concurrent use. */
final class TaskReports extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(TaskReports.class);

    private final Endpoint endpoint;
    private final DefaultProducerCache producers;
    private final Executor workers;

    /**
     * @param  uri     of the endpoint
     * @param  workers run what the endpoint does
     * @throws org.apache.camel.NoSuchEndpointException if there is none
     */
    TaskReports(CamelContext context, String uri, Executor workers) {
        this.endpoint = CamelContextHelper.getMandatoryEndpoint(context, uri);
        this.producers = new DefaultProducerCache(this, context, 1);
        this.workers = workers;
    }

    /** The reports on the task of one request. */
    OfOne ofOne(String operation) {
        return new OfOne(operation);
    }

    @Override
    protected void doStart() {
        producers.start();
    }

    @Override
    protected void doStop() {
        producers.stop();
    }

    /** Sends one after the other, in order. A report that the endpoint fails is logged, and the next one sent. */
    final class OfOne implements TaskListener {

        private final String operation;
        private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

        OfOne(String operation) {
            this.operation = operation;
        }

        @Override
        public synchronized void progress(String reqid, String taskId, Frame report) {
            last = last.handle((done, failure) -> null).thenComposeAsync(before -> send(reqid, taskId, report), workers);
        }

        /** Completes when all that have come so far have been taken. */
        synchronized CompletableFuture<?> delivered() {
            return last.handle((done, failure) -> null);
        }

        /** What it says, which one that came as a push has within another object. */
        @SuppressWarnings("unchecked") // the decoder makes objects with text keys only
        private static Map<String, Object> fieldsOf(Frame report) {
            return report.reportedReqid() == null ? report.fields() : (Map<String, Object>) report.fields().get("taskInfo");
        }

        private CompletableFuture<Exchange> send(String reqid, String taskId, Frame report) {
            Exchange exchange = endpoint.createExchange();
            Message message = exchange.getMessage();
            message.setBody(new FnosResponse(operation, fieldsOf(report)));
            message.setHeader(FnosConstants.ANSWERED_OPERATION, operation);
            message.setHeader(FnosConstants.REQ_ID, reqid);
            message.setHeader(FnosConstants.TASK_ID, taskId);
            return producers.asyncSendExchange(endpoint, null, null, null, exchange, null).whenComplete((sent, failure) -> {
                Throwable problem = failure == null ? sent.getException() : failure;
                if (problem != null) {
                    LOG.warn("A report on the task of {} could not be sent to {}", operation,
                            URISupport.sanitizeUri(endpoint.getEndpointBaseUri()), problem);
                }
            });
        }
    }
}
