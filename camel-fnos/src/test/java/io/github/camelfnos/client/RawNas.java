package io.github.camelfnos.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A NAS on bare sockets: on the first one a test writes what bytes it likes, all later ones answer properly. */
final class RawNas implements AutoCloseable {

    /** What happens on the first socket. It stays open afterwards, until the client has gone. */
    interface Script {

        void run(Line line) throws Exception;
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RawNas(Script first) throws IOException {
        start(() -> accept(first));
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept(Script first) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Script script = sockets.isEmpty() ? first : Line::answerAll;
                sockets.add(socket);
                start(() -> serve(socket, script));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void serve(Socket socket, Script script) {
        try {
            socket.setTcpNoDelay(true);
            RawUpgrade.accept(socket);
            Line line = new Line(socket);
            start(line::listen);
            script.run(line);
        } catch (Exception e) {
            // The client's view of it is what the tests look at.
            hangUp(socket);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        sockets.forEach(RawNas::hangUp);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-nas");
        thread.setDaemon(true);
        thread.start();
    }

    /** One upgraded socket. */
    static final class Line {

        private static final ObjectMapper JSON = new ObjectMapper();
        private static final JsonNode END = JSON.nullNode();
        private static final byte[] NORMAL = RawFrame.bytes(0x03, 0xe8);

        private final Socket socket;
        private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();
        private volatile boolean deaf;

        private Line(Socket socket) {
            this.socket = socket;
        }

        /** The ids of the next requests, when so many have come. */
        List<String> ids(int count) throws Exception {
            List<String> ids = new ArrayList<>();
            while (ids.size() < count) {
                ids.add(requests.take().path("reqid").textValue());
            }
            return ids;
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void say(String text) throws IOException {
            write(RawFrame.text(text));
        }

        /** Reads nothing more. */
        void deafen() {
            deaf = true;
        }

        /** Answers what has come since, and waits for nothing. */
        void answerWaiting() throws IOException {
            for (JsonNode request = requests.poll(); request != null && request != END; request = requests.poll()) {
                answer(request);
            }
        }

        /** Answers whatever comes, until the client has gone. */
        void answerAll() throws Exception {
            for (JsonNode request = requests.take(); request != END; request = requests.take()) {
                answer(request);
            }
        }

        private void answer(JsonNode request) throws IOException {
            say("{\"result\":\"succ\",\"whose\":" + request.get("req") + ",\"reqid\":" + request.get("reqid") + "}");
        }

        private void listen() {
            try {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (!deaf) {
                    int first = in.readUnsignedByte();
                    byte[] payload = payload(in);
                    if (first == (RawFrame.FIN | RawFrame.TEXT)) {
                        requests.add(JSON.readTree(payload));
                    } else if (first == (RawFrame.FIN | RawFrame.CLOSE) && Arrays.equals(payload, NORMAL)) {
                        // Where the client complains, it has to go on its own.
                        hangUp(socket);
                    }
                }
            } catch (IOException e) {
                requests.add(END);
                hangUp(socket);
            }
        }

        private static byte[] payload(DataInputStream in) throws IOException {
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = new byte[length];
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return payload;
        }
    }
}
