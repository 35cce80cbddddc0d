package io.github.camelfnos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.Push;
import io.github.camelfnos.client.PushLoss;
import io.github.camelfnos.client.PushSubscription;

/**
 * Emits an exchange for each push of the NAS, in order, on a thread of its own: the next one only when the exchange before it is
 * done, its asynchronous steps included. What comes meanwhile waits in a {@link PushSubscription}.
 */
@ManagedResource(description = "Managed consumer of an fnOS NAS's pushes")
public class FnosPushConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(FnosPushConsumer.class);

    private volatile SubscribedConnection connection;
    private ExecutorService thread;
    /** Whether it was suspended for its own sake, and not on the way to be stopped. */
    private boolean suspendedOnly;

    public FnosPushConsumer(FnosEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public FnosEndpoint getEndpoint() {
        return (FnosEndpoint) super.getEndpoint();
    }

    @ManagedAttribute(description = "Pushes that wait for the route")
    public long getWaitingPushes() {
        return told(PushSubscription::size);
    }

    @ManagedAttribute(description = "Those of them that are on disk")
    public long getSpooledPushes() {
        return told(PushSubscription::spooled);
    }

    @ManagedAttribute(description = "Pushes that were dropped since the start for want of memory, as pushOverflow says")
    public long getDroppedPushes() {
        return told(PushSubscription::dropped);
    }

    @ManagedAttribute(description = "Which pushes were lost and why, until the route has got over it; or null")
    public String getLoss() {
        PushSubscription pushes = pushes();
        PushLoss loss = pushes == null ? null : pushes.loss();
        return loss == null ? null : loss.getMessage();
    }

    private long told(ToLongFunction<PushSubscription> count) {
        PushSubscription pushes = pushes();
        return pushes == null ? 0 : count.applyAsLong(pushes);
    }

    /** What waits for the route, or null while this is not started. */
    PushSubscription pushes() {
        SubscribedConnection open = connection;
        return open == null ? null : open.pushes();
    }

    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        if (getHealthCheck() == null) {
            setHealthCheck(new Health());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        suspendedOnly = false;
        if (connection != null) {
            // Camel starts what is suspended, after a stop that it has abandoned for instance.
            pushes().resume();
            return;
        }
        connection = SubscribedConnection.open(getEndpoint(), name());
        thread = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "FnosPush");
        thread.execute(new HandOver(connection.pushes()));
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        if (getEndpoint().getCamelContext().isStopping()) {
            // Camel suspends first what it is to stop, and waits then for what is pending.
            pushes().drain();
        } else {
            pushes().hold();
        }
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        suspendedOnly = false;
        pushes().resume();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        PushSubscription pushes = pushes();
        return pushes == null ? 0 : (int) Math.min(Integer.MAX_VALUE, pushes.pending());
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (suspendOnly) {
            suspendedOnly = true;
        }
        PushSubscription pushes = pushes();
        if (suspendOnly || suspendedOnly || forced || pushes == null || getEndpoint().getCamelContext().isStopping()) {
            return;
        }
        // A route that is stopped while the context lives: Camel's shutdown timeout is running, and interrupts this.
        pushes.drain();
        try {
            pushes.awaitDrained();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShutdownAbandoned();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (connection != null) {
            pushes().warnOfWhatIsLeft();
            connection.close();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(thread);
            connection = null;
        }
        super.doStop();
    }

    private String name() {
        return "route '" + getRouteId() + "'";
    }

    /**
     * Ends Camel's shutdown task when its time is over. Whatever else comes out of {@link #prepareShutdown}, and its return, makes the
     * task stop this consumer, even where Camel has abandoned the stop and has started it again.
     */
    private static final class ShutdownAbandoned extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Takes one push after the other to the route, until this consumer is stopped. */
    private final class HandOver implements Runnable {

        private final PushSubscription pushes;

        HandOver(PushSubscription pushes) {
            this.pushes = pushes;
        }

        @Override
        public void run() {
            while (handOverNext()) {
                // A route may have interrupted this thread; that was for what it did there.
                if (isRunAllowed()) {
                    Thread.interrupted();
                }
            }
        }

        private boolean handOverNext() {
            try {
                Push push = pushes.take();
                if (push == null) {
                    return false;
                }
                process(push);
            } catch (PushLoss loss) {
                FnosPushLossException exception = new FnosPushLossException(loss);
                report(exception.getMessage(), exception);
            } catch (InterruptedException e) {
                return isRunAllowed();
            } catch (Throwable e) {
                // Whatever it is, the next push is to come: a consumer without its thread would be silent for ever.
                report("Error while a push was handed over", e);
            }
            return true;
        }

        private void report(String message, Throwable failure) {
            try {
                getExceptionHandler().handleException(message, failure);
            } catch (Throwable e) {
                LOG.warn("The exception handler of {} failed itself", name(), e);
            }
        }

        private void process(Push push) throws InterruptedException {
            // Released by the callback and not by itself, as its failure is still to be seen then.
            Exchange exchange = createExchange(false);
            PushMessage.fill(exchange.getMessage(), push);
            AsyncCallback ending = defaultConsumerCallback(exchange, false);
            AtomicBoolean called = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            AsyncCallback once = doneSync -> {
                if (called.compareAndSet(false, true)) {
                    try {
                        ending.done(doneSync);
                    } finally {
                        ended.countDown();
                    }
                }
            };
            try {
                getAsyncProcessor().process(exchange, once);
            } catch (Throwable e) {
                if (!called.get()) {
                    new StrandedExchange(exchange).end(e);
                    once.done(true);
                }
            }
            awaitEnd(ended);
        }

        /** Also where the route has interrupted this thread: the next push has its turn afterwards. */
        private void awaitEnd(CountDownLatch ended) throws InterruptedException {
            while (true) {
                try {
                    ended.await();
                    return;
                } catch (InterruptedException e) {
                    if (!isRunAllowed()) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Ready while the connection is, and while nothing is lost for want of room. */
    private final class Health extends FnosHealthCheck {

        Health() {
            super("consumer:" + getRouteId(), () -> handle(connection),
                    getEndpoint().getComponent().isHealthCheckConsumerEnabled());
        }

        private static ConnectionHandle handle(SubscribedConnection open) {
            return open == null ? null : open.handle();
        }

        @Override
        void judge(HealthCheckResultBuilder result) {
            PushSubscription pushes = pushes();
            if (pushes == null) {
                return;
            }
            result.detail("waiting", pushes.size());
            result.detail("spooled", pushes.spooled());
            result.detail("dropped", pushes.dropped());
            PushLoss loss = pushes.loss();
            if (loss != null) {
                result.detail("reason", loss.getMessage());
                result.down().message(loss.getMessage());
            }
        }
    }
}
