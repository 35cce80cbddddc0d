package io.github.camelfnos;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PollingConsumerSupport;

import io.github.camelfnos.client.Push;
import io.github.camelfnos.client.PushLoss;
import io.github.camelfnos.client.PushSubscription;

/**
 * Takes the next push for {@code poll} and {@code pollEnrich}. From its start on, pushes wait in a {@link PushSubscription} for those who
 * ask.
 */
public class FnosPushPollingConsumer extends PollingConsumerSupport {

    private static final Duration LONGEST = Duration.ofDays(365);

    private SubscribedConnection connection;

    public FnosPushPollingConsumer(FnosEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public FnosEndpoint getEndpoint() {
        return (FnosEndpoint) super.getEndpoint();
    }

    @Override
    public Exchange receive() {
        return receive(null);
    }

    @Override
    public Exchange receive(long timeout) {
        return timeout < 0 ? receive(null) : receive(Duration.ofMillis(Math.min(timeout, LONGEST.toMillis())));
    }

    @Override
    public Exchange receiveNoWait() {
        return receive(Duration.ZERO);
    }

    private Exchange receive(Duration patience) {
        try {
            Push push = connection.pushes().poll(patience);
            if (push == null) {
                return null;
            }
            Exchange exchange = getEndpoint().createExchange();
            PushMessage.fill(exchange.getMessage(), push);
            return exchange;
        } catch (PushLoss loss) {
            throw RuntimeCamelException.wrapRuntimeCamelException(new FnosPushLossException(loss));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        connection = SubscribedConnection.open(getEndpoint(), "pollEnrich");
    }

    @Override
    protected void doStop() throws Exception {
        if (connection != null) {
            connection.pushes().warnOfWhatIsLeft();
            connection.close();
        }
        super.doStop();
    }
}
