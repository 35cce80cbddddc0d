package io.github.camelfnos.chaos;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** A way on which questions reach the NAS: a route, or a producer without one. It can be shut for a while. */
public final class Line {

    private final String uri;
    private final Endpoint endpoint;
    private final AsyncProducer producer;
    private final String operation;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean shut;

    /** @param operation the operation that it asks for unless a header says another */
    public Line(CamelContext context, String uri, String operation) throws Exception {
        this.uri = uri;
        this.endpoint = context.getEndpoint(uri);
        this.producer = endpoint.createAsyncProducer();
        this.operation = operation;
        producer.start();
    }

    public String uri() {
        return uri;
    }

    public AsyncProducer producer() {
        return producer;
    }

    /** Sends the question, unless it is shut. */
    boolean send(Question question, Ending ending) {
        lock.readLock().lock();
        try {
            if (shut) {
                return false;
            }
            Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
            question.ask(exchange.getMessage(), operation);
            AsyncCallback callback = doneSync -> ending.ended(exchange);
            producer.process(exchange, callback);
            return true;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Does something while nothing new is sent on it. */
    public <T> T whileShut(Callable<T> action) throws Exception {
        shut(true);
        try {
            return action.call();
        } finally {
            shut(false);
        }
    }

    private void shut(boolean nowShut) {
        lock.writeLock().lock();
        try {
            shut = nowShut;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return uri;
    }

    /** Hears of the end of an exchange. */
    interface Ending {

        void ended(Exchange exchange);
    }
}
