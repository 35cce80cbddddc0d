package io.github.camelfnos.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** When the next attempt is made, on a clock of the test's own. */
class ReconnectionTest {

    private static final ReconnectPolicy POLICY = new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0,
            StartupFailure.fail);

    private final AtomicLong clock = new AtomicLong();
    private final Reconnection longest = new Reconnection(POLICY, clock::get, () -> 1);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private long secondsAfterFailure() {
        longest.fail();
        return longest.left().toSeconds();
    }

    @Test
    void theWaitRunsFromTheFailure() {
        assertEquals(1, secondsAfterFailure());

        pass(Duration.ofMillis(400));
        assertEquals(Duration.ofMillis(600), longest.left());
        pass(Duration.ofHours(1));
        assertEquals(Duration.ZERO, longest.left());
    }

    @Test
    void theWaitGrowsWhileNoConnectionLasts() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waits.add(secondsAfterFailure());
            pass(longest.left());
            longest.succeed();
            // Ready, but not for long: this is how a NAS looks that drops each socket after the login.
            pass(Duration.ofSeconds(9));
        }

        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L), waits);
    }

    @Test
    void afterAStablePeriodItBeginsWithTheShortWaitAgain() {
        IntStream.range(0, 5).forEach(i -> secondsAfterFailure());
        longest.succeed();
        pass(Duration.ofSeconds(11));

        assertEquals(1, secondsAfterFailure());
    }

    @Test
    void aRenewedSessionDoesNotBeginTheStablePeriodAnew() {
        IntStream.range(0, 5).forEach(i -> secondsAfterFailure());
        longest.succeed();
        pass(Duration.ofSeconds(6));
        longest.succeed();
        pass(Duration.ofSeconds(6));

        assertEquals(1, secondsAfterFailure());
    }

    @Test
    void anOutageCountsItsAttempts() {
        longest.fail();
        longest.beginOutage();
        longest.attempt();
        longest.fail();
        longest.beginOutage();
        longest.attempt();

        assertEquals(2, longest.outage().attempts());
        assertTrue(longest.succeed().toString().contains("2 attempts"));
    }

    /**
     * The n-th attempts of two clients whose connections were lost at the same moment: how many of twenty lie within a tenth
     * of the longest wait of each other, on average.
     */
    @Test
    void twoClientsOfOneNasDoNotComeTogether() {
        ReconnectPolicy steady = new ReconnectPolicy(true, Duration.ofSeconds(10), Duration.ofSeconds(10), 1, 0, StartupFailure.fail);
        double together = IntStream.range(0, 1_000)
                .mapToLong(seed -> together(attempts(steady, 2 * seed), attempts(steady, 2 * seed + 1), Duration.ofSeconds(1)))
                .average().orElseThrow();

        assertTrue(together < 3, together + " of 20 attempts come together");
    }

    private static List<Duration> attempts(ReconnectPolicy policy, long seed) {
        Backoff backoff = new Backoff(policy, new Random(seed)::nextDouble);
        List<Duration> moments = new ArrayList<>();
        Duration now = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            now = now.plus(backoff.next());
            moments.add(now);
        }
        return moments;
    }

    private static long together(List<Duration> one, List<Duration> other, Duration distance) {
        return IntStream.range(0, one.size())
                .filter(i -> one.get(i).minus(other.get(i)).abs().compareTo(distance) < 0).count();
    }
}
