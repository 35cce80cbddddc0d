package io.github.camelfnos.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One socket of the {@link LeanNas}: the upgrade, then frame after frame, on one thread. */
final class LeanSocket implements Runnable {

    /** The key of the only session that there is, which is taken up by any token. */
    static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Answers with {@code count} entries in frames of {@value #ENTRIES_PER_FRAME}, and an end frame. */
    static final String LIST = "bench.list";
    /** Cuts the connection. */
    static final String CUT = "bench.cut";
    /** Answers with the number of open sockets, as {@code open}. */
    static final String SOCKETS = "bench.sockets";
    /** Pushes {@code count} numbered frames after the answer. */
    static final String PUSH = "bench.push";

    static final int ENTRIES_PER_FRAME = 500;
    /** How many entries {@code file.ls} has. */
    static final int ENTRIES = 100;

    private static final int SIGNATURE = 44;
    private static final int BUFFER = 32 * 1024;
    private static final byte[] REQ = ascii("\"req\":\"");
    private static final byte[] REQID = ascii("\"reqid\":\"");
    private static final byte[] COUNT = ascii("\"count\":");
    private static final byte[] INFO = ascii("{\"uid\":1000,\"user\":\"admin\",\"admin\":true,\"bannedTime\":0,\"result\":\"succ\",\"reqid\":\"");
    private static final byte[] SI = ascii("{\"si\":\"72057654167470148\",\"result\":\"succ\",\"reqid\":\"");
    private static final byte[] SUCCESS = ascii("{\"result\":\"succ\",\"reqid\":\"");
    private static final byte[] REFUSED = ascii("{\"errno\":65534,\"result\":\"fail\",\"reqid\":\"");
    private static final byte[] LISTING = ascii("{\"files\":" + entries(0, ENTRIES) + ",\"uver\":115537670504450,\"reqid\":\"");
    private static final byte[] PONG = ascii("{\"res\":\"pong\"}");
    private static final byte[] END = ascii("\"}");

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Socket socket;
    private final Mac mac;
    private final byte[] signature = new byte[SIGNATURE];
    private OutputStream out;
    private byte[] in = new byte[BUFFER];
    private byte[] toSend = new byte[BUFFER];
    private int sendable;

    LeanSocket(Socket socket) {
        this.socket = socket;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run() {
        OPEN.incrementAndGet();
        try (socket) {
            InputStream input = socket.getInputStream();
            out = socket.getOutputStream();
            upgrade(input);
            converse(input);
        } catch (SocketException e) {
            // The client has gone.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            OPEN.decrementAndGet();
        }
    }

    private void upgrade(InputStream input) throws IOException {
        String head = "";
        // Nothing follows before the answer.
        for (int length = 0; !head.endsWith("\r\n\r\n"); head = new String(in, 0, length, StandardCharsets.US_ASCII)) {
            length += input.read(in, length, in.length - length);
        }
        String key = head.replaceAll("(?s).*Sec-WebSocket-Key: *(\\S+).*", "$1");
        try {
            byte[] accept = MessageDigest.getInstance("SHA-1").digest(ascii(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            out.write(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                            + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void converse(InputStream input) throws IOException {
        int from = 0;
        int to = 0;
        while (true) {
            int read = input.read(in, to, in.length - to);
            if (read < 0) {
                return;
            }
            to += read;
            int length = frame(from, to);
            while (length > 0) {
                from += length;
                length = frame(from, to);
            }
            flush();
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        }
    }

    /** Takes one frame; returns its length, or 0 if not all of it is there. */
    private int frame(int from, int to) throws IOException {
        if (to - from < 2) {
            return 0;
        }
        int head = 2;
        int length = in[from + 1] & 0x7f;
        if (length == 126) {
            if (to - from < 4) {
                return 0;
            }
            length = (in[from + 2] & 0xff) << 8 | in[from + 3] & 0xff;
            head = 4;
        }
        if (to - from < head + 4 + length) {
            return 0;
        }
        int payload = from + head + 4;
        for (int i = 0; i < length; i++) {
            in[payload + i] ^= in[payload - 4 + (i & 3)];
        }
        if ((in[from] & 0xf) == 8) {
            throw new SocketException("closed");
        }
        answer(payload, payload + length);
        return head + 4 + length;
    }

    private void answer(int from, int to) throws IOException {
        boolean signed = in[from] != '{';
        int json = signed ? from + SIGNATURE : from;
        int req = after(REQ, json, to);
        int reqid = after(REQID, json, to);
        if (is("ping", req)) {
            send(PONG, 0, 0);
        } else if (is("util.getSI", req)) {
            send(SI, reqid, to);
        } else if (!signed || !isSignedRight(from, json, to)) {
            send(REFUSED, reqid, to);
        } else if (is("user.info", req)) {
            send(INFO, reqid, to);
        } else if (is("file.ls", req)) {
            send(LISTING, reqid, to);
            send(SUCCESS, reqid, to);
        } else if (is(LIST, req)) {
            list(number(after(COUNT, json, to)), reqid, to);
        } else if (is(CUT, req)) {
            throw new SocketException("cut, as it was told to");
        } else if (is(SOCKETS, req)) {
            send(ascii("{\"open\":" + OPEN.get() + ",\"result\":\"succ\",\"reqid\":\""), reqid, to);
        } else if (is(PUSH, req)) {
            send(SUCCESS, reqid, to);
            for (int n = 0; n < number(after(COUNT, json, to)); n++) {
                send(ascii("{\"sysNotify\":\"numbered\",\"n\":" + n + "}"), 0, 0);
            }
        } else {
            send(SUCCESS, reqid, to);
        }
    }

    private void list(int count, int reqid, int to) throws IOException {
        for (int n = 0; n < count; n += ENTRIES_PER_FRAME) {
            String files = entries(n, Math.min(count, n + ENTRIES_PER_FRAME));
            send(ascii("{\"files\":" + files + ",\"uver\":115537670504450,\"reqid\":\""), reqid, to);
        }
        send(SUCCESS, reqid, to);
    }

    private boolean isSignedRight(int from, int json, int to) {
        mac.update(in, json, to - json);
        Base64.getEncoder().encode(mac.doFinal(), signature);
        return Arrays.equals(signature, 0, SIGNATURE, in, from, json);
    }

    /** Appends a frame: a beginning, and the id that stands at {@code reqid} where there is one. */
    private void send(byte[] beginning, int reqid, int to) throws IOException {
        int end = reqid;
        while (end < to && in[end] != '"') {
            end++;
        }
        int length = beginning.length + (reqid == 0 ? 0 : end - reqid + END.length);
        if (sendable + length + 10 > toSend.length) {
            flush();
            toSend = toSend.length < length + 10 ? new byte[2 * length] : toSend;
        }
        toSend[sendable++] = (byte) 0x81;
        if (length < 126) {
            toSend[sendable++] = (byte) length;
        } else if (length < 65536) {
            toSend[sendable++] = 126;
            toSend[sendable++] = (byte) (length >> 8);
            toSend[sendable++] = (byte) length;
        } else {
            toSend[sendable++] = 127;
            for (int shift = 56; shift >= 0; shift -= 8) {
                toSend[sendable++] = (byte) ((long) length >> shift);
            }
        }
        append(beginning, 0, beginning.length);
        if (reqid != 0) {
            append(in, reqid, end);
            append(END, 0, END.length);
        }
    }

    private void append(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, toSend, sendable, to - from);
        sendable += to - from;
    }

    private void flush() throws IOException {
        if (sendable > 0) {
            out.write(toSend, 0, sendable);
            sendable = 0;
        }
    }

    private boolean is(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            if (in[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return in[at + text.length()] == '"';
    }

    private int number(int at) {
        int number = 0;
        for (int i = at; in[i] >= '0' && in[i] <= '9'; i++) {
            number = 10 * number + in[i] - '0';
        }
        return number;
    }

    /** Where what follows this begins, or 0 if it is not there. */
    private int after(byte[] what, int from, int to) {
        for (int i = from; i <= to - what.length; i++) {
            if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i + what.length;
            }
        }
        return 0;
    }

    private static String entries(int from, int to) {
        StringBuilder entries = new StringBuilder("[");
        for (int n = from; n < to; n++) {
            entries.append(n == from ? "" : ",").append("{\"name\":\"file-").append(n).append(".jpg\",\"v\":1,\"uid\":1000,\"gid\":1001,\"size\":").append(1000L + n)
                    .append(",\"mtim\":").append(1_700_000_000L + n).append(",\"btim\":").append(1_700_000_000L + n).append('}');
        }
        return entries.append("]").toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
