package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;

/** In which form an exchange gets the answer to its request. */
interface AnswerForm {

    /** An answer, or the beginning of one. */
    @FunctionalInterface
    interface Reply {

        /**
         * Makes it the body and the headers of the exchange's message. It may wait, and so is to be run where that may be.
         *
         * @throws FnosFailure if the rest of the answer could not be had
         */
        void fill(Exchange exchange) throws FnosFailure, InterruptedException;
    }

    /**
     * Sends the request.
     *
     * @param  handle                   of the connection; what goes on longer than the exchange's producer takes a share of its own
     * @param  timeout                  of the request, or of each of them
     * @param  done                     hears, on a worker, that the exchange can go on, or of the {@link FnosFailure} instead
     * @throws IllegalArgumentException if the operation cannot be answered in this form, or a parameter cannot be sent
     */
    void ask(ConnectionHandle handle, String operation, Map<String, Object> parameters, Duration timeout,
             BiConsumer<? super Reply, ? super Throwable> done);

    /** The body of an answer that has nothing. */
    Object nothing(String operation);
}
