package io.github.camelfnos.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The stream is cut into the frames of RFC 6455, however it comes. Hex digits stand for what a server sends. */
class FrameDecoderTest {

    private static final int LIMIT = 70_000;
    /** "Hello" in the words of RFC 6455, section 5.7: whole, and in two fragments; then a ping and a pong. */
    private static final String HELLO = "810548656c6c6f";
    private static final String FRAGMENTS = "010348656c" + "80026c6f";
    private static final String PING = "890548656c6c6f";

    private final FnosDraft draft = (FnosDraft) new FnosDraft(LIMIT, new UpgradeAnswer(false)).copyInstance();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private List<Framedata> decode(byte[] stream, int chunk) throws InvalidDataException {
        List<Framedata> frames = new ArrayList<>();
        for (int from = 0; from < stream.length; from += chunk) {
            frames.addAll(draft.translateFrame(ByteBuffer.wrap(stream, from, Math.min(chunk, stream.length - from))));
        }
        return frames;
    }

    private static String text(Framedata frame) {
        return StandardCharsets.UTF_8.decode(frame.getPayloadData().duplicate()).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 5, 7, 8, 11, 1000 })
    void framesComeOutWholeHoweverTheyAreCut(int chunk) throws Exception {
        List<Framedata> frames = decode(bytes(HELLO + FRAGMENTS + PING + "8100" + HELLO + "8106e4b8ade69687"), chunk);

        assertEquals(List.of(Opcode.TEXT, Opcode.TEXT, Opcode.CONTINUOUS, Opcode.PING, Opcode.TEXT, Opcode.TEXT, Opcode.TEXT),
                frames.stream().map(Framedata::getOpcode).toList());
        assertEquals(List.of("Hello", "Hel", "lo", "Hello", "", "Hello", "中文"), frames.stream().map(FrameDecoderTest::text).toList());
        assertEquals(List.of(true, false, true, true, true, true, true), frames.stream().map(Framedata::isFin).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = { 125, 126, 127, 255, 256, 65_535, 65_536, LIMIT })
    void everyLengthHasItsHead(int length) throws Exception {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        byte[] head = length < 126 ? new byte[] { (byte) 0x81, (byte) length }
                : length < 65_536 ? new byte[] { (byte) 0x81, 126, (byte) (length >> 8), (byte) length }
                : new byte[] { (byte) 0x81, 127, 0, 0, 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length };
        byte[] stream = Arrays.copyOf(head, head.length + length);
        System.arraycopy(payload, 0, stream, head.length, length);

        for (int chunk : new int[] { stream.length, 1_400, 3 }) {
            List<Framedata> frames = decode(stream, chunk);
            assertEquals(1, frames.size());
            assertArrayEquals(payload, assertInstanceOf(FrameDecoder.WholeText.class, frames.get(0)).utf8());
        }
    }

    /** Overlong forms, half of a surrogate pair, beyond the last character, and what ends too early or begins too late. */
    @ParameterizedTest
    @ValueSource(strings = { "c080", "e08080", "f0808080", "eda080", "f4908080", "f8888080", "e4b8", "e4", "80", "61e4b861", "ff" })
    void aTextThatIsNotUtf8IsRefused(String hex) {
        byte[] broken = bytes(hex);
        byte[] stream = bytes("81%02x".formatted(broken.length) + hex);

        for (int chunk : new int[] { stream.length, 1 }) {
            assertEquals(CloseFrame.NO_UTF8, assertThrows(InvalidDataException.class, () -> decode(stream, chunk)).getCloseCode());
        }
    }

    /** Announced in two forms, and as more than there can be. */
    @ParameterizedTest
    @ValueSource(strings = { "817f0000000000011171", "817fffffffffffffffff", "817f7fffffffffffffff", "827f0000000000011171" })
    void aFrameThatIsTooLargeIsRefusedForItsHead(String head) {
        assertThrows(LimitExceededException.class, () -> decode(bytes(head), 1));
        assertThrows(LimitExceededException.class, () -> decode(bytes(head), 10));
    }

    /** Reserved bits, an unknown kind, a long ping. */
    @ParameterizedTest
    @ValueSource(strings = { "c10548656c6c6f", "a10548656c6c6f", "830548656c6c6f", "897e007e", "090548656c6c6f" })
    void whatTheProtocolForbidsIsRefused(String hex) {
        assertThrows(InvalidDataException.class, () -> decode(bytes(hex), 100));
    }

    /** No server may mask its frames; the library reads them, and so it stays. */
    @Test
    void aMaskedTextIsReadAsTheLibraryReadsIt() throws Exception {
        List<Framedata> frames = decode(bytes("818537fa213d7f9f4d5158"), 4);

        assertEquals(1, frames.size());
        assertEquals("Hello", text(frames.get(0)));
    }
}
