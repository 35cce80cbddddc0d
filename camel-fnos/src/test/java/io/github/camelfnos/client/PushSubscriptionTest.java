package io.github.camelfnos.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.github.camelfnos.CapturedLog;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is kept of pushes for a slow reader: in memory, on disk, or not at all. */
class PushSubscriptionTest {

    private static final Duration NOW = Duration.ZERO;

    @TempDir
    private Path temporary;
    private Path spool;

    private final ConnectionCounters counters = new ConnectionCounters();
    private PushSubscription subscription;

    @BeforeEach
    void makeFolder() throws IOException {
        spool = Files.createDirectory(temporary.resolve("spool"));
    }

    @AfterEach
    void close() {
        if (subscription != null) {
            subscription.close();
        }
    }

    private void subscribe(PushOverflow overflow, long memory, long disk) {
        subscription = new PushSubscription(
                new PushSettings("route 'x'", PushKinds.ALL, true, overflow, new BufferLimits(memory, spool, disk)), counters, () -> {
                });
    }

    private void push(int socket, int number) {
        subscription.push(socket, Push.Event.PUSHED, ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** All that is there, as text: the numbers of pushes, with a star after a gap, and the events. */
    private List<String> taken() throws Exception {
        List<String> taken = new ArrayList<>();
        for (Push push = subscription.poll(NOW); push != null; push = subscription.poll(NOW)) {
            taken.add(push.event() == Push.Event.PUSHED ? push.frame().fields().get("n") + (push.gap() ? "*" : "") : push.event().name());
        }
        return taken;
    }

    @Test
    void recordsOfAllSizesComeBackFromDiskAsTheyWereInOrder() throws Exception {
        subscribe(PushOverflow.spool, 100, Long.MAX_VALUE);
        Random random = new Random(7);
        List<String> written = new ArrayList<>();
        int read = 0;
        for (int n = 0; n < 3_000; n++) {
            String text = "漢".repeat(random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(50));
            written.add(text);
            subscription.push(1, Push.Event.PUSHED, ("{\"t\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
            while (random.nextInt(3) == 0 && read < written.size()) {
                Push push = subscription.poll(NOW);
                assertEquals(written.get(read++), push.frame().fields().get("t"));
                assertEquals(read, push.sequence());
            }
        }
        assertEquals(written.size() - read, subscription.size());
        assertTrue(files().size() > 1, "what was read gives its room back, so there are several files");
        while (read < written.size()) {
            assertEquals(written.get(read++), subscription.poll(NOW).frame().fields().get("t"));
        }
        assertNull(subscription.poll(NOW));
        assertEquals(List.of(), files());
    }

    @Test
    void onlyTheOwnerMayReadTheSpool() throws Exception {
        subscribe(PushOverflow.spool, 1, Long.MAX_VALUE);
        push(1, 1);
        push(1, 2);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.resolve(files().get(0)))));
        subscription.close();
        assertEquals(List.of(), files());
    }

    @Test
    void oneFrameIsKeptHoweverLargeAndNothingGoesToDiskThatHasRoom() throws Exception {
        subscribe(PushOverflow.spool, 1, Long.MAX_VALUE);
        push(1, 1);

        assertEquals(0, subscription.spooled());
        push(1, 2);
        assertEquals(1, subscription.spooled());
        assertEquals(List.of("1", "2"), taken());
        push(1, 3);
        assertEquals(0, subscription.spooled(), "the spool was read, and memory has room again");
    }

    @Test
    void overTheLimitAllIsLostAndToldOnceAndThenItGoesOnWithAGap() throws Exception {
        subscribe(PushOverflow.spool, 100, 1_000);
        int n = 0;
        while (subscription.loss() == null) {
            push(1, ++n);
        }
        assertEquals(0, subscription.size());
        assertEquals(List.of(), files());
        push(1, 1_000);
        push(1, 1_001);

        PushLoss loss = assertThrows(PushLoss.class, () -> subscription.take());
        assertEquals(n, loss.count());
        assertEquals(n + " pushes for route 'x' were lost: they could not be spooled to " + spool
                     + ": the spoolLimit of 1000 bytes is reached; make the route faster, or its bufferMemory or spoolLimit larger", loss.getMessage());
        assertNotNull(subscription.loss(), "until the reader comes for what came after it");
        Push next = subscription.take();
        assertNull(subscription.loss());
        assertEquals(1_000, next.frame().fields().get("n"));
        assertTrue(next.gap());
        assertEquals(n + 1, next.sequence());
        assertEquals(List.of("1001"), taken());
    }

    @Test
    void aFolderThatHasGoneIsALossOfThisReaderAlone() throws Exception {
        subscribe(PushOverflow.spool, 1, 1_000_000);
        push(1, 1);
        Files.delete(spool);
        push(1, 2);

        PushLoss loss = assertThrows(PushLoss.class, () -> subscription.poll(NOW));
        assertEquals(2, loss.count());
        assertTrue(loss.getMessage().startsWith("2 pushes for route 'x' were lost: they could not be spooled to " + spool), loss.getMessage());
        push(1, 3);
        assertEquals(List.of("3*"), taken());
    }

    @Test
    void theOldestAreDropped() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            subscribe(PushOverflow.dropOldest, 10 * (32 + 10 + 7), 1);
            for (int n = 1; n <= 25; n++) {
                push(1, n);
            }
            List<String> first = taken();
            assertEquals("25", first.get(first.size() - 1));
            assertTrue(first.get(0).endsWith("*"), first.toString());
            assertEquals(25, first.size() + subscription.dropped());
            for (int n = 26; n <= 60; n++) {
                push(1, n);
            }
            long size = subscription.size();
            List<String> second = taken();
            assertEquals(size, second.size());
            assertTrue(second.get(0).endsWith("*"), second.toString());
            assertEquals(1, second.stream().filter(each -> each.endsWith("*")).count());

            String warning = "The push consumer of route 'x' is too slow, so that its oldest pushes are dropped from now on until it has caught up";
            assertEquals(List.of(warning, warning), log.messages(Level.WARN));
            assertEquals("The push consumer of route 'x' has caught up; " + (25 - first.size()) + " pushes were dropped",
                    log.messages(Level.INFO).get(0));
            assertEquals(List.of(), files());
        }
    }

    @Test
    void theNewestAreDropped() throws Exception {
        subscribe(PushOverflow.dropNewest, 100, 1);
        for (int n = 1; n <= 10; n++) {
            push(1, n);
        }
        assertEquals(List.of("1", "2"), taken());
        assertEquals(8, subscription.dropped());

        push(1, 11);
        push(1, 12);

        assertEquals(List.of("11*", "12"), taken());
    }

    @Test
    void whatASocketStillBringsAfterItsEndIsLeftAsideAndTheNextBeginsWithAGap() throws Exception {
        subscribe(PushOverflow.spool, 1_000, 1);
        subscription.ready(1);
        push(1, 1);
        subscription.lost(1);
        push(1, 2);
        subscription.ready(1);
        push(2, 3);
        subscription.ready(2);
        push(2, 4);

        assertEquals(List.of("CONNECTED", "1", "DISCONNECTED", "3*", "CONNECTED", "4"), taken());
    }

    @Test
    void attemptsThatFailAreNoNewsAndDoNotHideTheGap() throws Exception {
        subscribe(PushOverflow.spool, 1_000, 1);
        subscription.lost(1);
        subscription.ready(2);
        push(2, 1);
        subscription.lost(2);
        subscription.lost(3);
        subscription.lost(4);
        subscription.ready(5);
        push(5, 2);

        assertEquals(List.of("CONNECTED", "1", "DISCONNECTED", "CONNECTED", "2*"), taken());
    }

    @Test
    void aHeldReaderWaitsAndTakesWhatHasComeWhenItIsResumed() throws Exception {
        subscribe(PushOverflow.spool, 1_000, 1);
        subscription.hold();
        push(1, 1);
        assertNull(subscription.poll(Duration.ofMillis(20)));
        assertEquals(0, subscription.pending(), "nothing that could be waited for");

        subscription.resume();

        assertEquals(1, subscription.pending());
        assertEquals(1, subscription.take().frame().fields().get("n"));
        assertEquals(1, subscription.pending(), "in the reader's hand");
    }

    @Test
    void aReaderThatWaitsEndsWithTheSubscription() throws Exception {
        subscribe(PushOverflow.spool, 1_000, 1);
        Push[] taken = new Push[1];
        Thread reader = new Thread(() -> {
            try {
                taken[0] = subscription.take();
            } catch (PushLoss | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.WAITING);

        subscription.close();

        reader.join(30_000);
        assertNull(taken[0]);
        push(1, 1);
        assertEquals(0, subscription.size());
    }

    @Test
    void drainingHandsOutWhatHasComeAndKeepsTheRestForAResume() throws Exception {
        subscribe(PushOverflow.spool, 1, 1_000);
        for (int n = 1; n <= 3; n++) {
            push(1, n);
        }

        subscription.drain();
        push(1, 4);

        assertEquals(3, subscription.pending());
        assertEquals(List.of("1", "2", "3"), taken());
        assertEquals(0, subscription.pending());
        subscription.awaitDrained();
        subscription.resume();
        push(1, 5);
        assertEquals(List.of("4", "5"), taken());
    }

    @Test
    void whatComesWhileItIsHeldIsNotDrained() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            subscribe(PushOverflow.dropOldest, 2 * (32 + 10 + 7), 1);
            push(1, 1);
            push(1, 2);
            subscription.hold();
            assertEquals(0, subscription.pending());
            push(1, 3);

            subscription.drain();

            assertEquals(List.of("2*"), taken());
            subscription.warnOfWhatIsLeft();
            assertEquals(1, log.messages(Level.WARN).size(), "only of what was dropped");
        }
    }

    @Test
    void kindsAreNamesWithWildcards() {
        PushKinds kinds = PushKinds.of("storageChanged, task*,a.c");

        assertTrue(kinds.matches("storageChanged"));
        assertTrue(kinds.matches("taskInfo"));
        assertTrue(kinds.matches("task"));
        assertTrue(kinds.matches("a.c"));
        assertEquals(List.of(false, false, false, false), Stream.of("storageChangedx", "xtask", "abc", null).map(kinds::matches).toList());
        assertTrue(PushKinds.of("*").matches(null));
        assertTrue(PushKinds.of(" ").matches(null));
        assertTrue(PushKinds.of("*a*b*").matches("xxaxxbxx"));
    }
}
