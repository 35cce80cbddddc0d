package io.github.camelfnos.fuzz;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The NAS's side of a WebSocket, on a bare socket that is upgraded already, so that nothing hinders it from being wrong. */
public final class NasSocket implements AutoCloseable {

    /** So small that the client has something to do while more is made up. */
    private static final int BUFFER = 1 << 13;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int FIN = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MASKED = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private String text;

    public NasSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /** The next text of the client, or null when it has ended the socket. */
    String read() throws IOException {
        int opcode;
        do {
            opcode = next();
        } while (opcode == PONG);
        return opcode == TEXT ? text : null;
    }

    /**
     * Waits until the client has handled all that was said.
     *
     * @param asked takes what the client says meanwhile
     * @return      false if it has ended the socket instead
     */
    boolean synchronize(Asked asked) throws IOException {
        write(frame(FIN | PING, new byte[0]));
        flush();
        int opcode = next();
        while (opcode == TEXT) {
            asked.take(text);
            opcode = next();
        }
        return opcode == PONG;
    }

    /** What a client says. */
    interface Asked {

        void take(String text) throws IOException;
    }

    /** Which kind of frame has come; one that ends the socket for its end. */
    private int next() throws IOException {
        try {
            int opcode = in.readUnsignedByte() & 0x0F;
            byte[] payload = payload();
            text = new String(payload, StandardCharsets.UTF_8);
            return opcode;
        } catch (EOFException | SocketException e) {
            return CLOSE;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The client has neither said anything nor ended the socket for " + PATIENCE_MILLIS + " ms");
        }
    }

    private byte[] payload() throws IOException {
        int length = in.readUnsignedByte() & ~MASKED;
        length = length == 127 ? (int) in.readLong() : length == 126 ? in.readUnsignedShort() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    void say(byte[] payload, Utterance.Form form) throws IOException {
        switch (form) {
            case TEXT -> write(frame(FIN | TEXT, payload));
            case BINARY -> write(frame(FIN | BINARY, payload));
            case FRAGMENTS -> {
                // Not where characters begin, as a NAS need not care either.
                int first = payload.length / 3;
                int second = 2 * payload.length / 3;
                write(frame(TEXT, Arrays.copyOfRange(payload, 0, first)));
                write(frame(FIN | PONG, new byte[] { 1, 2, 3 }));
                write(frame(CONTINUATION, Arrays.copyOfRange(payload, first, second)));
                write(frame(FIN | CONTINUATION, Arrays.copyOfRange(payload, second, payload.length)));
            }
        }
    }

    static byte[] frame(int head, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
        frame.write(head);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The text that these bytes are one whole frame of; null if they are something else. */
    static String text(byte[] bytes) {
        if (bytes.length < 2) {
            return null;
        }
        int head = bytes[1] == 126 ? 4 : bytes[1] == 127 ? 10 : 2;
        byte[] payload = Arrays.copyOfRange(bytes, Math.min(head, bytes.length), bytes.length);
        return Arrays.equals(bytes, frame(FIN | TEXT, payload)) ? new String(payload, StandardCharsets.UTF_8) : null;
    }

    /** What a client does not hear that has ended the socket is lost. */
    void write(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (SocketException e) {
            // Reading tells of the end.
        }
    }

    void flush() throws IOException {
        try {
            out.flush();
        } catch (SocketException e) {
            // As above.
        }
    }

    /** Does to the socket what follows on this damage, and waits until the client has ended it as well. */
    void end(Damage damage) throws IOException {
        flush();
        try {
            if (damage == Damage.RESET) {
                // Drops what is under way as well.
                socket.setSoLinger(true, 0);
                socket.close();
            } else if (!damage.endsTheSocket()) {
                socket.shutdownOutput();
            }
            while (in.read() >= 0) {
                // What the client still says does not matter.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The client has not ended the socket for " + PATIENCE_MILLIS + " ms after " + damage);
        } catch (SocketException e) {
            // The client was faster.
        }
        close();
    }

    /** Hangs up, and waits until the client has as well. */
    void finish() throws IOException {
        end(Damage.HALF_A_FRAME);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
