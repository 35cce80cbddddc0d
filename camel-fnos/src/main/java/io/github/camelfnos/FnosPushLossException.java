package io.github.camelfnos;

import io.github.camelfnos.client.PushLoss;

/**
 * Pushes were lost, because a slow route had left more of them than could be kept. A push consumer reports it once to its exception
 * handler, and goes on with the next push, which has {@link FnosConstants#PUSH_GAP}. The message says why and what to change.
 */
public final class FnosPushLossException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long count;

    FnosPushLossException(PushLoss loss) {
        super(loss.getMessage(), loss.getCause());
        this.count = loss.count();
    }

    /** How many pushes were lost. */
    public long getCount() {
        return count;
    }
}
