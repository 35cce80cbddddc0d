package io.github.camelfnos.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a proxy: it alone touches connections and faults, others hand it steps. */
final class ProxyThread {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyThread.class);
    private static final int BACKLOG = 1024;
    private static final int END_MILLIS = 5000;

    private final InetSocketAddress target;
    private final ProxyFaults faults;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final Set<ProxiedConnection> connections = new LinkedHashSet<>();
    private final Moments accepted = new Moments();
    private final AtomicInteger open = new AtomicInteger();
    private ServerSocketChannel listener;
    private volatile boolean stopping;
    private volatile boolean ended;

    private record Order(Step step, CompletableFuture<Void> done) {
    }

    ProxyThread(InetSocketAddress target, ProxyFaults faults) {
        this.target = target;
        this.faults = faults;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Has the step done by the thread, and returns when all it did has reached the system. */
    void tell(Step step) {
        Order order = new Order(step, new CompletableFuture<>());
        orders.add(order);
        selector.wakeup();
        if (ended) {
            refuse(order);
        }
        order.done().join();
    }

    Moments accepted() {
        return accepted;
    }

    int open() {
        return open.get();
    }

    Set<ProxiedConnection> connections() {
        return connections;
    }

    /** For a step: begins to listen, unless it does; gives the port. */
    int listen(String host, int port) throws IOException {
        if (listener == null) {
            ServerSocketChannel opened = ServerSocketChannel.open();
            try {
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.bind(new InetSocketAddress(host, port), BACKLOG);
                opened.configureBlocking(false);
                opened.register(selector, SelectionKey.OP_ACCEPT);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            listener = opened;
        }
        return listener.socket().getLocalPort();
    }

    /** For a step: closes the port; connections go on. */
    void stopListening() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    /** Ends the thread, closes all and returns when that is done. */
    void end() throws InterruptedException {
        stopping = true;
        selector.wakeup();
        thread.join(END_MILLIS);
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                turn();
            }
            stopListening();
            for (ProxiedConnection connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            LOG.error("The proxy broke", e);
        } finally {
            ended = true;
            orders.forEach(ProxyThread::refuse);
        }
    }

    private static void refuse(Order order) {
        order.done().completeExceptionally(new IllegalStateException("The proxy is closed"));
    }

    private void turn() throws IOException {
        List<Order> done = obey();
        long wake = advance();
        if (done.isEmpty()) {
            select(wake);
        } else {
            // A closed channel reaches the system only here.
            selector.selectNow();
            done.forEach(order -> order.done().complete(null));
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (!key.isValid()) {
                // What was ready before it ended the connection of this key.
                continue;
            }
            if (key.attachment() instanceof ProxiedConnection connection) {
                connection.ready(key);
            } else {
                accept();
            }
        }
        selector.selectedKeys().clear();
    }

    private List<Order> obey() {
        List<Order> done = new ArrayList<>();
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            try {
                order.step().run();
                done.add(order);
            } catch (IOException | RuntimeException e) {
                order.done().completeExceptionally(e);
            }
        }
        return done;
    }

    private long advance() {
        long wake = Pump.NO_WAKE;
        for (ProxiedConnection connection : connections) {
            connection.advance();
            wake = Math.min(wake, connection.wakeInNanos());
        }
        connections.removeIf(ProxiedConnection::isClosed);
        return wake;
    }

    private void select(long wakeInNanos) throws IOException {
        if (wakeInNanos == Pump.NO_WAKE) {
            selector.select();
        } else if (wakeInNanos == 0) {
            selector.selectNow();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(wakeInNanos) + 1);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = next(); client != null; client = next()) {
            accepted.addNow();
            try {
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections.add(welcome(client));
            } catch (IOException e) {
                LOG.debug("A client was not served", e);
                client.close();
            }
        }
    }

    private SocketChannel next() throws IOException {
        return listener == null ? null : listener.accept();
    }

    private ProxiedConnection welcome(SocketChannel client) throws IOException {
        if (faults.acceptsAndCloses()) {
            ProxiedConnection connection = ProxiedConnection.toNowhere(selector, client, faults, open);
            connection.cut();
            return connection;
        }
        return faults.swallows() ? ProxiedConnection.toNowhere(selector, client, faults, open)
                : ProxiedConnection.to(target, selector, client, faults, open);
    }
}
