package io.github.camelfnos.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.camelfnos.chaos.ErrorLog;
import io.github.camelfnos.chaos.LiveHeap;
import io.github.camelfnos.chaos.Tally;
import io.github.camelfnos.fuzz.Bombardment;
import io.github.camelfnos.fuzz.LoginAttempt;
import io.github.camelfnos.fuzz.Mutator;
import io.github.camelfnos.fuzz.NasSocket;
import io.github.camelfnos.fuzz.Uncaught;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Frames of a NAS, mutated at random, over real sockets. {@code -Dfuzz.frames} says how many, {@code -Dfuzz.seed} repeats the
 * frames of an earlier run.
 */
class FuzzTest {

    private static final long FRAMES = Long.getLong("fuzz.frames", 200_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_123);
    private static final long LOGIN_FRAMES = FRAMES / 50;
    private static final long SILENT_FRAMES = FRAMES / 800;
    private static final long ROUGH_FRAMES = FRAMES * 2 / 5;
    private static final long STEADY_FRAMES = FRAMES - LOGIN_FRAMES - SILENT_FRAMES - ROUGH_FRAMES;
    private static final long WARM_UP_FRAMES = 5_000;
    private static final Tally KINDS = new Tally();
    private static final int MUTATED = 75;
    private static final int DAMAGES = 60;
    private static final int MAX_FRAME_SIZE = 1 << 20;
    /** The ids that a connection remembers and the names that Jackson does, both bounded, are the most of it. */
    private static final long ENOUGH_HEAP = 4L << 20;
    private static final int ATTEMPTS_OF_A_FIXTURE = 50;
    private static final int SILENT_ATTEMPTS = 100;
    /** A session that has ended for good is an error, and here it is what was asked for. */
    private static final String EXPECTED_ERRORS = ".*(has thrown admin out|given up, restart a route).*";
    /** With so long a delay a session that was renewed is renewed once, however fast or slow the machine is. */
    private static final ReconnectPolicy NEVER_AGAIN
            = new ReconnectPolicy(false, Duration.ofHours(1), Duration.ofHours(1), 1, 0, StartupFailure.fail);
    private static final String PASSWORD = "open-sesame-7f3a";

    private final Tally outcomes = new Tally();
    private final Tally errors = new Tally();
    private final ErrorLog errorLog = new ErrorLog(errors, EXPECTED_ERRORS);
    private final Uncaught uncaught = new Uncaught();
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
    private final ServerSocket door = door();
    private final long began = System.nanoTime();
    private Socket last;

