package io.github.camelfnos;

import java.util.List;

import io.github.camelfnos.client.FnosFailure;

/** Where entries come from, part by part, for one reader. */
interface EntrySource extends AutoCloseable {

    /** Where there is nothing. */
    EntrySource NONE = new EntrySource() {
        @Override
        public List<FnosEntry> next() {
            return null;
        }

        @Override
        public int frames() {
            return 1;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public List<FnosWalkFailure> failures() {
            return List.of();
        }

        @Override
        public void close() {
        }
    };

    /**
     * The next entries, waiting for them.
     *
     * @return                       null after the last
     * @throws FnosFailure           if the NAS failed to give them
     * @throws IllegalStateException if this is closed
     * @throws InterruptedException  if this thread was interrupted while it waited
     */
    List<FnosEntry> next() throws FnosFailure, InterruptedException;

    /** In how many frames they have come so far. */
    int frames();

    /** Whether the NAS said itself that these are all, once they have been taken. */
    boolean isComplete();

    /** What was left out. */
    List<FnosWalkFailure> failures();

    /** Gives up what has not come. Safe to be called by any thread; harmless when repeated. */
    @Override
    void close();
}
