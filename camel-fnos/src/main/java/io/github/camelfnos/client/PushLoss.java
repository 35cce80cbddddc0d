package io.github.camelfnos.client;

/** Pushes were lost that should not have been, as their buffer could not keep them. The message says why. */
public final class PushLoss extends Exception {

    private static final long serialVersionUID = 1L;

    private final long count;

    PushLoss(String message, long count, Throwable cause) {
        super(message, cause);
        this.count = count;
    }

    /** How many were lost. */
    public long count() {
        return count;
    }
}
