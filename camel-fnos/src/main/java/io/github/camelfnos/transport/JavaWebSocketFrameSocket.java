package io.github.camelfnos.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.TextFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link FrameSocket} on Java-WebSocket 1.6.
 *
 * <p>
 * The library's own lost-connection check is off, because the NAS does not answer protocol pings (protocol, section 1);
 * a frame limit is given to its draft, which has none by default; and every callback catches {@code Throwable}, because
 * an {@code Error} would kill the read thread and leave a socket that looks open.
 */
public final class JavaWebSocketFrameSocket implements FrameSocket {

    private static final Logger LOG = LoggerFactory.getLogger(JavaWebSocketFrameSocket.class);

    private final Client client;

    public JavaWebSocketFrameSocket(URI uri, FrameSocketOptions options, FrameSocketListener listener) {
        client = new Client(uri, options, listener);
    }

    @Override
    public void open() {
        client.connect();
    }

    @Override
    public boolean send(byte[] utf8) {
        TextFrame frame = new TextFrame();
        frame.setPayload(ByteBuffer.wrap(utf8));
        try {
            client.sendFrame(frame);
            return true;
        } catch (WebsocketNotConnectedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public void abort(String reason) {
        client.abort(reason);
    }

    private static final class Client extends WebSocketClient {

        private final FrameSocketListener listener;
        private final int maxFrameSize;
        private final Socket socket = new Socket();
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile Exception failure;
        private volatile String abortReason;

        @SuppressWarnings("deprecation") // the socket factory that replaces setSocket would only hand out this very socket
        Client(URI uri, FrameSocketOptions options, FrameSocketListener listener) {
            super(uri, new Draft_6455(List.of(), List.of(new Protocol("")), options.maxFrameSize()), Map.of(),
                  (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()));
            this.listener = listener;
            this.maxFrameSize = options.maxFrameSize();
            setConnectionLostTimeout(0);
            setTcpNoDelay(true);
            setDaemon(true);
            // Given here rather than made by the read thread, so that an abort finds it at any time.
            setSocket(socket);
        }

        void abort(String reason) {
            abortReason = reason;
            closeConnection(CloseFrame.ABNORMAL_CLOSE, reason);
            try {
                socket.close();
            } catch (IOException e) {
                LOG.trace("The socket was closed with an error", e);
            }
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            guarded(listener::onOpen);
        }

        @Override
        public void onMessage(String text) {
            guarded(() -> listener.onText(text));
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            guarded(() -> listener.onBinary(bytes.remaining()));
        }

        @Override
        public void onError(Exception e) {
            failure = e;
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
            Exception cause = failure;
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "the host name " + uri.getHost() + " is unknown";
            }
            if (cause instanceof SocketTimeoutException) {
                return "the host does not answer";
            }
            if (cause instanceof ConnectException) {
                return "the host refuses the connection (" + cause.getMessage() + ")";
            }
            if (code == CloseFrame.TOOBIG) {
                return "a frame is larger than maxFrameSize (" + maxFrameSize + " bytes)";
            }
            if (code == CloseFrame.PROTOCOL_ERROR && reason != null && reason.startsWith("Invalid status code")) {
                return "no WebSocket is served there (" + reason.replaceAll(".*Status line: ", "") + ")";
            }
            if (cause != null) {
                return cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
            String said = reason == null || reason.isBlank() ? "" : ", \"" + reason + "\"";
            return remote || code == CloseFrame.ABNORMAL_CLOSE
                    ? "the NAS closed the connection (" + code + said + ")"
                    : "the connection was closed (" + code + said + ")";
        }
    }
}
