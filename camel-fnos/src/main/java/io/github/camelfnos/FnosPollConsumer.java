package io.github.camelfnos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.ListingChanges.Change;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.protocol.Answer;

/**
 * Calls an operation on schedule, and emits an exchange for each entry of the answer's list, or for each that has changed, or for the
 * whole answer; one after the other, on the scheduler's thread.
 */
@ManagedResource(description = "Managed consumer that polls an fnOS NAS")
public class FnosPollConsumer extends ScheduledBatchPollingConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(FnosPollConsumer.class);
    /** What a poll emitted that was given up: not nothing, which would be told as an empty listing. */
    private static final int CANCELLED = -1;

    private final Poll poll;
    private final ListingChanges changes;
    private final AtomicLong emittedEntries = new AtomicLong();
    private final AtomicLong failedEntries = new AtomicLong();
    private volatile int leftOutFolders;
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

    @ManagedAttribute(description = "Exchanges that were made of entries or answers")
    public long getEmittedEntries() {
        return emittedEntries.get();
    }

    @ManagedAttribute(description = "Those of them that the route failed with")
    public long getFailedEntries() {
        return failedEntries.get();
    }

    @ManagedAttribute(description = "Folders that the last recursive poll had to leave out")
    public int getLeftOutFolders() {
        return leftOutFolders;
    }

    @Override
    protected int poll() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        ConnectionHandle share = handle;
        if (share == null) {
            return CANCELLED;
        }
        FnosConfiguration configuration = getEndpoint().getConfiguration();
        return configuration.isRecursive() && configuration.isSplitEntries() ? pollTree(share) : pollAnswer(share);
    }

    private int pollAnswer(ConnectionHandle share) throws Exception {
        Answer answer = poll.ask(share, getEndpoint().getParameters(), null);
        if (answer == null) {
            return CANCELLED;
        }
        Consumer<Message> headers = message -> AnswerHeaders.set(message, getEndpoint().getOperation(), answer);
        Queue<Object> batch = new ArrayDeque<>();
        beginListing();
        for (FnosRecord entry : entries(new FnosResponse(getEndpoint().getOperation(), answer.payload()))) {
            Emission emission = emission(entry, headers);
            if (emission != null) {
                batch.add(emission);
            }
        }
        try {
            return processBatch(batch);
        } finally {
            endListing(unseen -> false);
        }
    }

    /** The entries of the answer's list; or the answer itself, where it has none or is not to be split. */
    private List<? extends FnosRecord> entries(FnosResponse response) {
        FnosConfiguration configuration = getEndpoint().getConfiguration();
        List<FnosEntry> list = configuration.isSplitEntries()
                ? new AnswerList(getEndpoint().getOperation(), configuration.getListKey()).of(response)
                : null;
        return list == null ? List.of(response) : list;
    }

    private int pollTree(ConnectionHandle share) throws Exception {
        String operation = getEndpoint().getOperation();
        try (Poll.Walk walk = poll.walk(share, getEndpoint().getParameters(), null)) {
            if (walk == null) {
                return CANCELLED;
            }
            Consumer<Message> headers = message -> AnswerHeaders.setBegun(message, operation, walk.first().reqid());
            FnosEntries entries = new FnosEntries(operation, Duration.ofMillis(getEndpoint().getConfiguration().getRequestTimeout()),
                    getEndpoint().createExchange(), walk.entries());
            beginListing();
            try {
                return emit(new EmissionsOf(entries, headers), null);
            } finally {
                tell(entries.getFailures());
                endListing(entries.isEnded() ? below(entries.getFailures()) : unseen -> true);
            }
        } catch (IllegalStateException e) {
            if (poll.isCancelled()) {
                return CANCELLED;
            }
            throw e;
        }
    }

    private void tell(List<FnosWalkFailure> failures) {
        leftOutFolders = failures.size();
        if (!failures.isEmpty()) {
            FnosWalkFailure first = failures.get(0);
            LOG.warn("The recursive poll of route '{}' left {} folders out, the first of them {}: {}", getRouteId(), failures.size(),
                    first.path(), first.exception().getMessage());
        }
    }

    /** Whether an entry may be there although it was not seen: it lies below a folder that was left out. */
    private static Predicate<String> below(List<FnosWalkFailure> failures) {
        Set<String> leftOut = failures.stream().map(FnosWalkFailure::path).collect(Collectors.toSet());
        return path -> {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                if (leftOut.contains(path.substring(0, end))) {
                    return true;
                }
            }
            return false;
        };
    }

    private void beginListing() {
        if (changes != null) {
            changes.begin();
        }
    }

    private void endListing(Predicate<String> mayBeThere) {
        if (changes != null) {
            changes.end(mayBeThere);
        }
    }

    /** What is emitted of an entry, or null if it has not changed. */
    private Emission emission(FnosRecord entry, Consumer<Message> headers) {
        Change change = changes == null ? null : changes.changeOf(entry);
        return changes != null && change == null ? null : new Emission(entry, change, headers);
    }

    /** What is emitted of entries that come one after the other. */
    private final class EmissionsOf implements Iterator<Emission> {

        private final FnosEntries entries;
        private final Consumer<Message> headers;
        private Emission next;

        EmissionsOf(FnosEntries entries, Consumer<Message> headers) {
            this.entries = entries;
            this.headers = headers;
        }

        @Override
        public boolean hasNext() {
            while (next == null && isBatchAllowed() && entries.hasNext()) {
                next = emission(entries.next(), headers);
            }
            return next != null;
        }

        @Override
        public Emission next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Emission given = next;
            next = null;
            return given;
        }
    }

    @Override
    public int processBatch(Queue<Object> batch) throws Exception {
        return emit(batch.stream().map(Emission.class::cast).iterator(), batch.size());
    }

    /**
     * Emits one after the other.
     *
     * @param  size how many they are, or null if that is not known
     * @return      how many were emitted; with greedy, how many of them with success, for what failed would come again at once, and for ever
     */
    private int emit(Iterator<Emission> emissions, Integer size) throws Exception {
        int emitted = 0;
        int succeeded = 0;
        while (isBatchAllowed() && emissions.hasNext()) {
            Emission emission = emissions.next();
            // Looked at before it is emitted, so that the last one is known to be that.
            boolean more = emissions.hasNext();
            pendingExchanges = size == null ? more ? 1 : 0 : size - emitted - 1;
            if (emit(emission, emitted, size, !more)) {
                succeeded++;
            }
            emitted++;
        }
        return isGreedy() ? succeeded : emitted;
    }

    private boolean emit(Emission emission, int index, Integer size, boolean last) throws Exception {
        // Released here and not by itself, as it is still looked at when the route is done with it.
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(emission.entry());
            emission.headers().accept(exchange.getMessage());
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            if (size != null) {
                exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, size);
            }
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, last);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            emittedEntries.incrementAndGet();
            boolean failed = exchange.getException() != null || exchange.isRollbackOnly();
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
            }
            if (failed) {
                failedEntries.incrementAndGet();
            } else if (changes != null) {
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
    private record Emission(FnosRecord entry, Change change, Consumer<Message> headers) {
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
