package io.github.camelfnos.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Carries the bytes of one direction of one connection, as the faults let it. It belongs to the proxy's thread. */
final class Pump {

    static final long NO_WAKE = Long.MAX_VALUE;

    private static final int LARGEST_CHUNK = 64 << 10;
    private static final int MOST_WAITING = 64 << 10;
    /** A delay must not become a limit of the speed. */
    private static final int MOST_WAITING_DELAYED = 8 << 20;
    private static final int THROTTLED_WRITES_PER_SECOND = 50;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final ProxyFaults faults;
    private final ByteBuffer scratch = ByteBuffer.allocate(LARGEST_CHUNK);
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long nextWrite = System.nanoTime();
    private CutPoint cutPoint;
    private long leftToCut;
    private boolean sourceEnded;
    private boolean finished;
    private boolean blocked;

    private record Chunk(ByteBuffer bytes, long due) {
    }

    Pump(Direction direction, SocketChannel from, SocketChannel to, ProxyFaults faults) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.faults = faults;
        countFromNow();
    }

    /** Takes the cut point anew and counts its bytes from now on. */
    void countFromNow() {
        cutPoint = faults.cutPoint(direction);
        leftToCut = cutPoint.bytes();
    }

    boolean wantsToRead() {
        int most = faults.delayNanos() == 0 ? MOST_WAITING : MOST_WAITING_DELAYED;
        return !sourceEnded && !faults.isFrozen(direction) && waitingBytes < most;
    }

    /** Whether it has bytes for a socket that takes none at present. */
    boolean isBlocked() {
        return blocked && !faults.isFrozen(direction);
    }

    void unblock() {
        blocked = false;
    }

    /** Whether the source has ended and the other side was told. */
    boolean isFinished() {
        return finished;
    }

    boolean isCutPointReached() {
        return leftToCut == 0 && (cutPoint.bytes() > 0 || !waiting.isEmpty());
    }

    boolean cutsByReset() {
        return cutPoint.reset();
    }

    void read() throws IOException {
        scratch.clear();
        if (from.read(scratch) < 0) {
            sourceEnded = true;
            return;
        }
        scratch.flip();
        byte[] bytes = new byte[scratch.remaining()];
        scratch.get(bytes);
        add(bytes);
    }

    /** Puts bytes behind those that wait. */
    void add(byte[] bytes) {
        if (bytes.length > 0) {
            waiting.add(new Chunk(ByteBuffer.wrap(bytes), System.nanoTime() + faults.delayNanos()));
            waitingBytes += bytes.length;
        }
    }

    /** Writes what is due and hands on the end of the source. */
    void write() throws IOException {
        while (mayWrite() && wakeIn() == 0) {
            writeSome();
        }
        if (sourceEnded && !finished && waiting.isEmpty() && !faults.isFrozen(direction)) {
            finished = true;
            to.shutdownOutput();
        }
    }

    private boolean mayWrite() {
        return !waiting.isEmpty() && !blocked && leftToCut > 0 && !faults.isFrozen(direction);
    }

    private void writeSome() throws IOException {
        ByteBuffer bytes = waiting.getFirst().bytes();
        long most = Math.min(bytes.remaining(), leftToCut);
        int speed = faults.bytesPerSecond();
        if (speed > 0) {
            most = Math.min(most, Math.max(1, speed / THROTTLED_WRITES_PER_SECOND));
        }
        int end = bytes.limit();
        bytes.limit(bytes.position() + (int) most);
        int written = to.write(bytes);
        bytes.limit(end);
        blocked = written < most;
        waitingBytes -= written;
        if (leftToCut != Long.MAX_VALUE) {
            leftToCut -= written;
        }
        if (speed > 0) {
            nextWrite = System.nanoTime() + written * SECOND / speed;
        }
        if (!bytes.hasRemaining()) {
            waiting.removeFirst();
        }
    }

    /** In how many nanoseconds something can be written, or {@link #NO_WAKE} if no time alone brings that. */
    long wakeInNanos() {
        return mayWrite() ? wakeIn() : NO_WAKE;
    }

    private long wakeIn() {
        long now = System.nanoTime();
        long wait = waiting.getFirst().due() - now;
        if (faults.bytesPerSecond() > 0) {
            wait = Math.max(wait, nextWrite - now);
        }
        return Math.max(0, wait);
    }
}
