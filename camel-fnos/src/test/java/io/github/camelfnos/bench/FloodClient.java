package io.github.camelfnos.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Finds out how much a server can do: sends requests made beforehand without waiting for anything, and counts bytes of answers. */
final class FloodClient {

    private static final int REQUESTS = 128;
    private static final byte[] MASK = { 1, 2, 3, 4 };

    private FloodClient() {
    }

    /** @return answers per second */
    static double measure(int port, String operation, Duration time) throws IOException, InterruptedException {
        byte[] requests = requests(operation);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            upgrade(socket);
            OutputStream out = socket.getOutputStream();
            out.write(requests);
            // All answers have the same length, as all requests have.
            long perBatch = settledLength(socket);
            Thread writer = new Thread(() -> writeUntilClosed(out, requests), "flood");
            writer.start();
            byte[] buffer = new byte[256 * 1024];
            long bytes = 0;
            long begin = System.nanoTime();
            long end = begin + time.toNanos();
            while (System.nanoTime() < end) {
                bytes += socket.getInputStream().read(buffer);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            socket.close();
            writer.join();
            return bytes * (double) REQUESTS / perBatch / seconds;
        }
    }

    private static void writeUntilClosed(OutputStream out, byte[] requests) {
        try {
            while (true) {
                out.write(requests);
            }
        } catch (IOException e) {
            // The time is over.
        }
    }

    private static void upgrade(Socket socket) throws IOException {
        socket.getOutputStream().write(ascii("GET /websocket HTTP/1.1\r\nHost: nas\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                             + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(socket.getInputStream().read());
        }
    }

    /** How much has come when nothing comes any more. */
    private static long settledLength(Socket socket) throws IOException {
        socket.setSoTimeout(300);
        long length = 0;
        byte[] buffer = new byte[64 * 1024];
        try {
            while (true) {
                length += socket.getInputStream().read(buffer);
            }
        } catch (SocketTimeoutException e) {
            socket.setSoTimeout(0);
            return length;
        }
    }

    private static byte[] requests(String operation) {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int n = 0; n < REQUESTS; n++) {
            byte[] json = ascii("{\"req\":\"" + operation + "\",\"reqid\":\"" + String.format("%028x", n) + "\"}");
            byte[] frame = ascii(Base64.getEncoder().encodeToString(mac(json)) + new String(json, StandardCharsets.US_ASCII));
            requests.write(0x81);
            if (frame.length < 126) {
                requests.write(0x80 | frame.length);
            } else {
                requests.write(0x80 | 126);
                requests.write(frame.length >> 8);
                requests.write(frame.length);
            }
            requests.writeBytes(MASK);
            for (int i = 0; i < frame.length; i++) {
                requests.write(frame[i] ^ MASK[i % MASK.length]);
            }
        }
        return requests.toByteArray();
    }

    private static byte[] mac(byte[] json) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(LeanSocket.KEY, "HmacSHA256"));
            return mac.doFinal(json);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
