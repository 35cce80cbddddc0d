package io.github.camelfnos.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps a port for us while nobody listens there: connections are refused, and the system gives the port to no other
 * socket, above all not to a client that connects to it and would then be connected to itself.
 */
final class ReservedPort implements AutoCloseable {

    private final SocketChannel bound;

    private ReservedPort(SocketChannel bound) {
        this.bound = bound;
    }

    /** Reserves a port, or fails as long as somebody listens there. */
    static ReservedPort at(String host, int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(host, port));
            return new ReservedPort(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