    private static ServerSocket door() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (last != null) {
            last.close();
        }
        door.close();
        uncaught.close();
        errorLog.close();
    }

    @BeforeAll
    static void reportSeed() {
        System.out.println("fuzz: repeat with -Dfuzz.frames=" + FRAMES + " -Dfuzz.seed=" + SEED);
    }

    @AfterAll
    static void reportKinds() {
        System.out.println("fuzz: mutations " + KINDS);
    }

    @Test
    void noFrameThatANasMightSendConfusesAConnectionThatLosesItsSocket() throws Exception {
        Mutator mutator = new Mutator(SEED, ROUGH_FRAMES, MUTATED, KINDS);
        try (ConnectionFixture fixture = fixture(PATIENCE)) {
            FnosConnection connection = fixture.anonymous(door.getLocalPort());
            Bombardment bombardment = bombardment(connection, mutator);
            connection.connect();

            bombardment.goOn(DAMAGES);

            assertAllWasSent(mutator, ROUGH_FRAMES);
            bombardment.proper();
            assertIdle(connection);
            assertTrue(fixture.timers() <= 1, () -> fixture.timers() + " alarms, of a connection that has one");
            report("over many sockets", ROUGH_FRAMES, mutator, counted(connection));
        }
        assertNothingIsWrong();
    }

    @Test
    void noFrameThatANasMightSendConfusesASocketThatLives() throws Exception {
        Mutator mutator = new Mutator(SEED + 1, STEADY_FRAMES, MUTATED, KINDS);
        try (ConnectionFixture fixture = fixture(PATIENCE)) {
            warmUp(fixture);
            long before = LiveHeap.measure();
            FnosConnection connection = fixture.anonymous(door.getLocalPort());
            connection.connect();

            bombard(connection, mutator);

            assertAllWasSent(mutator, STEADY_FRAMES);
            long after = LiveHeap.measure();
            assertIdle(connection);
            assertEquals(0, connection.counters().reconnects());
            assertTrue(fixture.timers() <= 1, () -> fixture.timers() + " alarms, of a connection that has one");
            report("on one socket", STEADY_FRAMES, mutator, counted(connection)
                    + String.format(Locale.ROOT, "; live heap before: %.2f MB, after: %.2f MB", before / 1e6, after / 1e6));
            assertTrue(after - before < ENOUGH_HEAP, "the live heap was " + before + " and became " + after);
        }
        assertNothingIsWrong();
    }

    /** All of the load's own memory is gone after it. */
    private void bombard(FnosConnection connection, Mutator mutator) throws Exception {
        Bombardment bombardment = bombardment(connection, mutator);
        bombardment.goOn(0);
        bombardment.proper();
    }

    private void warmUp(ConnectionFixture fixture) throws Exception {
        FnosConnection connection = fixture.anonymous(door.getLocalPort());
        connection.connect();
        bombard(connection, new Mutator(SEED, Math.min(STEADY_FRAMES / 10, WARM_UP_FRAMES), MUTATED, new Tally()));
        close(connection);
    }

    @Test
    void whereANasFallsSilentNothingIsTakenForAnEndThatIsNone() throws Exception {
        Mutator mutator = new Mutator(SEED + 2, SILENT_FRAMES, MUTATED, KINDS);
        try (ConnectionFixture fixture = fixture(Duration.ofMillis(100))) {
            while (mutator.left() > 0) {
                FnosConnection connection = fixture.anonymous(door.getLocalPort());
                connection.connect();
                bombardment(connection, mutator).silent(Duration.ofMillis(400));
                assertIdle(connection);
                close(connection);
            }
            assertAllWasSent(mutator, SILENT_FRAMES);
            await().atMost(PATIENCE).until(() -> fixture.timers() == 0);
        }
        report("before silence", SILENT_FRAMES, mutator, "");
        assertNothingIsWrong();
    }

    @Test
    void aLoginMakesASessionOfAProperAnswerAndOfNothingElse() throws Exception {
        Mutator mutator = new Mutator(SEED + 3, LOGIN_FRAMES, MUTATED, KINDS);
        int attempts = attempts(mutator);
        assertAllWasSent(mutator, LOGIN_FRAMES);
        report("at logins", LOGIN_FRAMES, mutator, "; " + attempts + " attempts");
        assertNothingIsWrong();
    }

    private int attempts(Mutator mutator) throws Exception {
        int attempts = 0;
        while (mutator.left() > 0) {
            // One that lasted for ever would remember all of its connections.
            try (ConnectionFixture fixture = fixture(PATIENCE).reconnect(NEVER_AGAIN)) {
                for (int i = 0; i < ATTEMPTS_OF_A_FIXTURE && mutator.left() > 0; i++) {
                    attempts++;
                    attempt(fixture, attempts, mutator);
                }
            }
        }
        return attempts;
    }

    private void attempt(ConnectionFixture fixture, int number, Mutator mutator) throws Exception {
        boolean silent = number % SILENT_ATTEMPTS == 0;
        boolean tokens = number % 3 == 0;
        boolean password = !tokens || number % 2 == 0;
        String key = Base64.getEncoder().encodeToString(LoginAttempt.KEY);
        Credentials credentials = new Credentials(password ? PASSWORD : null, tokens ? "short-token-1" : null,
                tokens && number % 4 != 0 ? "long-token-1" : null, tokens ? key : null);
        fixture.timing(silent ? Duration.ofMillis(300) : PATIENCE, silent ? Duration.ofMillis(50) : PATIENCE);
        FnosConnection connection = fixture.connection(door.getLocalPort(),
                new Account("admin", credentials, "device-1", "test device", true, "user.login"));
        List<String> secrets = List.of(PASSWORD, "short-token-1", "long-token-1", key);
        new LoginAttempt(connection, FnosFailure::answer, mutator, outcomes, silent, secrets).perform(this::open);
        ConnectionFixture.close(connection);
    }

    @Test
    void aSeedMakesTheSameFramesWhateverTheIds() throws Exception {
        assertEquals(checksums(SEED), checksums(SEED));
        assertNotEquals(checksums(SEED), checksums(SEED + 1));
        assertNothingIsWrong();
    }

    private List<Long> checksums(long seed) throws Exception {
        Mutator answers = new Mutator(seed, 2_000, MUTATED, new Tally());
        try (ConnectionFixture fixture = fixture(PATIENCE)) {
            FnosConnection connection = fixture.anonymous(door.getLocalPort());
            connection.connect();
            bombardment(connection, answers).goOn(DAMAGES);
            close(connection);
        }
        Mutator logins = new Mutator(seed, 200, MUTATED, new Tally());
        attempts(logins);
        return List.of(answers.checksum(), logins.checksum());
    }

    /** Before its socket, or it would come again. */
    private void close(FnosConnection connection) throws IOException {
        ConnectionFixture.close(connection);
        last.close();
    }

    private static ConnectionFixture fixture(Duration answerIdleTimeout) {
        return new ConnectionFixture().timing(PATIENCE, answerIdleTimeout).limits(MAX_FRAME_SIZE, 256)
                .reconnect(new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMillis(5), 1, 0, StartupFailure.reconnect));
    }

    private Bombardment bombardment(FnosConnection connection, Mutator mutator) {
        return new Bombardment(connection, this::open, FnosFailure::answer, mutator, outcomes);
    }

    private NasSocket open() throws Exception {
        last = door.accept();
        RawUpgrade.accept(last);
        return new NasSocket(last);
    }

    private static void assertIdle(FnosConnection connection) {
        assertEquals(ConnectionState.READY, connection.state());
        assertEquals(0, connection.inFlight() + connection.waiting(), connection::toString);
    }

    private static void assertAllWasSent(Mutator mutator, long frames) {
        assertEquals(0, mutator.left(), frames + " mutated frames are to be sent");
    }

    private void assertNothingIsWrong() {
        assertEquals(List.of(), uncaught.thrown());
        assertEquals(List.of(), errors.violations());
        await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> !threadsBefore.contains(thread) && thread.getName().startsWith("WebSocket")));
    }

    private static String counted(FnosConnection connection) {
        ConnectionCounters counters = connection.counters();
        return "; " + counters.malformedFrames() + " malformed, " + counters.lateFrames() + " late, "
                + counters.pushes() + " pushes, " + counters.reconnects() + " reconnects";
    }

    private void report(String what, long frames, Mutator mutator, String counted) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, """
                fuzz: %,d mutated frames %s in %.1f s, checksum %08x
                fuzz: %s%s
                """, frames, what, seconds, mutator.checksum(), outcomes, counted);
    }
}
