package io.github.camelfnos.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An fnOS NAS in memory: accounts, sessions and files behind the real protocol. Start it in a test with
 * {@link #start()}, or run it as a program. Every method may be called from any thread, starting and closing from any
 * but those of Vert.x, on which responders run.
 *
 * <p>All accounts share one tree of files and the uid 1000. What a test scripts with {@link #on} goes before the
 * simulator's own answers; signatures and login states are checked in any case.
 */
public final class FnosSimulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FnosSimulator.class);
    private static final int FIRST_JAVA_THAT_WARNS_OF_UNSAFE = 24;
    private static final int START_SECONDS = 30;
    private static final int CLOSE_SECONDS = 5;

    private final SimulatorOptions options;
    private final Vertx vertx;
    private final Switches switches = new Switches();
    private final Sessions sessions = new Sessions();
    private final Accounts accounts = new Accounts(switches);
    private final ClientSockets sockets = new ClientSockets(switches);
    private final RequestLog requestLog = new RequestLog();
    private final Operations operations = new Operations();
    private final UnreadableNames unreadableNames = new UnreadableNames();
    private final FileSource files;
    private final Door door;
    private final Faults faults;
    private final Pushes pushes = new Pushes(sockets);
    private final Tasks tasks;
    private int port;

    private FnosSimulator(SimulatorOptions options) {
        this.options = options;
        this.files = filesOf(options, unreadableNames);
        // Nothing of it is written to disk.
        this.vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.tasks = new Tasks(vertx);
        this.door = new Door(vertx, options, sockets,
                new Dispatcher(vertx, operations, new AccessCheck(sessions), requestLog, switches));
        this.faults = new Faults(switches, sessions, sockets, door, options.tls());
        accounts.addAdmin(options.user(), options.password());
    }

    /** Starts an empty in-memory NAS on any free port, user {@code admin}, password {@code admin}. */
    public static FnosSimulator start() {
        return start(SimulatorOptions.defaults());
    }

    /**
     * Starts a NAS and returns when it listens.
     *
     * @throws UncheckedIOException when it cannot listen there; the message says where and why
     */
    public static FnosSimulator start(SimulatorOptions options) {
        FnosSimulator simulator = new FnosSimulator(options);
        try {
            simulator.listen();
            return simulator;
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    /** Runs the simulator until the process is killed; exits with 2 for bad options and 1 when it cannot listen. */
    public static void main(String[] args) {
        // The program prints its one line; there Netty would make the JVM print warnings of its own.
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS_OF_UNSAFE) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
        try {
            CommandLine commandLine = CommandLine.parse(args);
            if (commandLine.helpWanted()) {
                System.out.print(CommandLine.USAGE);
                return;
            }
            System.out.println("fnOS simulator ready on " + start(commandLine.options()).url());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(CommandLine.USAGE);
            System.exit(2);
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static FileSource filesOf(SimulatorOptions options, UnreadableNames unreadableNames) {
        if (options.entries() != SimulatorOptions.NO_ENTRIES) {
            return new MadeUpListing(options.entries());
        }
        if (options.root() == null) {
            return new FileTree();
        }
        try {
            return new RealDirectory(options.root(), unreadableNames);
        } catch (IOException e) {
            throw new UncheckedIOException("The root cannot be read: " + options.root(), e);
        }
    }

    private void listen() {
        new LoginOperations(vertx, accounts, sessions, switches, options.tls()).addTo(operations);
        new SystemOperations(switches).addTo(operations);
        AclOperation.addTo(operations);
        new ListingOperations(vertx, files, ListingForm.of(options)).addTo(operations);
        if (files instanceof FileTree tree) {
            new ChangeOperations(tree, tasks).addTo(operations);
            SearchOperation.addTo(operations, tree);
        } else {
            ChangeOperations.addRefusalsTo(operations);
        }
        port = await(door.open());
        if (options.pushEvery() > 0) {
            vertx.setPeriodic(options.pushEvery(), timer -> pushes.cycle());
        }
    }

    private int await(Future<Integer> listening) {
        String place = options.host() + ":" + options.port();
        try {
            return listening.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UncheckedIOException("Cannot listen on " + place + ": " + e.getCause().getMessage(),
                    new IOException(e.getCause()));
        } catch (TimeoutException e) {
            throw new UncheckedIOException("Cannot listen on " + place + " in time", new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException("Interrupted before listening on " + place, new IOException(e));
        }
    }

    /** The address it listens on. */
    public String host() {
        return options.host();
    }

    /** The port it listens on, the one that the system chose where 0 was asked for. */
    public int port() {
        return port;
    }

    /** The URL for clients, without the {@code type} they add. */
    public String url() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return (options.tls() ? "wss" : "ws") + "://" + host + ":" + port + "/websocket";
    }

    /**
     * The self-signed certificate that it shows to clients of TLS, for their trust store or their pin: the usual one,
     * whatever a fault makes it show.
     */
    public static X509Certificate certificate() {
        return SimulatedCertificate.LOCALHOST.x509();
    }

    /** Adds a user who is no administrator, or changes the password of a user. */
    public void addAccount(String user, String password) {
        accounts.add(user, password);
    }

    /**
     * The files of the in-memory NAS, to be filled and read back.
     *
     * @throws IllegalStateException when it serves a directory or a made-up listing instead
     */
    public FileTree files() {
        if (files instanceof FileTree tree) {
            return tree;
        }
        throw new IllegalStateException("The files of this simulator are read-only");
    }

    /** Lets the responder answer an operation from now on, instead of the one before it. */
    public void on(String operation, Responder responder) {
        operations.script(operation, responder);
    }

    /** Takes the responder of an operation away again, so that the simulator's own answer returns. */
    public void off(String operation) {
        operations.unscript(operation);
    }

    /** Whether changes take their time. */
    public Tasks tasks() {
        return tasks;
    }

    /** Pushes of the kinds that are known, and many at once. */
    public Pushes pushes() {
        return pushes;
    }

    /** Pushes a frame of these fields to every socket that is logged in as main. */
    public void push(Map<String, ?> fields) {
        pushes.push(fields);
    }

    /** Pushes a frame of exactly this text to every socket that is logged in as main. */
    public void pushText(String text) {
        sockets.push(text);
    }

    /** The switches for all that can go wrong. */
    public Faults faults() {
        return faults;
    }

    /** The requests received last, refused ones included: up to 10,000, fewer when they are very long. */
    public List<ReceivedRequest> requests() {
        return requestLog.requests();
    }

    /** How many requests of this operation were received, refused ones included. */
    public int requestCount(String operation) {
        return requestLog.count(operation);
    }

    /** How many logins reached the password check, whatever it said. */
    public int passwordLogins() {
        return accounts.passwordLogins();
    }

    /** When they reached it, by {@link System#nanoTime()}: the last 10,000. */
    public List<Long> passwordLoginTimes() {
        return accounts.passwordLoginTimes();
    }

    /** How many logouts were served. */
    public int logouts() {
        return sessions.logouts();
    }

    /** How many heartbeats, {@code {"req":"ping"}}, came in all, answered or not. */
    public int pings() {
        return requestLog.count("ping");
    }

    /** How many ping frames of the WebSocket protocol came in all; Vert.x answers them by itself. */
    public int webSocketPings() {
        return sockets.pings();
    }

    /** How many pong frames of the WebSocket protocol came in all. */
    public int webSocketPongs() {
        return sockets.pongs();
    }

    /** How many sockets were accepted in all. */
    public int connections() {
        return sockets.accepted();
    }

    /** When they were accepted, by {@link System#nanoTime()}: the last 10,000. */
    public List<Long> connectionTimes() {
        return sockets.acceptTimes();
    }

    /** How many sockets are open. */
    public int openSockets() {
        return sockets.openCount();
    }

    /** Paths that were left out of listings because their names are no text, percent-encoded: the first 1,000. */
    public List<String> unreadableNames() {
        return unreadableNames.names();
    }

    /** How many names are no text: the sum over all folders listed so far, each as it was when last listed. */
    public long unreadableNameCount() {
        return unreadableNames.count();
    }

    /**
     * Closes the port and every socket and ends all threads, waiting a few seconds for them at most. One thread that
     * Netty shares within the JVM, {@code globalEventExecutor}, ends by itself a second later.
     */
    @Override
    public void close() {
        door.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The simulator did not close in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
