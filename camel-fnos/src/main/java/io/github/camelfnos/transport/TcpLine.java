package io.github.camelfnos.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TCP socket under everything else, which can be cut at any time and waited for until somebody closes it. */
final class TcpLine extends Socket {

    private static final Logger LOG = LoggerFactory.getLogger(TcpLine.class);

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            closed.countDown();
        }
    }

    /** Closes it at once, whoever is reading, writing or connecting. */
    void cut() {
        try {
            close();
        } catch (IOException e) {
            LOG.trace("The socket was closed with an error", e);
        }
    }

    /** Waits until somebody has closed it, and cuts it if that takes longer than {@code patience}. */
    void cutAfter(Duration patience) {
        try {
            closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
    }
}
