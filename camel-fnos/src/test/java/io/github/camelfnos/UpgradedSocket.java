package io.github.camelfnos;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The client's side of a WebSocket upgrade on a bare socket, after which the test reads and writes raw bytes. */
final class UpgradedSocket {

    private static final int PATIENCE_MILLIS = 10_000;

    private UpgradedSocket() {
    }

    /** A socket of which the answer to the upgrade has been read, and nothing behind it. */
    static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        askForUpgrade(socket);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("The upgrade ended after " + head.length() + " bytes");
            }
            head.append((char) next);
        }
        return socket;
    }

    static void askForUpgrade(Socket socket) throws IOException {
        socket.getOutputStream().write(("GET /websocket?type=main HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
