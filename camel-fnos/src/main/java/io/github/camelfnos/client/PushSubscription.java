package io.github.camelfnos.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.MalformedFrameException;

/**
 * The pushes of a connection, kept in order for one reader until it takes them. Whoever brings them waits for the disk at most,
 * never for the reader. Safe for concurrent use, with one reader.
 *
 * <p>
 * The sockets that a connection has one after the other are numbered; of one that has ended nothing is taken any more, so that what
 * it still brings cannot mix with what comes from the next.
 */
public final class PushSubscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushSubscription.class);
    /** A record is the event, whether there is a gap before it, its number, and the frame. */
    private static final int GAP = 1;
    private static final int HEAD = 1 + 1 + Long.BYTES;

    private final PushSettings settings;
    private final ConnectionCounters counters;
    private final Runnable release;

    // What follows is guarded by this. Nothing is called out under it but the disk.
    private final FrameBuffer buffer;
    private int endedSocket;
    private int readySocket;
    private long sequence;
    private boolean gap;
    /** Whether the next push to be taken follows on others that were dropped. */
    private boolean gapAtHead;
    private long dropped;
    private long droppedBefore;
    private boolean dropping;
    private PushLoss loss;
    /** A loss that was told, until the reader comes for what came after it. */
    private PushLoss toldLoss;
    private boolean closed;
    private boolean held;
    /** How many had come when it was held. */
    private long beforeHold;
    /** How many are handed out at most, or {@link Long#MAX_VALUE} for whatever comes. */
    private long allowed = Long.MAX_VALUE;
    private boolean inHand;

    /**
     * @param counters counts what is dropped or lost
     * @param release  is run once, when this is closed
     */
    PushSubscription(PushSettings settings, ConnectionCounters counters, Runnable release) {
        this.settings = settings;
        this.counters = counters;
        this.release = release;
        this.buffer = new FrameBuffer(settings.limits());
    }

    /**
     * Takes the next one, waiting for it.
     *
     * @return                      null when this is closed
     * @throws PushLoss             once after a loss, before what came after it
     * @throws InterruptedException if this thread was interrupted while it waited
     */
    public Push take() throws PushLoss, InterruptedException {
        return poll(null);
    }

    /**
     * The same, waiting for this long at most.
     *
     * @param  patience zero does not wait at all, null waits for ever
     * @return          null when nothing has come, or this is closed
     */
    public Push poll(Duration patience) throws PushLoss, InterruptedException {
        byte[] record = nextRecord(patience);
        if (record == null) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(record);
        Push.Event event = Push.Event.values()[head.get()];
        boolean afterGap = head.get() != 0;
        long number = head.getLong();
        try {
            Frame frame = isPush(record)
                    ? Frame.parse(record, HEAD, record.length - HEAD)
                    : null;
            return new Push(event, number, afterGap, frame);
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("what was kept of a push is no frame any more", e);
        } catch (Error e) {
            // No memory, for instance.
            lostInHand();
            throw e;
        }
    }

    private synchronized void lostInHand() {
        gapAtHead = true;
    }

    private synchronized byte[] nextRecord(Duration patience) throws PushLoss, InterruptedException {
        toldLoss = null;
        inHand = false;
        notifyAll();
        long deadline = patience == null ? 0 : System.nanoTime() + patience.toNanos();
        while (!closed && (held || loss == null && (buffer.isEmpty() || allowed == 0))) {
            if (patience == null) {
                wait();
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
        }
        if (closed) {
            return null;
        }
        inHand = true;
        tellLoss();
        byte[] record = null;
        try {
            record = buffer.poll();
        } catch (IOException | RuntimeException | Error e) {
            lose("cannot be read back from " + settings.limits().directory(), 0, e);
            tellLoss();
        }
        if (allowed != Long.MAX_VALUE) {
            allowed--;
        }
        if (gapAtHead && isPush(record)) {
            gapAtHead = false;
            record[GAP] = 1;
        }
        if (buffer.isEmpty() && dropping) {
            dropping = false;
            LOG.info("The push consumer of {} has caught up; {} pushes were dropped", settings.subscriber(), dropped - droppedBefore);
        }
        return record;
    }

    private void tellLoss() throws PushLoss {
        if (loss != null) {
            toldLoss = loss;
            loss = null;
            throw toldLoss;
        }
    }

    /** What was lost and not yet got over by the reader, or null. Pushes that were dropped as the settings say are not lost. */
    public synchronized PushLoss loss() {
        return loss != null ? loss : toldLoss;
    }

    /** Hands nothing out any more, and goes on keeping what comes. */
    public synchronized void hold() {
        held = true;
        beforeHold = buffer.size();
    }

    /** Hands out only what has come so far, or had come when it was held, and goes on keeping what comes. */
    public synchronized void drain() {
        allowed = held ? beforeHold : buffer.size();
        held = false;
        notifyAll();
    }

    /** Waits until that has been handed out and done with, or this is closed. */
    public synchronized void awaitDrained() throws InterruptedException {
        while (!closed && pending() > 0) {
            wait();
        }
    }

    /** Hands out whatever comes, again. */
    public synchronized void resume() {
        held = false;
        allowed = Long.MAX_VALUE;
        notifyAll();
    }

    /** How many have to be done with before this can be closed: one in the reader's hand, and those that it may still get. */
    public synchronized long pending() {
        return (inHand ? 1 : 0) + (held ? 0 : waiting() + (loss == null ? 0 : 1));
    }

    private long waiting() {
        return Math.min(allowed, buffer.size());
    }

    /** Who takes them, as messages name them. */
    public String subscriber() {
        return settings.subscriber();
    }

    /** How many wait to be taken. */
    public synchronized long size() {
        return buffer.size();
    }

    /** How many of them are on disk. */
    public synchronized long spooled() {
        return buffer.spooled();
    }

    /** How many pushes were dropped for want of memory, as the settings say. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Tells the log how many pushes are lost when this is closed now. */
    public void warnOfWhatIsLeft() {
        long left;
        synchronized (this) {
            left = waiting() + (loss == null ? 0 : loss.count());
        }
        if (left > 0) {
            LOG.warn("The push consumer of {} is stopped with {} pushes that nobody has taken; they are lost", settings.subscriber(), left);
        }
    }

    /** Takes nothing in any more and hands nothing out, and deletes its files. Harmless when repeated. */
    @Override
    public void close() {
        release.run();
        synchronized (this) {
            closed = true;
            loss = null;
            buffer.clear();
            notifyAll();
        }
    }

    /** Whether this kind of push is wanted. */
    boolean wants(String kind) {
        return settings.kinds().matches(kind);
    }

    /**
     * A push that is wanted.
     *
     * @param socket the number of the socket that brought it
     * @param event  whether it is a report on a task without a name
     * @param json   the frame, in UTF-8
     */
    synchronized void push(int socket, Push.Event event, byte[] json) {
        if (closed || socket <= endedSocket) {
            return;
        }
        sequence++;
        byte[] record = record(event, gap, sequence, json);
        gap = false;
        keep(record);
    }

    /** This socket is logged in, so that pushes can come. */
    synchronized void ready(int socket) {
        if (closed || socket <= endedSocket || socket == readySocket) {
            return;
        }
        readySocket = socket;
        if (settings.events()) {
            keep(record(Push.Event.CONNECTED, false, 0));
        }
    }

    /** What this socket brings further is not wanted, for it is lost. */
    synchronized void lost(int socket) {
        if (closed || socket <= endedSocket) {
            return;
        }
        endedSocket = socket;
        gap |= readySocket > 0 || sequence > 0;
        if (settings.events() && readySocket == socket) {
            keep(record(Push.Event.DISCONNECTED, false, 0));
        }
    }

    /** Pushes may have been missed on a socket that lives. */
    synchronized void missed() {
        gap = true;
    }

    private void keep(byte[] record) {
        try {
            if (settings.overflow() == PushOverflow.spool || buffer.fitsMemory(record.length)) {
                buffer.add(record);
            } else {
                drop(record);
            }
        } catch (IOException e) {
            lose("could not be spooled to " + settings.limits().directory(), 1, e);
        } catch (RuntimeException | Error e) {
            // No memory, for instance. What goes wrong here is this reader's affair and not that of the connection.
            lose("could not be kept", 1, e);
        }
        notifyAll();
    }

    private void drop(byte[] record) throws IOException {
        if (!dropping) {
            dropping = true;
            droppedBefore = dropped;
            LOG.warn("The push consumer of {} is too slow, so that its {} pushes are dropped from now on until it has caught up",
                    settings.subscriber(), settings.overflow() == PushOverflow.dropOldest ? "oldest" : "newest");
        }
        if (settings.overflow() == PushOverflow.dropNewest) {
            countDropped(record);
            gap = true;
            return;
        }
        while (!buffer.fitsMemory(record.length)) {
            beforeHold = Math.max(0, beforeHold - 1);
            allowed = allowed == Long.MAX_VALUE ? allowed : Math.max(0, allowed - 1);
            // News of the connection go the same way; the gap says as much.
            countDropped(buffer.poll());
            gapAtHead = true;
        }
        buffer.add(record);
    }

    private void countDropped(byte[] record) {
        if (isPush(record)) {
            dropped++;
            counters.droppedPushes(1);
        }
    }

    private void lose(String problem, long more, Throwable cause) {
        long before = loss == null ? 0 : loss.count();
        long count = before + buffer.size() + more;
        counters.droppedPushes(buffer.size() + more);
        buffer.clear();
        beforeHold = 0;
        allowed = allowed == Long.MAX_VALUE ? allowed : 0;
        loss = new PushLoss(count + " pushes for " + settings.subscriber() + " were lost: they " + problem + ": " + reason(cause)
                            + "; make the route faster, or its bufferMemory or spoolLimit larger", count, cause);
        gap = true;
        gapAtHead = false;
    }

    private static boolean isPush(byte[] record) {
        return record[0] <= Push.Event.PROGRESS.ordinal();
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }

    private static byte[] record(Push.Event event, boolean afterGap, long number, byte... json) {
        return ByteBuffer.allocate(HEAD + json.length).put((byte) event.ordinal()).put((byte) (afterGap ? 1 : 0)).putLong(number)
                .put(json).array();
    }
}
