package io.github.camelfnos;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.client.Push;
import io.github.camelfnos.client.PushLoss;
import io.github.camelfnos.client.PushSubscription;

/**
 * Emits an exchange for each push of the NAS, in order, on a thread of its own: the next one only when the exchange before it is
 * done, its asynchronous steps included. What comes meanwhile waits in a {@link PushSubscription}.
 */
public class FnosPushConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(FnosPushConsumer.class);

    private volatile SubscribedConnection connection;
    private CountDownLatch drained;
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

    /** What waits for the route, or null before the first start. */
    PushSubscription pushes() {
        return connection == null ? null : connection.pushes();
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
        connection = SubscribedConnection.open(getEndpoint(), name());
        suspendedOnly = false;
        drained = new CountDownLatch(1);
        thread = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "FnosPush");
        thread.execute(new HandOver(connection.pushes(), drained));
    }

    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        if (getEndpoint().getCamelContext().isStopping()) {
            // Camel suspends first what it is to stop, and waits then for what is pending.
            pushes().end();
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
        return pushes() == null ? 0 : (int) Math.min(Integer.MAX_VALUE, pushes().pending());
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (suspendOnly) {
            suspendedOnly = true;
        }
        if (suspendOnly || suspendedOnly || forced || thread == null) {
            return;
        }
        // A route that is stopped while the context lives: Camel's shutdown timeout is running, and interrupts this.
        pushes().end();
        pushes().resume();
        try {
            drained.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (thread != null) {
            pushes().end();
            PushLoss loss = pushes().loss();
            long left = pushes().size() + (loss == null ? 0 : loss.count());
            if (left > 0) {
                LOG.warn("The push consumer of {} is stopped with {} pushes that its route has not taken; they are lost", name(), left);
            }
            connection.close();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
        super.doStop();
    }

    private String name() {
        return "route '" + getRouteId() + "'";
    }

    /** Takes one push after the other to the route, until no more will come. */
    private final class HandOver implements Runnable {

        private final PushSubscription pushes;
        private final CountDownLatch done;

        HandOver(PushSubscription pushes, CountDownLatch done) {
            this.pushes = pushes;
            this.done = done;
        }

        @Override
        public void run() {
            try {
                while (handOverNext()) {
                    // A route may have interrupted this thread; that was for what it did there.
                    if (isRunAllowed()) {
                        Thread.interrupted();
                    }
                }
            } finally {
                done.countDown();
            }
        }

        private boolean handOverNext() {
            try {
                Push push = pushes.take();
                if (push == null) {
                    return false;
                }
                process(push);
                return true;
            } catch (PushLoss loss) {
                FnosPushLossException exception = new FnosPushLossException(loss);
                getExceptionHandler().handleException(exception.getMessage(), exception);
                return true;
            } catch (InterruptedException e) {
                return isRunAllowed();
            } catch (RuntimeException e) {
                getExceptionHandler().handleException("Error while a push was handed over", e);
                return true;
            }
        }

        private void process(Push push) throws InterruptedException {
            Exchange exchange = createExchange(true);
            PushMessage.fill(exchange.getMessage(), push);
            AsyncCallback ending = defaultConsumerCallback(exchange, true);
            CountDownLatch ended = new CountDownLatch(1);
            getAsyncProcessor().process(exchange, doneSync -> {
                try {
                    ending.done(doneSync);
                } finally {
                    ended.countDown();
                }
            });
            ended.await();
        }
    }

    /** Ready while the connection is, and while nothing is lost for want of room. */
    private final class Health extends FnosHealthCheck {

        Health() {
            super("consumer:" + getRouteId(), () -> connection == null ? null : connection.handle(),
                    getEndpoint().getComponent().isHealthCheckConsumerEnabled());
        }

        @Override
        void judge(HealthCheckResultBuilder result) {
            result.detail("waiting", pushes().size());
            result.detail("spooled", pushes().spooled());
            result.detail("dropped", pushes().dropped());
            PushLoss loss = pushes().loss();
            if (loss != null) {
                result.detail("reason", loss.getMessage());
                result.down().message(loss.getMessage());
            }
        }
    }
}
