package io.github.camelfnos.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Quote;

/**
 * A {@link FrameSocket} on Java-WebSocket 1.6.
 *
 * <p>
 * The library's own lost-connection check is off, because the NAS does not answer protocol pings (protocol, section 1);
 * a frame limit is given to its draft, which has none by default; and every callback catches {@code Throwable}, because
 * an {@code Error} would kill the read thread and leave a socket that looks open.
 *
 * <p>
 * Connecting and TLS are done here and not by the library: an abort must find the TCP socket at any time, and the library
 * would decide on its own whether there is TLS and what is checked.
 */
public final class JavaWebSocketFrameSocket implements FrameSocket {

    private static final Logger LOG = LoggerFactory.getLogger(JavaWebSocketFrameSocket.class);

    private final Client client;

    /**
     * @throws IllegalArgumentException unless the URI is one of {@code wss} with TLS options or of {@code ws} without, so
     *                                  that nothing is ever sent in clear by mistake
     */
    public JavaWebSocketFrameSocket(URI uri, FrameSocketOptions options, FrameSocketListener listener) {
        String scheme = options.tls() == null ? "ws" : "wss";
        if (!scheme.equals(uri.getScheme())) {
            throw new IllegalArgumentException("With these options the socket is one of " + scheme + ", not of " + uri.getScheme());
        }
        client = new Client(uri, options, listener);
    }

    @Override
    public void open() {
        client.connect();
    }

