package io.github.camelfnos.client;

/**
 * How a tree of folders is walked.
 *
 * @param maxDepth    how many levels are listed; 1 is the folder itself
 * @param concurrency how many folders are asked for at once
 * @param failFast    whether a folder that cannot be listed ends the walk, instead of being skipped
 * @param limits      how much may wait for a slow reader; the memory is that of the whole walk
 */
public record WalkSettings(int maxDepth, int concurrency, boolean failFast, BufferLimits limits) {

    /** The limits of one of the buffers of the walk: of each folder asked for, of the one that is read, and of those to be listed. */
    BufferLimits limitsOfOne() {
        return new BufferLimits(limits.memory() / (concurrency + 2), limits.directory(), limits.spool());
    }
}
