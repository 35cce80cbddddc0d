package io.github.camelfnos;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.PushSubscription;

/** A share in a connection with a subscription to its pushes, which come and go together. */
record SubscribedConnection(ConnectionHandle handle, PushSubscription pushes) implements AutoCloseable {

    /**
     * Subscribes, then connects, so that no push falls in between.
     *
     * @param  subscriber who subscribes, for messages
     * @throws Exception  what {@link FnosEndpoint#connect} throws; then nothing is left open
     */
    static SubscribedConnection open(FnosEndpoint endpoint, String subscriber) throws Exception {
        ConnectionHandle handle = endpoint.acquireConnection();
        try {
            PushSubscription pushes = handle.connection().subscribe(endpoint.pushSettings(subscriber));
            try {
                endpoint.connect(handle.connection());
                return new SubscribedConnection(handle, pushes);
            } catch (Exception e) {
                pushes.close();
                throw e;
            }
        } catch (Exception e) {
            handle.close();
            throw e;
        }
    }

    @Override
    public void close() {
        pushes.close();
        handle.close();
    }
}
