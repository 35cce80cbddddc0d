package io.github.camelfnos.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EndedRequestsTest {

    private final EndedRequests ended = new EndedRequests();

    private static String id(int n) {
        return String.format("6915841c6915b82200000001%04x", n);
    }

    @Test
    void theLastOnesAreRememberedAndOlderOnesForgotten() {
        int count = 3 * EndedRequests.CAPACITY + 17;

        for (int n = 0; n < count; n++) {
            assertFalse(ended.contains(id(n)));
            ended.add(id(n));
            assertTrue(ended.contains(id(n)));
        }

        for (int n = 0; n < count; n++) {
            assertEquals(n >= count - EndedRequests.CAPACITY, ended.contains(id(n)), id(n));
        }
    }

    @Test
    void noneIsLostWhileTheMemoryGrows() {
        for (int n = 0; n < EndedRequests.CAPACITY; n++) {
            ended.add(id(n));
            // Each power of two, at which it grows, and its neighbours.
            if (Integer.bitCount(n) <= 1 || Integer.bitCount(n + 1) == 1) {
                for (int m = 0; m <= n; m++) {
                    assertTrue(ended.contains(id(m)), id(m));
                }
                assertFalse(ended.contains(id(n + 1)));
            }
        }
    }

    /** They are put in order when somebody asks, which may be never for long. */
    @Test
    void theLastOnesAreRememberedHoweverManyEndBetweenTwoQuestions() {
        int n = 0;
        for (int ends : new int[] { 1, 100, EndedRequests.CAPACITY, 1, 2 * EndedRequests.CAPACITY + 5, 3, EndedRequests.CAPACITY - 1 }) {
            for (int end = n + ends; n < end; n++) {
                ended.add(id(n));
            }
            int oldest = Math.max(0, n - EndedRequests.CAPACITY);
            assertTrue(ended.contains(id(oldest)));
            assertTrue(ended.contains(id(n - 1)));
            assertFalse(ended.contains(id(n)));
            assertFalse(ended.contains(id(oldest - 1)));
        }
    }

    @Test
    void aMillionUnknownIdsAreNotSearchedForOneByOne() {
        for (int n = 0; n < EndedRequests.CAPACITY; n++) {
            ended.add(id(n));
        }

        // Takes less than half a second; a search through all of them took more than ten.
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int n = 0; n < 1_000_000; n++) {
                assertFalse(ended.contains("another" + n));
            }
        });
    }

    @Test
    void anIdThatIsAddedTwiceIsForgottenAfterItsLastEnd() {
        Deque<Integer> last = new ArrayDeque<>();
        Random random = new Random(1);

        for (int i = 0; i < 2 * EndedRequests.CAPACITY; i++) {
            int n = random.nextInt(EndedRequests.CAPACITY);
            ended.add(id(n));
            last.addLast(n);
            if (last.size() > EndedRequests.CAPACITY) {
                last.removeFirst();
            }
        }

        boolean[] remembered = new boolean[EndedRequests.CAPACITY];
        last.forEach(n -> remembered[n] = true);
        for (int n = 0; n < remembered.length; n++) {
            assertEquals(remembered[n], ended.contains(id(n)), id(n));
        }
    }
}
