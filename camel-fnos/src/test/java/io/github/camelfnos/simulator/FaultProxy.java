package io.github.camelfnos.simulator;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A bad network between a client and a NAS: it listens on a port of 127.0.0.1 and hands bytes on to the target, in a
 * way that a test can spoil. It understands none of them, so TLS passes too. Every method may be called from any thread
 * and returns when it has taken effect; all but {@link #close()} and the counters throw IllegalStateException once it
 * is closed. A fault lasts until it is switched off or {@link #calm()} is called.
 */
public final class FaultProxy implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT_LENGTH = 125;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;

    private final ProxyFaults faults = new ProxyFaults();
    private final ProxyThread thread;
    private int port;
    private ReservedPort reserved;

    private FaultProxy(InetSocketAddress target) {
        thread = new ProxyThread(target, faults);
    }

    /**
     * Starts a proxy without faults on any free port; returns when it listens. The target need not be there yet: a
     * connection that does not reach it is reset.
     *
     * @throws IllegalArgumentException when the host has no address
     */
    public static FaultProxy start(String targetHost, int targetPort) {
        InetSocketAddress target = new InetSocketAddress(targetHost, targetPort);
        if (target.isUnresolved()) {
            throw new IllegalArgumentException("Unknown host: " + targetHost);
        }
        FaultProxy proxy = new FaultProxy(target);
        proxy.listen();
        return proxy;
    }

    /** An unmasked text frame of a WebSocket server, whole, for {@link #garbage}; the text need not be JSON. */
    public static byte[] textFrame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FINAL_TEXT);
            if (payload.length <= SHORT_LENGTH) {
                out.writeByte(payload.length);
            } else if (payload.length <= 0xFFFF) {
                out.writeByte(LENGTH_OF_16_BITS);
                out.writeShort(payload.length);
            } else {
                out.writeByte(LENGTH_OF_64_BITS);
                out.writeLong(payload.length);
            }
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Where it listens. */
    public String host() {
        return HOST;
    }

    /** Where it listens, also while it refuses. */
    public synchronized int port() {
        return port;
    }

    /** Closes all connections to both sides with FIN, once; what is under way is lost. */
    public void cut() {
        tell(() -> {
            for (ProxiedConnection connection : thread.connections()) {
                connection.cut();
            }
        });
    }

    /** Closes all connections to both sides with RST, once. */
    public void reset() {
        tell(() -> {
            for (ProxiedConnection connection : thread.connections()) {
                connection.reset();
            }
        });
    }

    /**
     * Lets no bytes flow in this direction, on open connections and later ones; sockets stay open. It does not read
     * either, so that the sender's buffers fill, and the end of a connection is not seen.
     */
    public void freeze(Direction direction) {
        tell(() -> faults.freeze(direction));
    }

    /** Freezes both directions. */
    public void freeze() {
        for (Direction direction : Direction.values()) {
            freeze(direction);
        }
    }

    /** Lets the bytes of this direction flow again, those first that were held up. */
    public void thaw(Direction direction) {
        tell(() -> faults.thaw(direction));
    }

    /** Thaws both directions. */
    public void thaw() {
        for (Direction direction : Direction.values()) {
            thaw(direction);
        }
    }

    /** Hands on what it reads from now on by so much later, in both directions and in order; zero is off. */
    public void delay(Duration delay) {
        tell(() -> faults.delay(delay.toNanos()));
    }

    /** Hands on no more than that in each direction of each connection; zero is off. */
    public void throttle(int bytesPerSecond) {
        tell(() -> faults.throttle(bytesPerSecond));
    }

    /**
     * Closes each connection with FIN when it has handed on so many bytes in this direction: open connections count
     * from now, later ones from their beginning. After 0 bytes the first one to come closes it.
     */
    public void cutAfter(Direction direction, long bytes) {
        endAfter(direction, new CutPoint(bytes, false));
    }

    /** As {@link #cutAfter} but with RST, which may overtake the bytes before it in the receiver. */
    public void resetAfter(Direction direction, long bytes) {
        endAfter(direction, new CutPoint(bytes, true));
    }

    private void endAfter(Direction direction, CutPoint cutPoint) {
        tell(() -> {
            faults.cutAt(direction, cutPoint);
            thread.connections().forEach(connection -> connection.countFromNow(direction));
        });
    }

    /** Sends these bytes to the client of each open connection, behind those that are under way. */
    public void garbage(byte[] bytes) {
        byte[] copy = bytes.clone();
        tell(() -> thread.connections().forEach(connection -> connection.inject(copy)));
    }

    /** Closes the port, so that connections are refused, or opens the same one again; open connections go on. */
    public synchronized void refuse(boolean refused) {
        if (refused) {
            tell(thread::stopListening);
            reserve();
        } else {
            listen();
        }
    }

    /** Accepts each further connection and closes it at once with FIN. */
    public void acceptAndClose(boolean closed) {
        tell(() -> faults.acceptAndClose(closed));
    }

    /** Accepts each further connection and hands nothing on, then or ever; it takes what the client sends. */
    public void swallow(boolean swallowed) {
        tell(() -> faults.swallow(swallowed));
    }

    /** Ends all faults. Connections that were swallowed stay mute, those cut stay cut. */
    public void calm() {
        refuse(false);
        tell(() -> {
            faults.clear();
            for (Direction direction : Direction.values()) {
                thread.connections().forEach(connection -> connection.countFromNow(direction));
            }
        });
    }

    /** How many connections it has accepted in all. */
    public int accepted() {
        return thread.accepted().count();
    }

    /** When it accepted them, by {@link System#nanoTime()}: the last 10,000. */
    public List<Long> acceptTimes() {
        return thread.accepted().times();
    }

    /** How many connections are open: neither cut nor closed by one of the sides. */
    public int open() {
        return thread.open();
    }

    /** Closes the port and all connections, ends the thread and returns when that is done. */
    @Override
    public synchronized void close() {
        try {
            thread.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    private synchronized void listen() {
        release();
        tell(() -> port = thread.listen(HOST, port));
    }

    private void reserve() {
        if (reserved == null) {
            try {
                reserved = ReservedPort.at(HOST, port);
            } catch (IOException e) {
                throw new UncheckedIOException("The proxy cannot keep port " + port, e);
            }
        }
    }

    private void release() {
        if (reserved != null) {
            reserved.close();
            reserved = null;
        }
    }

    private void tell(Step step) {
        try {
            thread.tell(step);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw new UncheckedIOException("The proxy cannot do that: " + io.getMessage(), io);
            }
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }
}
