package io.github.camelfnos.simulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and its connection to the NAS, if it has one. A connection that is cut says FIN on both sides and goes on
 * reading into the void until both have answered, a moment at most: closed with bytes unread it would say RST. It
 * belongs to the proxy's thread.
 */
final class ProxiedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedConnection.class);
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int VOID_BYTES = 64 << 10;

    private final SocketChannel client;
    private final SocketChannel nas;
    private final SelectionKey clientKey;
    private final SelectionKey nasKey;
    private final Pump toNas;
    private final Pump toClient;
    private final List<Pump> pumps;
    private final AtomicInteger openCount;
    private boolean counted = true;
    private boolean cut;
    private long farewellEnd;

    private ProxiedConnection(Selector selector, SocketChannel client, SocketChannel nas, ProxyFaults faults,
            AtomicInteger openCount) throws IOException {
        this.client = client;
        this.nas = nas;
        this.openCount = openCount;
        clientKey = client.register(selector, 0, this);
        nasKey = nas == null ? null : nas.register(selector, nas.isConnected() ? 0 : SelectionKey.OP_CONNECT, this);
        toNas = nas == null ? null : new Pump(Direction.TO_NAS, client, nas, faults);
        toClient = nas == null ? null : new Pump(Direction.TO_CLIENT, nas, client, faults);
        pumps = nas == null ? List.of() : List.of(toNas, toClient);
        openCount.incrementAndGet();
    }

    /** A connection whose bytes go to the NAS; its future failures are its own. */
    static ProxiedConnection to(InetSocketAddress target, Selector selector, SocketChannel client, ProxyFaults faults,
            AtomicInteger openCount) throws IOException {
        SocketChannel nas = SocketChannel.open();
        try {
            nas.configureBlocking(false);
            nas.setOption(StandardSocketOptions.TCP_NODELAY, true);
            nas.connect(target);
            return new ProxiedConnection(selector, client, nas, faults, openCount);
        } catch (IOException e) {
            nas.close();
            throw e;
        }
    }

    /** A connection whose bytes go nowhere. */
    static ProxiedConnection toNowhere(Selector selector, SocketChannel client, ProxyFaults faults,
            AtomicInteger openCount) throws IOException {
        return new ProxiedConnection(selector, client, null, faults, openCount);
    }

    /** Does what its sockets are ready for. */
    void ready(SelectionKey key) {
        orReset(() -> {
            if (key.isConnectable()) {
                nas.finishConnect();
                // Keeps the key from reporting the same again before the next round sets its interest.
                key.interestOps(0);
            }
            if (key.isValid() && key.isWritable()) {
                (key == clientKey ? toClient : toNas).unblock();
            }
            if (key.isValid() && key.isReadable()) {
                read(key);
            }
        });
    }

    private void read(SelectionKey key) throws IOException {
        if (cut || nas == null) {
            readIntoTheVoid((SocketChannel) key.channel());
        } else {
            (key == clientKey ? toNas : toClient).read();
        }
    }

    private void readIntoTheVoid(SocketChannel channel) throws IOException {
        if (channel.read(ByteBuffer.allocate(VOID_BYTES)) < 0) {
            channel.close();
            gone();
        }
    }

    /** Writes what is due, ends where an end is due, and says what to wait for. */
    void advance() {
        orReset(() -> {
            if (!cut && isConnected()) {
                pump();
            }
            if (cut && System.nanoTime() - farewellEnd >= 0) {
                close();
            }
            updateInterest();
        });
    }

    private void pump() throws IOException {
        for (Pump pump : pumps) {
            pump.write();
            if (pump.isCutPointReached()) {
                if (pump.cutsByReset()) {
                    reset();
                } else {
                    cut();
                }
                return;
            }
        }
        if (toNas.isFinished() && toClient.isFinished()) {
            close();
        }
    }

    private boolean isConnected() {
        return nas != null && nas.isConnected();
    }

    private void updateInterest() {
        if (cut || nas == null) {
            setInterest(clientKey, SelectionKey.OP_READ);
            setInterest(nasKey, isConnected() ? SelectionKey.OP_READ : 0);
        } else if (nas.isConnected()) {
            setInterest(clientKey, interest(toNas, toClient));
            setInterest(nasKey, interest(toClient, toNas));
        }
    }

    private static int interest(Pump reading, Pump writing) {
        return (reading.wantsToRead() ? SelectionKey.OP_READ : 0) | (writing.isBlocked() ? SelectionKey.OP_WRITE : 0);
    }

    private static void setInterest(SelectionKey key, int interest) {
        if (key != null && key.isValid() && key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** In how many nanoseconds {@link #advance()} has something to do, or {@link Pump#NO_WAKE}. */
    long wakeInNanos() {
        if (cut) {
            return Math.max(0, farewellEnd - System.nanoTime());
        }
        return isConnected() ? Math.min(toNas.wakeInNanos(), toClient.wakeInNanos()) : Pump.NO_WAKE;
    }

    void inject(byte[] bytes) {
        if (!cut && nas != null) {
            toClient.add(bytes);
        }
    }

    /** Takes the cut point of this direction anew. */
    void countFromNow(Direction direction) {
        if (nas != null) {
            (direction == Direction.TO_NAS ? toNas : toClient).countFromNow();
        }
    }

    void cut() throws IOException {
        if (cut || !client.isOpen()) {
            return;
        }
        cut = true;
        farewellEnd = System.nanoTime() + FAREWELL_NANOS;
        gone();
        client.shutdownOutput();
        if (isConnected()) {
            nas.shutdownOutput();
        } else if (nas != null) {
            nas.close();
        }
    }

    void reset() throws IOException {
        resetOne(client);
        resetOne(nas);
        close();
    }

    private static void resetOne(SocketChannel channel) throws IOException {
        if (channel != null && channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    void close() throws IOException {
        gone();
        client.close();
        if (nas != null) {
            nas.close();
        }
    }

    /** Whether nothing is left of it. */
    boolean isClosed() {
        return !client.isOpen() && (nas == null || !nas.isOpen());
    }

    private void gone() {
        if (counted) {
            counted = false;
            openCount.decrementAndGet();
        }
    }

    /** What breaks on one side breaks on the other: a reset is handed on as a reset. */
    private void orReset(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            LOG.debug("A proxied connection broke", e);
            try {
                reset();
            } catch (IOException again) {
                LOG.debug("It did not close either", again);
            }
        }
    }
}
