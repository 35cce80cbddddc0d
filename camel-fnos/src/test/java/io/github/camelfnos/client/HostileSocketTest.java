package io.github.camelfnos.client;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.transport.FrameSocketListener;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.answer;
import static io.github.camelfnos.client.ConnectionFixture.connected;
import static io.github.camelfnos.client.ConnectionFixture.failure;
import static io.github.camelfnos.client.ConnectionFixture.request;
import static io.github.camelfnos.client.RawFrame.CLOSE;
import static io.github.camelfnos.client.RawFrame.CONTINUATION;
import static io.github.camelfnos.client.RawFrame.FIN;
import static io.github.camelfnos.client.RawFrame.PING;
import static io.github.camelfnos.client.RawFrame.TEXT;
import static io.github.camelfnos.client.RawFrame.bytes;
import static io.github.camelfnos.client.RawFrame.header;
import static io.github.camelfnos.client.RawFrame.joined;
import static io.github.camelfnos.client.RawFrame.of;
import static io.github.camelfnos.client.RawFrame.utf8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bytes after which a socket cannot go on: everybody who waits is told why, and the connection is made anew by itself. */
class HostileSocketTest {

    private static final List<String> OPERATIONS = List.of("first.one", "second.one", "third.one");
    private static final int MAX_FRAME_SIZE = 1 << 20;
    private static final String TOO_LARGE = "a frame is larger than maxFrameSize (" + MAX_FRAME_SIZE + " bytes)";
    private static final String NO_UTF8 = "the NAS sent text that is not UTF-8";
    private static final String BROKEN = "the NAS broke the WebSocket protocol (";
    private static final String SECRET = "hunter2";
    private static final int RESERVED_1 = 0x40;
    private static final int RESERVED_3 = 0x10;

