package io.github.camelfnos.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames that wait go out together, and none waits longer than it must. */
class BatchingSocketTest {

    private final List<String> written = new ArrayList<>();
    private final AtomicBoolean moreWaits = new AtomicBoolean(true);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Recording recording = new Recording();

    /** Notes each write as the system would get it. */
    private final class Recording extends Socket {

        private boolean closed;

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void write(byte[] bytes, int from, int length) {
                    if (length > 0) {
                        written.add(new String(bytes, from, length, StandardCharsets.US_ASCII));
                    }
                }

                @Override
                public void flush() throws IOException {
                    if (broken.get()) {
                        throw new IOException("broken pipe");
                    }
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static void write(OutputStream out, String frame) throws IOException {
        out.write(frame.getBytes(StandardCharsets.US_ASCII), 0, frame.length());
        out.flush();
    }

    @Test
    void framesGoOutTogetherWithTheLastThatWaits() throws Exception {
        OutputStream out = new BatchingSocket(recording, moreWaits::get).getOutputStream();

        write(out, "one,");
        write(out, "two,");
        assertEquals(List.of(), written);
        moreWaits.set(false);
        write(out, "three");
        write(out, "alone");

        assertEquals(List.of("one,two,three", "alone"), written);
    }

    @Test
    void aBatchIsBoundedAndALargeFrameGoesOutBetweenTheOthersInOrder() throws Exception {
        OutputStream out = new BatchingSocket(recording, moreWaits::get).getOutputStream();

        String small = "s".repeat(10_000);
        String large = "L".repeat(50_000);
        write(out, small);
        write(out, small);
        write(out, large);
        moreWaits.set(false);
        write(out, small);

        assertEquals(small + small + large + small, String.join("", written));
        assertTrue(written.contains(small), "the first went out when the second would not fit");
    }

    @Test
    void whatWasWrittenIsSentBeforeTheSocketCloses() throws Exception {
        BatchingSocket socket = new BatchingSocket(recording, moreWaits::get);
        write(socket.getOutputStream(), "goodbye");

        socket.close();

        assertEquals(List.of("goodbye"), written);
        assertTrue(recording.closed);
    }

    @Test
    void aSocketThatCannotBeWrittenToIsClosedNevertheless() throws Exception {
        BatchingSocket socket = new BatchingSocket(recording, moreWaits::get);
        moreWaits.set(false);
        broken.set(true);
        assertThrows(IOException.class, () -> write(socket.getOutputStream(), "lost"));

        socket.close();

        assertTrue(recording.closed);
    }
}
