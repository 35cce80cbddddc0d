package io.github.camelfnos.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's side of a WebSocket on a bare socket, for frames of less than 126 bytes. */
final class RawWebSocket {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)", Pattern.CASE_INSENSITIVE);

    private final DataInputStream in;
    private final OutputStream out;
    private final String head;

    private RawWebSocket(Socket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        head = readHead(socket);
    }

    /** Reads the upgrade request and grants it. */
    static RawWebSocket accept(Socket socket) throws IOException, GeneralSecurityException {
        RawWebSocket webSocket = new RawWebSocket(socket);
        Matcher key = KEY.matcher(webSocket.head);
        if (!key.find()) {
            throw new IOException("no WebSocket upgrade");
        }
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        webSocket.out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return webSocket;
    }

    /** The upgrade request as it has come. */
    static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("the client has gone");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    String head() {
        return head;
    }

    /** Reads the next frame, which must be one of this kind, and gives its payload. */
    String read(int opcode) throws IOException {
        int first = in.readUnsignedByte();
        if (first != (0x80 | opcode)) {
            throw new IOException("a frame that begins with " + first);
        }
        byte[] mask = new byte[4];
        byte[] payload = new byte[in.readUnsignedByte() & 0x7f];
        in.readFully(mask);
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    void write(int opcode, String payload) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[bytes.length + 2];
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, frame, 2, bytes.length);
        out.write(frame);
    }
}
