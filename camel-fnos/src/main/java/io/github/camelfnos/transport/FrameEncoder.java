package io.github.camelfnos.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Makes WebSocket frames of texts as a client sends them: whole and masked (RFC 6455, section 5.3). Safe for concurrent use.
 */
final class FrameEncoder {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final int MASKED = 0x80;
    private static final int MASK = Integer.BYTES;
    /** So many bytes at once cost the random generator hardly more than one mask. */
    private static final int RANDOM = 1024;

    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer masks = ByteBuffer.allocate(RANDOM).limit(0);

    /** @return the frame, in an array of its own and ready to be read */
    ByteBuffer encode(byte[] utf8) {
        int length = utf8.length;
        ByteBuffer frame = ByteBuffer.allocate(2 + (length < 126 ? 0 : length <= 0xffff ? Short.BYTES : Long.BYTES) + MASK + length);
        frame.put(FINAL_TEXT);
        if (length < 126) {
            frame.put((byte) (MASKED | length));
        } else if (length <= 0xffff) {
            frame.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(length);
        }
        int mask = nextMask();
        frame.putInt(mask);
        int from = frame.position();
        frame.put(utf8);
        veil(frame.array(), from, mask);
        return frame.flip();
    }

    private synchronized int nextMask() {
        if (!masks.hasRemaining()) {
            random.nextBytes(masks.array());
            masks.clear();
        }
        return masks.getInt();
    }

    private static void veil(byte[] bytes, int from, int mask) {
        long twice = (long) mask << Integer.SIZE | mask & 0xffffffffL;
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (; at < bytes.length; at++) {
            bytes[at] ^= (byte) (twice >>> Long.SIZE - Byte.SIZE * (1 + (at - from) % Long.BYTES));
        }
    }
}
