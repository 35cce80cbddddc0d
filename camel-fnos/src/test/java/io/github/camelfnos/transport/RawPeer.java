package io.github.camelfnos.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

/** A server that does on each connection, on a thread of its own, what a test writes down. */
final class RawPeer implements AutoCloseable {

    /** What the server does; the connection stays open after it unless the script closes it. */
    interface Script {

        void run(Socket socket) throws Exception;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private RawPeer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        start(this::accept);
    }

    static RawPeer plain(Script script) throws IOException {
        return new RawPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    static RawPeer tls(SSLContext context, Script script) throws IOException {
        return new RawPeer(context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try {
            script.run(socket);
        } catch (Exception e) {
            // The client's view of it is what the tests look at.
            try {
                socket.close();
            } catch (IOException alreadyBroken) {
                e.addSuppressed(alreadyBroken);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-peer");
        thread.setDaemon(true);
        thread.start();
    }
}
