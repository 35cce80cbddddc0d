package io.github.camelfnos.simulator;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a simulator is set up. Immutable: begin with {@link #defaults()} and change what matters.
 *
 * @param host        address to listen on
 * @param port        port to listen on; 0 lets the system choose one
 * @param user        the first account, which is an administrator
 * @param password    its password
 * @param root        a real directory to serve read-only as {@code vol1/1000}, or null
 * @param entries     how many files to make up in the root, read-only, or -1 for none of that
 * @param frameSize   entries in one data frame of a listing
 * @param tls         whether to speak TLS, with a certificate of its own
 * @param pushEvery   milliseconds between pushes, of each kind in turn that ends no session; 0 sends none
 * @param idleAnswers whether listings are one data frame with everything and no end frame; the whole listing is
 *                    then built in memory
 */
public record SimulatorOptions(String host, int port, String user, String password, Path root, int entries,
        int frameSize, boolean tls, long pushEvery, boolean idleAnswers) {

    /** The value of {@link #entries()} when no listing is made up. */
    public static final int NO_ENTRIES = -1;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException with one sentence for the first that is wrong
     */
    public SimulatorOptions {
        check(host != null && !host.isBlank(), "The host must not be empty");
        check(port >= 0 && port <= 65535, "The port must be between 0 and 65535, not " + port);
        check(user != null && !user.isEmpty(), "The user must not be empty");
        check(password != null, "The password is missing");
        check(root == null || Files.isDirectory(root), "The root is not a directory: " + root);
        check(entries >= NO_ENTRIES, "The number of entries must not be negative");
        check(root == null || entries == NO_ENTRIES, "A root and a number of entries exclude each other");
        check(frameSize >= 1, "The frame size must be at least 1, not " + frameSize);
        check(pushEvery >= 0, "The time between pushes must not be negative");
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** An empty in-memory NAS on any free port of this machine, user {@code admin}, password {@code admin}. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions("127.0.0.1", 0, "admin", "admin", null, NO_ENTRIES, 500, false, 0, false);
    }

    /**
     * Reads the options of the command line; what is not given has the value of {@link #defaults()}, the port apart,
     * which is 5666.
     *
     * @throws IllegalArgumentException with one sentence that says which option is wrong, and never shows a value
     *                                  that could be a password
     */
    public static SimulatorOptions parse(String... args) {
        return CommandLine.parse(args).options();
    }

    public SimulatorOptions withHost(String newHost) {
        return new SimulatorOptions(newHost, port, user, password, root, entries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withPort(int newPort) {
        return new SimulatorOptions(host, newPort, user, password, root, entries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withUser(String newUser) {
        return new SimulatorOptions(host, port, newUser, password, root, entries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withPassword(String newPassword) {
        return new SimulatorOptions(host, port, user, newPassword, root, entries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withRoot(Path newRoot) {
        return new SimulatorOptions(host, port, user, password, newRoot, entries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withEntries(int newEntries) {
        return new SimulatorOptions(host, port, user, password, root, newEntries, frameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withFrameSize(int newFrameSize) {
        return new SimulatorOptions(host, port, user, password, root, entries, newFrameSize, tls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withTls(boolean newTls) {
        return new SimulatorOptions(host, port, user, password, root, entries, frameSize, newTls, pushEvery,
                idleAnswers);
    }

    public SimulatorOptions withPushEvery(long newPushEvery) {
        return new SimulatorOptions(host, port, user, password, root, entries, frameSize, tls, newPushEvery,
                idleAnswers);
    }

    public SimulatorOptions withIdleAnswers(boolean newIdleAnswers) {
        return new SimulatorOptions(host, port, user, password, root, entries, frameSize, tls, pushEvery,
                newIdleAnswers);
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "SimulatorOptions[" + host + ":" + port + ", user=" + user + ", root=" + root + ", entries=" + entries
                + ", frameSize=" + frameSize + ", tls=" + tls + ", pushEvery=" + pushEvery + ", idleAnswers="
                + idleAnswers + "]";
    }
}