    private final ThreadDeaths deaths = new ThreadDeaths();
    private final ConnectionFixture fixture = new ConnectionFixture().limits(MAX_FRAME_SIZE, 256);
    private RawNas nas;

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        nas.close();
        deaths.close();
    }

    static Stream<Arguments> bytesThatEndASocket() {
        byte[] surrogate = bytes(0xed, 0xa0, 0x80);
        byte[] secret = utf8(SECRET);
        return Stream.of(
                Arguments.of("a frame just over the limit", of(FIN | TEXT, new byte[MAX_FRAME_SIZE + 1]), TOO_LARGE),
                Arguments.of("200 MB announced", header(FIN | TEXT, 200_000_000), TOO_LARGE),
                Arguments.of("2 GB announced", header(FIN | TEXT, Integer.MAX_VALUE), TOO_LARGE),
                Arguments.of("4 GB announced", header(FIN | TEXT, 1L << 32), TOO_LARGE),
                Arguments.of("8 EB announced", header(FIN | TEXT, Long.MAX_VALUE), TOO_LARGE),
                Arguments.of("16 EB announced", header(FIN | TEXT, -1L), TOO_LARGE),
                Arguments.of("fragments over the limit",
                        joined(of(TEXT, new byte[MAX_FRAME_SIZE]), of(FIN | CONTINUATION, secret)), TOO_LARGE),
                Arguments.of("invalid UTF-8", of(FIN | TEXT, joined(secret, bytes(0xff))), NO_UTF8),
                Arguments.of("half a letter", of(FIN | TEXT, joined(secret, bytes(0xe5, 0xa4))), NO_UTF8),
                Arguments.of("half of a surrogate pair", of(FIN | TEXT, joined(secret, surrogate)), NO_UTF8),
                Arguments.of("an overlong letter", of(FIN | TEXT, joined(secret, bytes(0xc0, 0xaf))), NO_UTF8),
                Arguments.of("invalid UTF-8 in the first fragment", of(TEXT, joined(secret, surrogate)), NO_UTF8),
                Arguments.of("invalid UTF-8 in the last fragment",
                        joined(of(TEXT, secret), of(FIN | CONTINUATION, surrogate)), NO_UTF8),
                Arguments.of("an unknown opcode", of(FIN | 3, secret), BROKEN),
                Arguments.of("an unknown control opcode", of(FIN | 15, secret), BROKEN),
                Arguments.of("a reserved bit", of(FIN | RESERVED_1 | TEXT, secret), BROKEN),
                Arguments.of("another reserved bit", of(FIN | RESERVED_3 | PING, secret), BROKEN),
                Arguments.of("a fragment of a ping", of(PING, secret), BROKEN),
                Arguments.of("a long ping", of(FIN | PING, new byte[126]), BROKEN),
                Arguments.of("a continuation of nothing", of(CONTINUATION, secret), BROKEN),
                Arguments.of("the last continuation of nothing", of(FIN | CONTINUATION, secret), BROKEN),
                Arguments.of("a text amid fragments", joined(of(TEXT, secret), of(FIN | TEXT, secret)), BROKEN),
                Arguments.of("fragments amid fragments", joined(of(TEXT, secret), of(TEXT, secret)), BROKEN),
                Arguments.of("a close frame with a code that does not exist", of(FIN | CLOSE, bytes(0x27, 0x0f, 'x')), BROKEN),
                Arguments.of("a close frame with a code that is not for sending", of(FIN | CLOSE, bytes(0x03, 0xee)), BROKEN),
                Arguments.of("a close frame with the code zero", of(FIN | CLOSE, bytes(0, 0)), BROKEN),
                Arguments.of("a close frame whose reason is not UTF-8",
                        of(FIN | CLOSE, joined(bytes(0x03, 0xe8), surrogate)), BROKEN),
                Arguments.of("a close frame of one byte", of(FIN | CLOSE, bytes(3)), "the NAS closed the connection (1002)"),
                Arguments.of("a close frame because of our own size",
                        of(FIN | CLOSE, joined(bytes(0x03, 0xf1), utf8("too\nbig"))),
                        "the NAS closed the connection (1009, \"too big\")"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytesThatEndASocket")
    void whoWaitsIsToldWhyAndTheNextSocketWorks(String name, byte[] bytes, String reason) throws Exception {
        assertEnds(reason, line -> line.write(bytes));
    }

    /** Three requests are in flight while this happens. */
    private void assertEnds(String reason, RawNas.Script misdeed) throws Exception {
        nas = new RawNas(line -> {
            line.ids(OPERATIONS.size());
            misdeed.run(line);
        });
        FnosConnection connection = connected(fixture.anonymous(nas.port()));
        List<CompletableFuture<Answer>> inFlight = OPERATIONS.stream().map(operation -> request(connection, operation, Map.of()))
                .toList();

        for (int i = 0; i < inFlight.size(); i++) {
            FnosFailure lost = failure(inFlight.get(i));
            String message = lost.getMessage();
            assertEquals(FnosFailure.Kind.CONNECTION, lost.kind(), message);
            assertTrue(lost.requestSent());
            String expected = "The connection was lost before the answer to " + OPERATIONS.get(i) + " came: " + reason;
            assertTrue(message.startsWith(expected), message);
            assertFalse(message.contains(SECRET), message);
            assertFalse(message.matches("(?s).*([a-z]Exception|null|\n).*"), message);
        }
        assertEquals("ordinary.one", answer(request(connection, "ordinary.one", Map.of())).payload().get("whose"));
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);
        assertTrue(connection.status().lastReason().contains(reason), connection.status().lastReason());
        await().atMost(PATIENCE).until(() -> connection.inFlight() + connection.waiting() == 0);
    }

    @Test
    void fragmentsThatNeverEndAreTooLargeBeforeTheyFillTheMemory() throws Exception {
        byte[] fragment = of(CONTINUATION, new byte[1 << 16]);

        assertEnds(TOO_LARGE, line -> {
            line.write(of(TEXT, new byte[1]));
            for (int i = 0; i < MAX_FRAME_SIZE >> 16; i++) {
                line.write(fragment);
            }
        });
    }

    @Test
    void fragmentsWithNothingInThemCountTooAsTheyTakeMemory() throws Exception {
        byte[] fragments = of(CONTINUATION, new byte[0]);
        for (int i = 0; i < 15; i++) {
            fragments = joined(fragments, fragments);
        }
        byte[] many = fragments;

        assertEnds(TOO_LARGE, line -> {
            line.write(of(TEXT, new byte[1]));
            line.write(many);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = { 200_000_000, Integer.MAX_VALUE })
    void nothingIsAllocatedForAFrameThatIsAnnouncedTooLarge(long length) throws Exception {
        AtomicLong allocated = new AtomicLong();
        fixture.sockets((uri, options, listener) -> new JavaWebSocketFrameSocket(uri, options, new FrameSocketListener() {

            @Override
            public void onOpen() {
                listener.onOpen();
            }

            @Override
            public void onText(byte[] utf8) {
                listener.onText(utf8);
            }

            @Override
            public void onBinary(int size) {
                listener.onBinary(size);
            }

            @Override
            public void onPing() {
                listener.onPing();
            }

            @Override
            public void onClosed(String reason) {
                // On the read thread, which is gone as soon as anybody else hears of it.
                allocated.compareAndSet(0, ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes());
                listener.onClosed(reason);
            }
        }));

        assertEnds(TOO_LARGE, line -> line.write(header(FIN | TEXT, length)));

        assertTrue(allocated.get() > 0 && allocated.get() < 8 << 20, allocated + " bytes");
    }
}
