package io.github.camelfnos.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidFrameException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;

/**
 * Cuts what comes from a server into WebSocket frames (RFC 6455, section 5.2). It reads texts in one frame itself, and leaves every other
 * frame, and what no server may send, to the library. Most of the library's time for a text goes into a look at each of its bytes,
 * another one that makes it a {@code String}, and a third where that is made bytes again. Not safe for concurrent use.
 */
final class FrameDecoder {

    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int OPCODE = 0x0f;
    private static final int LAST_DATA = 0x2;
    private static final int FIRST_CONTROL = 0x8;
    private static final int LAST_CONTROL = 0xa;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    /** How the library reads one frame. */
    @FunctionalInterface
    interface Library {

        /** @param frame a whole one, or the head of one that it refuses for its head */
        List<Framedata> read(ByteBuffer frame) throws InvalidDataException;
    }

    /** A text that came in one frame. */
    record WholeText(byte[] utf8) implements Framedata {

        @Override
        public Opcode getOpcode() {
            return Opcode.TEXT;
        }

        @Override
        public ByteBuffer getPayloadData() {
            return ByteBuffer.wrap(utf8);
        }

        @Override
        public boolean isFin() {
            return true;
        }

        @Override
        public boolean isRSV1() {
            return false;
        }

        @Override
        public boolean isRSV2() {
            return false;
        }

        @Override
        public boolean isRSV3() {
            return false;
        }

        @Override
        public boolean getTransfereMasked() {
            return false;
        }

        @Override
        public void append(Framedata next) {
            throw new UnsupportedOperationException("it is whole");
        }
    }

    private final int maxFrameSize;
    private final Library library;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(4096);
    /** The beginning of a frame, with room for as much of it as is known to come. */
    private ByteBuffer begun;

    /** @param maxFrameSize a larger frame is refused when its head has come */
    FrameDecoder(int maxFrameSize, Library library) {
        this.maxFrameSize = maxFrameSize;
        this.library = library;
    }

    /**
     * @param  bytes                the next of the stream, in an array
     * @return                      the frames that have ended
     * @throws InvalidDataException if a frame breaks the protocol or the limit, or a text is not UTF-8; what came with it in the same
     *                              bytes is lost, and so is the socket
     */
    List<Framedata> decode(ByteBuffer bytes) throws InvalidDataException {
        List<Framedata> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            if (begun == null) {
                int length = knownLength(bytes);
                if (length > bytes.remaining()) {
                    begun = ByteBuffer.allocate(length).put(bytes);
                } else {
                    frames.add(read(bytes, length));
                    bytes.position(bytes.position() + length);
                }
            } else {
                int count = Math.min(begun.remaining(), bytes.remaining());
                begun.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                if (!begun.hasRemaining()) {
                    ByteBuffer frame = begun.flip();
                    int length = knownLength(frame);
                    if (length > frame.remaining()) {
                        begun = ByteBuffer.allocate(length).put(frame);
                    } else {
                        begun = null;
                        frames.add(read(frame, length));
                    }
                }
            }
        }
        return frames;
    }

    /**
     * The length of the frame that begins here, or of as much as is needed to know more. Of one that will be refused it is the length
     * of its head.
     */
    private int knownLength(ByteBuffer bytes) {
        if (bytes.remaining() < 2) {
            return 2;
        }
        int at = bytes.position();
        int second = bytes.get(at + 1);
        int length = second & LENGTH;
        int head = headLength(second);
        if (bytes.remaining() < head) {
            return head;
        }
        int opcode = bytes.get(at) & OPCODE;
        boolean control = opcode >= FIRST_CONTROL;
        boolean unknown = opcode > LAST_DATA && !control || opcode > LAST_CONTROL;
        long payload = length == LENGTH_IN_16_BITS ? bytes.getShort(at + 2) & 0xffff
                : length == LENGTH_IN_64_BITS ? bytes.getLong(at + 2)
                : length;
        boolean refused = unknown || payload < 0 || payload > maxFrameSize || control && length >= LENGTH_IN_16_BITS;
        return refused ? head : (int) (head + payload);
    }

    private static int headLength(int second) {
        int length = second & LENGTH;
        return 2 + (length == LENGTH_IN_16_BITS ? Short.BYTES : length == LENGTH_IN_64_BITS ? Long.BYTES : 0)
               + ((second & MASKED) != 0 ? Integer.BYTES : 0);
    }

    private Framedata read(ByteBuffer bytes, int length) throws InvalidDataException {
        int at = bytes.position();
        int second = bytes.get(at + 1);
        int head = headLength(second);
        int from = bytes.arrayOffset() + at;
        boolean refused = length == head && second != 0;
        if (bytes.get(at) == FINAL_TEXT && (second & MASKED) == 0 && !refused) {
            byte[] text = Arrays.copyOfRange(bytes.array(), from + head, from + length);
            checkUtf8(text);
            return new WholeText(text);
        }
        List<Framedata> read = library.read(ByteBuffer.wrap(Arrays.copyOfRange(bytes.array(), from, from + length)));
        if (read.size() != 1) {
            throw new InvalidFrameException("a frame that cannot be read");
        }
        return read.get(0);
    }

    private void checkUtf8(byte[] text) throws InvalidDataException {
        ByteBuffer bytes = ByteBuffer.wrap(text);
        utf8.reset();
        CoderResult result;
        do {
            decoded.clear();
            result = utf8.decode(bytes, decoded, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new InvalidDataException(CloseFrame.NO_UTF8, "a text that is not UTF-8");
        }
    }
}
