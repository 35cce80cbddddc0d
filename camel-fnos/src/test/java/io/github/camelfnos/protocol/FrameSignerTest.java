package io.github.camelfnos.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The signatures are literals of protocol.md, of RFC 4231, or of {@code openssl dgst -sha256 -mac HMAC}. */
@Tag("smoke")
class FrameSignerTest {

    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    private static final String FOUNDING_FRAME = """
            TvZJMueybhrH/BtEmr1zU/Eb/WtvrmkACx+5pio2PfE=\
            {"req":"file.ls","reqid":"6915841c6915841b000000440003","path":null}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"req":"user.info","reqid":"6915841c6915841b000000440003"} | ItmlU1+5ojDPmbxWGMAUifl1cDpG/sJ8tJh+Dkqx5o8=
            {"req":"file.ls","reqid":"1","path":"vol1/1000/中文"}      | 6UvhJfI3A8MzztCxYUSbEi30/4oQ4VBpQqPveQWHjJU=
            vol1/1000/a.txt.~#0                                        | atGtzBaJyaeg7parP9CMwGPny/WCtOEiG3kQbR/CZTM=
            """)
    void aSignedFrameIsTheSignatureThenTheVeryText(String text, String signature) {
        assertEquals(signature + text, signed(new FrameSigner(KEY), text));
    }

    @Test
    void theFrameIsLaidOutAsInTheFoundingDocument() {
        String frame = signed(new FrameSigner(KEY),
                "{\"req\":\"file.ls\",\"reqid\":\"6915841c6915841b000000440003\",\"path\":null}");

        // The document does not tell its key, so the signature alone differs.
        assertEquals("6cLkYjtNE9iBmt58YD+bsxD3ditiw0wDBmg6L9nthUM=" + FOUNDING_FRAME.substring(44), frame);
        assertEquals(FOUNDING_FRAME.length(), frame.length());
    }

    @Test
    void bytesThatAreNoTextAreSignedAndSentUnchanged() {
        byte[] bytes = HexFormat.of().parseHex("c328ff00");

        byte[] frame = new FrameSigner(KEY).sign(bytes);

        assertEquals("c328ff00", HexFormat.of().formatHex(frame, 44, frame.length));
    }

    @Test
    void aKeyMayBeShort() {
        assertEquals("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=what do ya want for nothing?",
                signed(new FrameSigner("Jefe".getBytes(US_ASCII)), "what do ya want for nothing?"));
    }

    @Test
    void aKeyMayBeLongerThanABlockOfTheHash() {
        byte[] key = new byte[131];
        Arrays.fill(key, (byte) 0xaa);

        assertEquals("YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q=Test Using Larger Than Block-Size Key - Hash Key First",
                signed(new FrameSigner(key), "Test Using Larger Than Block-Size Key - Hash Key First"));
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FrameSigner(new byte[0]));
    }

    @Test
    void threadsThatSignAtTheSameTimeAllGetTheRightSignature() throws Exception {
        FrameSigner signer = new FrameSigner(KEY);
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<Boolean> allRight = () -> {
            start.await();
            for (int i = 0; i < 5_000; i++) {
                String frame = signed(signer, "{\"req\":\"user.info\",\"reqid\":\"6915841c6915841b000000440003\"}");
                if (!frame.startsWith("ItmlU1+5ojDPmbxWGMAUifl1cDpG/sJ8tJh+Dkqx5o8={")) {
                    return false;
                }
            }
            return true;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Boolean> right : threads.invokeAll(List.of(allRight, allRight, allRight, allRight))) {
                assertTrue(right.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String signed(FrameSigner signer, String text) {
        return new String(signer.sign(text.getBytes(UTF_8)), UTF_8);
    }
}
