package io.github.camelfnos.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.BooleanSupplier;

/**
 * A connected socket whose writes go out together where more are waiting: the library writes and flushes each frame by itself, and a
 * call to the system costs more than the rest of a small frame. The last frame that waits goes out at once, so nothing is delayed.
 * Written to by one thread, which closes it as well. The library takes it for a socket in clear, whatever is below it.
 */
final class BatchingSocket extends Socket {

    /** A TLS record holds as much; more would only make the first frames wait longer for the last. */
    private static final int BATCH = 16 * 1024;

    private final Socket socket;
    private final BooleanSupplier moreWaits;
    private final Batch batch;

    /**
     * @param socket    where the batches go
     * @param moreWaits whether there is another frame, which will be written next
     */
    BatchingSocket(Socket socket, BooleanSupplier moreWaits) throws IOException {
        this.socket = socket;
        this.moreWaits = moreWaits;
        this.batch = new Batch(socket.getOutputStream());
    }

    private final class Batch extends OutputStream {

        private final OutputStream out;
        private final byte[] bytes = new byte[BATCH];
        private int length;

        Batch(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] { (byte) b }, 0, 1);
        }

        @Override
        public void write(byte[] frame, int offset, int count) throws IOException {
            if (length + count > BATCH) {
                send();
            }
            if (count > BATCH) {
                out.write(frame, offset, count);
            } else {
                System.arraycopy(frame, offset, bytes, length, count);
                length += count;
            }
        }

        @Override
        public void flush() throws IOException {
            if (!moreWaits.getAsBoolean()) {
                send();
                out.flush();
            }
        }

        void send() throws IOException {
            int ready = length;
            length = 0;
            out.write(bytes, 0, ready);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return batch;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return socket.getInputStream();
    }

    /** When the library's write thread is told to end, it flushes while its queue still holds what it has written. */
    @Override
    public void close() throws IOException {
        try {
            batch.send();
        } finally {
            socket.close();
        }
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        socket.setReuseAddress(on);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        socket.setReceiveBufferSize(size);
    }
}
