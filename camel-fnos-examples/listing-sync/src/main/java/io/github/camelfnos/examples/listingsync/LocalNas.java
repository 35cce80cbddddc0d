package io.github.camelfnos.examples.listingsync;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;

/** A simulated NAS that serves a directory of this machine, for reading only and for this program only. */
final class LocalNas implements AutoCloseable {

    private static final String USER = "admin";
    private static final String HOME = "vol1/1000/";

    private final FnosSimulator simulator;
    private final String password = UUID.randomUUID().toString();

    LocalNas(Path directory) {
        simulator = FnosSimulator.start(
                SimulatorOptions.defaults().withUser(USER).withPassword(password).withRoot(directory));
    }

    NasLogin login() {
        return new NasLogin(simulator.host(), simulator.port(), USER, password);
    }

    /** How many names are no text and so are missing in the listing. */
    long unreadableNameCount() {
        return simulator.unreadableNameCount();
    }

    /** The paths of some of them below the directory, percent-encoded. */
    List<String> unreadableNames() {
        return simulator.unreadableNames().stream().map(path -> path.substring(HOME.length())).toList();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
