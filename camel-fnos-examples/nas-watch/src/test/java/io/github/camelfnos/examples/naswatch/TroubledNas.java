package io.github.camelfnos.examples.naswatch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The simulated NAS of a run without a NAS: every few seconds something else goes wrong, or well again. */
public final class TroubledNas {

    private final SimulatedNas nas = new SimulatedNas();

    /** Starts the NAS and its troubles. */
    public TroubledNas() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "troubles");
            thread.setDaemon(true);
            return thread;
        });
        Runnable[] troubles = {
            () -> nas.free(20_000_000_000L),
            () -> nas.unread(2),
            () -> nas.disk("sdb", false, 61),
            () -> nas.free(1_000_000_000_000L),
            () -> nas.disk("sdb", true, 36),
            () -> nas.unread(0),
            () -> nas.pull("sda"),
            () -> nas.disk("sda", true, 35)
        };
        for (int i = 0; i < troubles.length; i++) {
            clock.scheduleAtFixedRate(troubles[i], 10L * (i + 1), 10L * (troubles.length + 1), TimeUnit.SECONDS);
        }
    }

    /** Where it listens. */
    public int getPort() {
        return nas.getPort();
    }
}
