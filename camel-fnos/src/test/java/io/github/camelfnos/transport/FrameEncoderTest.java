package io.github.camelfnos.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Texts go out as RFC 6455, section 5, asks of a client: final, with the shortest length, masked. */
class FrameEncoderTest {

    private final FrameEncoder encoder = new FrameEncoder();

    private byte[] encode(byte[] text) {
        ByteBuffer frame = encoder.encode(text);
        assertEquals(frame.capacity(), frame.limit());
        return frame.array();
    }

    @ParameterizedTest
    @CsvSource({ "0, 8180", "1, 8181", "125, 81fd", "126, 81fe007e", "65535, 81feffff", "65536, 81ff0000000000010000" })
    void everyLengthHasItsHead(int length, String head) {
        byte[] frame = encode(new byte[length]);

        int end = head.length() / 2;
        assertEquals(head, HexFormat.of().formatHex(frame, 0, end));
        assertEquals(end + 4 + length, frame.length);
    }

    /** RFC 6455, section 5.3: byte i goes out as itself, xor byte i modulo 4 of the mask that stands before. */
    @Test
    void theTextIsMaskedWithTheMaskThatGoesBeforeIt() {
        for (int length = 0; length < 40; length++) {
            byte[] text = "飞牛 NAS: {\"req\":\"file.ls\",\"path\":\"vol1/1000\"}".getBytes(StandardCharsets.UTF_8);
            text = Arrays.copyOf(text, length);
            byte[] frame = encode(text);

            byte[] unmasked = new byte[length];
            for (int i = 0; i < length; i++) {
                unmasked[i] = (byte) (frame[6 + i] ^ frame[2 + i % 4]);
            }
            assertArrayEquals(text, unmasked);
        }
    }

    /** RFC 6455, section 5.3: a new one for each frame, which nobody can foretell. */
    @Test
    void noTwoFramesHaveTheSameMask() {
        int frames = 2_000;
        Set<String> masks = new HashSet<>();
        IntStream.range(0, frames).forEach(n -> masks.add(HexFormat.of().formatHex(encode(new byte[1]), 2, 6)));

        // Two of so many may be equal by chance once in 2,000 runs; five are no chance.
        assertTrue(masks.size() > frames - 5, () -> masks.size() + " masks in " + frames + " frames");
    }
}
