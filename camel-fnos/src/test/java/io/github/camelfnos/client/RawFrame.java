package io.github.camelfnos.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of WebSocket frames as a server sends them, lawful or not. */
final class RawFrame {

    static final int FIN = 0x80;
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int MASKED = 0x80;

    private RawFrame() {
    }

    static byte[] text(String text) {
        return of(FIN | TEXT, utf8(text));
    }

    /** @param first the first byte: the opcode and the flags before it */
    static byte[] of(int first, byte[] payload) {
        return joined(header(first, payload.length), payload);
    }

    /** The frame without its payload. */
    static byte[] header(int first, long length) {
        return length >= 0 && length < 126 ? bytes(first, (int) length)
                : length >= 0 && length <= 0xffff ? bytes(first, 126, (int) length >> 8, (int) length)
                : joined(bytes(first, 127), ByteBuffer.allocate(Long.BYTES).putLong(length).array());
    }

    /** A short frame masked as those of a client are. */
    static byte[] masked(int first, byte[] payload) {
        byte[] mask = bytes(0x11, 0x22, 0x33, 0x44);
        byte[] veiled = payload.clone();
        for (int i = 0; i < veiled.length; i++) {
            veiled[i] ^= mask[i % mask.length];
        }
        return joined(bytes(first, MASKED | payload.length), mask, veiled);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
