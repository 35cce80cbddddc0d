package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BackoffTest {

    private static final ReconnectPolicy POLICY = new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(10), 2, 0,
            StartupFailure.fail);

    @Test
    void theLongestWaitDoublesUpToTheLimit() {
        Backoff backoff = new Backoff(POLICY, () -> 1);

        List<Long> seconds = Stream.generate(backoff::next).limit(6).map(Duration::toSeconds).toList();

        assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L), seconds);
    }

    @Test
    void aWaitIsAnyPartOfTheLongest() {
        Backoff backoff = new Backoff(POLICY, () -> 0.25);

        assertEquals(List.of(250L, 500L, 1000L), Stream.generate(backoff::next).limit(3).map(Duration::toMillis).toList());
    }

    @Test
    void afterAResetItBeginsAgain() {
        Backoff backoff = new Backoff(POLICY, () -> 1);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertEquals(Duration.ofSeconds(1), backoff.next());
    }

    @Test
    void theLongestWaitNeverOverflows() {
        Backoff backoff = new Backoff(new ReconnectPolicy(true, Duration.ofDays(1), Duration.ofDays(365), 1e300, 0,
                StartupFailure.fail), () -> 1);

        assertEquals(Duration.ofDays(365), Stream.generate(backoff::next).limit(100).reduce((a, b) -> b).orElseThrow());
    }
}
