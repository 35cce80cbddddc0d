package io.github.camelfnos;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;
import org.apache.camel.support.service.ServiceHelper;

import io.github.camelfnos.ListingChanges.Change;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.protocol.Answer;

/**
 * Calls an operation on schedule, and emits an exchange for each entry of the answer's list, or for each that has changed, or for the
 * whole answer; one after the other, on the scheduler's thread.
 */
public class FnosPollConsumer extends ScheduledBatchPollingConsumer {

    /** What a poll emitted that was given up: not nothing, which would be told as an empty listing. */
    private static final int CANCELLED = -1;

    private final Poll poll;
    private final ListingChanges changes;
    private volatile ConnectionHandle handle;

    public FnosPollConsumer(FnosEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        FnosConfiguration configuration = endpoint.getConfiguration();
        poll = new Poll(endpoint);
        changes = configuration.isChangedOnly()
                ? new ListingChanges(endpoint.getOperation(), endpoint.getParameters(), configuration.getIdempotentRepository())
                : null;
    }

    @Override
    public FnosEndpoint getEndpoint() {
        return (FnosEndpoint) super.getEndpoint();
    }

    @Override
    protected int poll() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        ConnectionHandle share = handle;
        Answer answer = share == null ? null : poll.ask(share, null);
        if (answer == null) {
            return CANCELLED;
        }
        List<? extends FnosRecord> entries = entries(new FnosResponse(getEndpoint().getOperation(), answer.payload()));
        Queue<Object> batch = new ArrayDeque<>();
        if (changes == null) {
            entries.forEach(entry -> batch.add(new Emission(entry, null, answer)));
        } else {
            changes.begin(entries).forEach(change -> batch.add(new Emission(change.entry(), change, answer)));
        }
        return processBatch(batch);
    }

    /** The entries of the answer's list; or the answer itself, where it has none or is not to be split. */
    private List<? extends FnosRecord> entries(FnosResponse response) {
        FnosConfiguration configuration = getEndpoint().getConfiguration();
        List<?> list = configuration.isSplitEntries() ? AnswerList.of(response, getEndpoint().getOperation(), configuration.getListKey()) : null;
        return list == null ? List.of(response) : list.stream().map(FnosEntry.class::cast).toList();
    }

    /** @return how many were emitted; with greedy, how many of them with success, for what failed would come again at once, and for ever */
    @Override
    public int processBatch(Queue<Object> batch) throws Exception {
        int size = batch.size();
        int emitted = 0;
        int succeeded = 0;
        while (!batch.isEmpty() && isBatchAllowed()) {
            Emission emission = (Emission) batch.remove();
            pendingExchanges = batch.size();
            if (emit(emission, emitted, size)) {
                succeeded++;
            }
            emitted++;
        }
        return isGreedy() ? succeeded : emitted;
    }

    private boolean emit(Emission emission, int index, int size) throws Exception {
        // Released here and not by itself, as it is still looked at when the route is done with it.
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(emission.entry());
            AnswerHeaders.set(exchange.getMessage(), getEndpoint().getOperation(), emission.answer());
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, size);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == size - 1);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            boolean failed = exchange.getException() != null || exchange.isRollbackOnly();
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
            }
            if (!failed && changes != null) {
                changes.emitted(emission.change(), exchange);
            }
            return !failed;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doBuild() throws Exception {
        if (getHealthCheck() == null) {
            setHealthCheck(new Health());
        }
        super.doBuild();
    }

    @Override
    protected void doStart() throws Exception {
        if (handle != null) {
            // Camel starts what is suspended.
            super.doStart();
            return;
        }
        startRepository(getEndpoint().getConfiguration().getIdempotentRepository());
        ConnectionHandle share = getEndpoint().acquireConnection();
        try {
            getEndpoint().connect(share.connection());
            handle = share;
            super.doStart();
        } catch (Exception e) {
            handle = null;
            share.close();
            throw e;
        }
    }

    /** The context stops it; other routes may use it as well. */
    private void startRepository(IdempotentRepository repository) throws Exception {
        CamelContext context = getEndpoint().getCamelContext();
        if (repository != null) {
            if (!context.hasService(repository)) {
                CamelContextAware.trySetCamelContext(repository, context);
                context.addService(repository, true, true);
            }
            ServiceHelper.startService(repository);
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // What was asked for and has not come is not worth waiting for.
        poll.cancel();
        return super.deferShutdown(task);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        poll.cancel();
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }

    /** What an exchange is made of; the change is null where all entries are emitted. */
    private record Emission(FnosRecord entry, Change change, Answer answer) {
    }

    /** Ready while the connection is, and while polls succeed. */
    private final class Health extends ScheduledPollConsumerHealthCheck {

        private final FnosHealthCheck ofConnection = new FnosHealthCheck("consumer:" + getRouteId(), () -> handle, true);

        Health() {
            super(FnosPollConsumer.this, "consumer:" + getRouteId());
        }

        @Override
        public HealthCheck.Result call(Map<String, Object> options) {
            ConnectionHandle share = handle;
            boolean lost = share != null && share.connection().state() != ConnectionState.READY;
            return isEnabled() && lost ? ofConnection.call(options) : super.call(options);
        }
    }
}
