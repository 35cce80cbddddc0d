package io.github.camelfnos.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestIdsTest {

    private static final long NOVEMBER_2025 = 1_763_017_756L; // 6915841c in hex, as in the founding document's example

    @Test
    void anIdBeforeLoginIsTheSecondsThenZerosThenTheCounter() {
        String id = new RequestIds(() -> NOVEMBER_2025).next();

        assertTrue(id.matches("6915841c0{16}[0-9a-f]{4}"), id);
    }

    @Test
    void anIdAfterLoginCarriesTheBackIdOfTheSession() {
        RequestIds ids = new RequestIds(() -> NOVEMBER_2025);

        ids.backId("6915b82200000001");

        String id = ids.next();
        assertTrue(id.matches("6915841c6915b82200000001[0-9a-f]{4}"), id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "", "6915b822", "6915b822000000010", "6915b8220000000\"" })
    void aBackIdOfAnotherFormLeavesTheFormOfTheIdsAlone(String backId) {
        RequestIds ids = new RequestIds(() -> NOVEMBER_2025);

        ids.backId(backId);

        String id = ids.next();
        assertTrue(id.matches("6915841c0{16}[0-9a-f]{4}"), id);
    }

    @Test
    void theSecondsFollowTheClockAndKeepTheirEightDigits() {
        AtomicLong clock = new AtomicLong(1);
        RequestIds ids = new RequestIds(clock::get);

        String early = ids.next();
        clock.set(NOVEMBER_2025);
        String late = ids.next();

        assertTrue(early.startsWith("00000001"), early);
        assertTrue(late.startsWith("6915841c"), late);
    }

    @Test
    void twoHundredThousandIdsWithinOneSecondAreDistinctAndOfTheSameForm() {
        RequestIds ids = new RequestIds(() -> NOVEMBER_2025);

        List<String> given = take(ids, 200_000);

        assertDistinct(given, 200_000);
        Pattern form = Pattern.compile("[0-9a-f]{8}0{16}[0-9a-f]{4}");
        assertTrue(given.stream().allMatch(form.asMatchPredicate()));
    }

    @Test
    void noIdComesAgainWhenTheClockCatchesUpWithAFullSecond() {
        AtomicLong clock = new AtomicLong(NOVEMBER_2025);
        RequestIds ids = new RequestIds(clock::get);

        List<String> given = take(ids, 100_000);
        clock.set(NOVEMBER_2025 + 1);
        given.addAll(take(ids, 100_000));
        clock.set(NOVEMBER_2025 + 2);
        given.addAll(take(ids, 100_000));

        assertDistinct(given, 300_000);
    }

    @Test
    void noIdComesAgainWhenTheClockGoesBack() {
        AtomicLong clock = new AtomicLong(NOVEMBER_2025);
        RequestIds ids = new RequestIds(clock::get);

        List<String> given = take(ids, 1_000);
        clock.set(NOVEMBER_2025 - 3_600);
        given.addAll(take(ids, 1_000));
        clock.set(NOVEMBER_2025);
        given.addAll(take(ids, 1_000));

        assertDistinct(given, 3_000);
    }

    @Test
    void fourThreadsNeverGetTheSameId() throws Exception {
        RequestIds ids = new RequestIds(() -> NOVEMBER_2025);
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<List<String>> taker = () -> {
            start.await();
            return take(ids, 50_000);
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<String> given = new ArrayList<>();
            for (Future<List<String>> taken : threads.invokeAll(List.of(taker, taker, taker, taker))) {
                given.addAll(taken.get());
            }
            assertDistinct(given, 200_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> take(RequestIds ids, int count) {
        List<String> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(ids.next());
        }
        return taken;
    }

    private static void assertDistinct(Collection<String> ids, int count) {
        Set<String> distinct = new HashSet<>(ids);
        assertEquals(count, distinct.size());
    }
}
