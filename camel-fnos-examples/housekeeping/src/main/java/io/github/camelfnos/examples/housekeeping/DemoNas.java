package io.github.camelfnos.examples.housekeeping;

import java.time.Duration;
import java.time.Instant;

import io.github.camelfnos.simulator.FnosSimulator;

/** A simulated NAS with a few old and new files, for a run without a NAS. */
final class DemoNas implements AutoCloseable {

    static final String USER = "admin";
    static final String FOLDER = "vol1/1000/Inbox";
    static final String ARCHIVE = "vol1/1000/Archive";

    private final FnosSimulator simulator = FnosSimulator.start();

    DemoNas() {
        long now = Instant.now().getEpochSecond();
        long old = now - Duration.ofDays(1_000).toSeconds();
        simulator.files()
                .file(FOLDER + "/today.txt", 1_000, now)
                .file(FOLDER + "/old.txt", 2_000, old)
                .file(FOLDER + "/照片/海.jpg", 3_000, old)
                .file(FOLDER + "/照片/山.jpg", 4_000, now)
                .file(FOLDER + "/offers/2019/100% & more.pdf", 5_000, old)
                .file(ARCHIVE + "/old.txt", 6_000, old);
    }

    String host() {
        return simulator.host();
    }

    int port() {
        return simulator.port();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