    @Override
    public boolean send(byte[] utf8) {
        return client.write(utf8);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public void abort(String reason) {
        client.abort(reason);
    }

    private static final class Client extends WebSocketClient implements FnosDraft.TextListener {

        private static final Duration GOODBYE = Duration.ofSeconds(1);
        private static final int MOST_UNWRITTEN = 10_000;

        private final FrameSocketOptions options;
        private final FrameSocketListener listener;
        private final UpgradeAnswer answer;
        private final TcpLine line = new TcpLine();
        private final FrameEncoder encoder = new FrameEncoder();
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile Exception failure;
        private volatile String abortReason;

        Client(URI uri, FrameSocketOptions options, FrameSocketListener listener) {
            this(uri, options, listener, new UpgradeAnswer(options.tls() != null));
        }

        private Client(URI uri, FrameSocketOptions options, FrameSocketListener listener, UpgradeAnswer answer) {
            super(uri, new FnosDraft(options.maxFrameSize(), answer), options.headers());
            this.options = options;
            this.listener = listener;
            this.answer = answer;
            setConnectionLostTimeout(0);
            setTcpNoDelay(true);
            setDaemon(true);
        }

        /** The whole life of the read thread. */
        @Override
        public void run() {
            guarded(this::converse);
            // The library interrupts its write thread when it closes. After an abort in between, that thread came into
            // being later than the interrupt; this is the first moment at which it is known to all.
            onWebsocketClose(this, CloseFrame.ABNORMAL_CLOSE, "", true);
            // That thread closes the socket when it has written what was left, which a frozen peer would not let it do.
            line.cutAfter(GOODBYE);
        }

        @SuppressWarnings("deprecation") // the socket factory that replaces setSocket would only hand out this very socket
        private void converse() {
            try {
                setSocket(new BatchingSocket(connected(), this::moreWaits));
            } catch (IOException | RuntimeException e) {
                onError(e);
                closeConnection(CloseFrame.NEVER_CONNECTED, e.getMessage());
                line.cut();
                return;
            }
            super.run();
        }

        /**
         * Puts a frame where the library's write thread takes it from. On its own way there the library makes a {@code String} of each
         * frame, for a log message that nobody reads.
         */
        boolean write(byte[] utf8) {
            if (!isOpen()) {
                return false;
            }
            engine().outQueue.add(encoder.encode(utf8));
            return true;
        }

        private boolean moreWaits() {
            return !engine().outQueue.isEmpty();
        }

        private WebSocketImpl engine() {
            return (WebSocketImpl) getConnection();
        }

        private Socket connected() throws IOException {
            boolean tls = options.tls() != null;
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? WebSocketImpl.DEFAULT_WSS_PORT : WebSocketImpl.DEFAULT_PORT;
            // Before connecting, as it makes the system's socket: until there is one, JDK 17 forgets a close that comes in
            // the middle of connect(), and goes on connecting.
            line.setTcpNoDelay(true);
            line.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), port),
                    (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()));
            return tls ? TlsLayer.over(line, uri.getHost(), port, options.tls()) : line;
        }

        void abort(String reason) {
            abortReason = reason;
            // The line itself and not the TLS above it, whose close waits for a write that may be blocked; and before the
            // library hears of it, so that a write thread it does not know yet finds nothing to write to.
            line.cut();
            closeConnection(CloseFrame.ABNORMAL_CLOSE, reason);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            guarded(listener::onOpen);
        }

        @Override
        public void onText(byte[] utf8) {
            guarded(() -> listener.onText(utf8));
        }

        /** A text that came in fragments. */
        @Override
        public void onMessage(String text) {
            onText(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            guarded(() -> listener.onBinary(bytes.remaining()));
        }

        @Override
        public void onWebsocketPing(WebSocket socket, Framedata ping) {
            try {
                // A peer that pings and does not read would have the pongs pile up here.
                if (((WebSocketImpl) socket).outQueue.size() < MOST_UNWRITTEN) {
                    super.onWebsocketPing(socket, ping);
                }
            } catch (WebsocketNotConnectedException e) {
                return; // we have begun to close
            }
            guarded(listener::onPing);
        }

        @Override
        public void onError(Exception e) {
            // What comes later, such as a closing frame that cannot be written, follows from the first.
            if (failure == null) {
                failure = e;
            }
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            if (closed.compareAndSet(false, true)) {
                listener.onClosed(describe(code, reason, remote));
            }
        }

        private void guarded(Runnable callback) {
            try {
                callback.run();
            } catch (Throwable e) {
                LOG.error("A frame could not be handled; the connection is dropped", e);
                abort("an internal error: " + e.getClass().getName());
            }
        }

        private String describe(int code, String reason, boolean remote) {
            if (abortReason != null) {
                return abortReason;
            }
            if (answer.obstacle() != null) {
                return answer.obstacle();
            }
            Exception cause = failure;
            if (cause instanceof SSLException tlsFailure) {
                return TlsFailure.describe(tlsFailure, options.tls());
            }
            if (cause instanceof UnknownHostException) {
                return "the host name " + uri.getHost() + " is unknown";
            }
            if (cause instanceof SocketTimeoutException) {
                return "the host does not answer";
            }
            if (cause instanceof ConnectException) {
                return "the host refuses the connection (" + cause.getMessage() + ")";
            }
            if (code == CloseFrame.TOOBIG && !remote) {
                return "a frame is larger than maxFrameSize (" + options.maxFrameSize() + " bytes)";
            }
            if (code == CloseFrame.PROTOCOL_ERROR && reason != null && reason.startsWith("Invalid status code")) {
                String status = Quote.of(reason.replaceAll(".*Status line: ", ""));
                return "no WebSocket is served there (" + status + ")"
                       + (options.tls() == null && status.contains(" 400 ") ? "; if the port speaks TLS, set secure=true" : "");
            }
            if (cause instanceof InvalidDataException broken) {
                return broken.getCloseCode() == CloseFrame.NO_UTF8
                        ? "the NAS sent text that is not UTF-8"
                        : "the NAS broke the WebSocket protocol (" + Quote.of(broken.getMessage()) + ")";
            }
            if (cause != null) {
                return cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
            if (code == CloseFrame.NEVER_CONNECTED && remote && options.tls() == null && !answer.begun()) {
                return "the NAS closed the connection without a word; if the port speaks TLS, set secure=true";
            }
            if (code == CloseFrame.ABNORMAL_CLOSE) {
                return "the connection broke off without a closing frame";
            }
            String said = reason == null || reason.isBlank() ? "" : ", \"" + Quote.of(reason) + "\"";
            return remote
                    ? "the NAS closed the connection (" + code + said + ")"
                    : "the connection was closed (" + code + said + ")";
        }
    }
}
