package io.github.camelfnos.chaos;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The bytes on the heap that can still be reached. */
public final class LiveHeap {

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int MOST_COLLECTIONS = 20;
    private static final long STABLE = 32 << 10;

    private LiveHeap() {
    }

    /** Collects until that frees nothing more. */
    public static long measure() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            MEMORY.gc();
            long used = MEMORY.getHeapMemoryUsage().getUsed();
            if (i > 1 && least - used < STABLE) {
                return Math.min(least, used);
            }
            least = Math.min(least, used);
        }
        return least;
    }
}
