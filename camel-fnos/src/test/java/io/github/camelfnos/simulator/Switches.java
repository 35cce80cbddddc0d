package io.github.camelfnos.simulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The faults that last until they are switched off. */
final class Switches {

    static final int NO_REFUSAL = 0;

    private final Set<String> twoFactorUsers = ConcurrentHashMap.newKeySet();
    private volatile boolean pongsDropped;
    private volatile boolean silent;
    private volatile int loginRefusal = NO_REFUSAL;

    boolean arePongsDropped() {
        return pongsDropped;
    }

    void dropPongs(boolean dropped) {
        pongsDropped = dropped;
    }

    boolean isSilent() {
        return silent;
    }

    void beSilent(boolean nowSilent) {
        silent = nowSilent;
    }

    /** The errno for every password, or {@link #NO_REFUSAL}. */
    int loginRefusal() {
        return loginRefusal;
    }

    void refuseLoginsWith(int errno) {
        loginRefusal = errno;
    }

    boolean wantsTwoFactor(String user) {
        return twoFactorUsers.contains(user);
    }

    void twoFactor(String user, boolean wanted) {
        if (wanted) {
            twoFactorUsers.add(user);
        } else {
            twoFactorUsers.remove(user);
        }
    }
}
