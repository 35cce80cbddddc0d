package io.github.camelfnos.examples.listingsync;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.apache.camel.util.TimeUtils;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import io.github.camelfnos.FnosAuthenticationException;
import io.github.camelfnos.FnosComponent;
import io.github.camelfnos.FnosConfiguration;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.examples.listingsync.Routes.Running;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: keeps a table of a database in step with a NAS folder and all that is below it. */
@Command(name = "ListingSync", sortOptions = false, usageHelpAutoWidth = true, description = {
    "Keeps the table nas_entry of a database in step with a folder of an fnOS NAS and all that is below it. The first run fills it, later ones "
            + "write only what has changed.",
    "",
    "Without --host it simulates a NAS over a directory of this machine and talks to it as it would to a real one.",
    ""},
    footerHeading = "%nEnvironment:%n",
    footer = {
        "  FNOS_PASSWORD      Password of the NAS user, needed with --host.",
        "  DATABASE_PASSWORD  Password of the database user.",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong options, 3 done but for what could not be read or written."})
public class ListingSync implements Callable<Integer> {

    private static final String PASSWORD_VARIABLE = "FNOS_PASSWORD";
    private static final int UNREADABLE = 3;
    private static final int MOST_MILLIS_TO_END = 5_000;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Source source = new Source();

    @Option(names = "--path", paramLabel = "PATH",
            description = "Folder on the NAS to start with, such as vol1/1000/Photos; by default the user's root.")
    private String path;

    @ArgGroup
    private Target target = new Target();

    @Option(names = "--database-user", paramLabel = "NAME", defaultValue = "sa",
            description = "User of the database (default: ${DEFAULT-VALUE}).")
    private String databaseUser;

    @Option(names = "--every", paramLabel = "TIME",
            description = "Run again and again, so long after the last run, such as 60s, 10m or 1h, or when the NAS pushes that something has changed. A failed "
                    + "run is told, and tried again.")
    private String every;

    @Option(names = "--at-once", paramLabel = "N", defaultValue = "4",
            description = "Folders that are listed at the same time (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(names = "--fnos", paramLabel = "NAME=VALUE",
            description = "An option of the component, such as secure=true or requestTimeout=60s. May be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Write nothing, and tell what would be written.")
    private boolean dryRun;

    @Option(names = "--routes", paramLabel = "LANGUAGE", defaultValue = "YAML",
            description = "Run the routes in YAML or those in SPRING_XML, which do the same (default: ${DEFAULT-VALUE}).")
    private Routes routes;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    /** What to list: a directory of this machine, or a NAS. */
    private static final class Source {

        @Option(names = "--root", paramLabel = "DIR",
                description = "Directory of this machine to list through the simulator (default: the current one).")
        private Path root = Path.of("");

        @ArgGroup(exclusive = false)
        private RealNas nas;
    }

    /** The options of a real NAS. */
    private static final class RealNas {

        @Option(names = "--host", required = true, paramLabel = "HOST", description = "Name or address of a real NAS.")
        private String host;

        @Option(names = "--port", paramLabel = "PORT", defaultValue = "5666",
                description = "Its port (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(names = "--username", required = true, paramLabel = "NAME", description = "NAS user who logs in.")
        private String username;
    }

    /** The database: a file of H2, or any by its URL. */
    private static final class Target {

        @Option(names = "--database", paramLabel = "FILE",
                description = "H2 database file, without its ending .mv.db (default: nas-listing).")
        private Path file = Path.of(System.getProperty("listing-sync.database", "nas-listing"));

        @Option(names = "--database-url", paramLabel = "URL",
                description = "Another database, such as jdbc:postgresql://localhost/nas.")
        private String url;
    }

    /** @param environment has the passwords */
    protected ListingSync(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Whether each transaction of the routes includes the route {@code direct:outbox}, to which a program that adds to this one gives the changes
     * before they are written.
     */
    protected boolean hasOutbox() {
        return false;
    }

    /** What a program that adds to this one does before its first run; not in a dry run. */
    protected void begin(CamelContext context, DataSource database) throws Exception {
    }

    /** What a program that adds to this one does after its only run. */
    protected void end(CamelContext context) throws Exception {
    }

    public static void main(String[] args) {
        execute(new ListingSync(System.getenv()), args);
    }

    /** Runs a program, and ends the JVM unless it has come to a good end. */
    protected static void execute(ListingSync program, String... args) {
        // The simulator's Netty can do without it; newer JVMs warn on the console when it is used.
        System.setProperty("io.netty.noUnsafe", "true");
        int exitCode = commandLine(program).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    protected static CommandLine commandLine(ListingSync program) {
        return new CommandLine(program)
                // As with most programs the last one wins.
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler((failure, parsed) -> {
                    PrintWriter err = failure.getCommandLine().getErr();
                    err.println(failure.getMessage());
                    err.println("All options are told by --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(Sentence.of(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws Exception {
        check();
        try (Database database = open()) {
            return source.nas == null ? syncDirectory(database) : syncNas(source.nas, database);
        }
    }

    /** Refuses options that cannot be meant. */
    protected void check() {
        if (source.nas != null && (source.nas.port < 1 || source.nas.port > 65_535)) {
            throw wrong("The port must be from 1 to 65535.");
        }
        if (every != null && !every.matches("[1-9]\\d{0,8}(ms|s|m|h|d)?")) {
            throw wrong("--every must be a time such as 60s, 10m or 1h.");
        }
        if (target.url != null && target.url.matches("(?i).*(password=|//[^/]*@).*")) {
            throw wrong("--database-url is shown and must not hold a password; set DATABASE_PASSWORD.");
        }
        for (String login : List.of("host", "port", "username", "password")) {
            if (options.containsKey(login)) {
                throw wrong("--fnos does not take the " + login + ", which is told in another way.");
            }
        }
        if (atOnce < 1 || atOnce > 16) {
            throw wrong("--at-once must be from 1 to 16.");
        }
    }

    /** Of an option that cannot be meant, with a sentence that says what to do. */
    protected final ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private Database open() throws Exception {
        String url = target.url == null ? Database.urlOf(target.file) : target.url;
        String password = environment.getOrDefault("DATABASE_PASSWORD", "");
        return dryRun ? Database.openReadOnly(url, databaseUser, password) : Database.open(url, databaseUser, password, hasOutbox());
    }

    private int syncDirectory(Database database) throws Exception {
        warnOfLocale();
        try (LocalNas nas = new LocalNas(source.root)) {
            out().println("Reading " + source.root.toRealPath() + " through a simulated NAS at " + nas.login());
            int exitCode = sync(nas.login(), database);
            new Report(out()).unreadableNames(nas);
            return exitCode;
        }
    }

    private int syncNas(RealNas nas, Database database) throws Exception {
        NasLogin login = new NasLogin(nas.host, nas.port, nas.username, password());
        out().println("Reading the NAS at " + login);
        return sync(login, database);
    }

    private String password() {
        String password = environment.get(PASSWORD_VARIABLE);
        if (password == null || password.isEmpty()) {
            throw new IllegalStateException("The environment variable " + PASSWORD_VARIABLE
                    + " is missing; it holds the password of the NAS user.");
        }
        return password;
    }

    private int sync(NasLogin login, Database database) throws Exception {
        Folder start = Folder.start(path);
        if (!dryRun) {
            database.lock(start.toString(), "Another process keeps this part of the table in step already");
            if (hasOutbox()) {
                database.lock("/outbox", "Another process has the outbox already");
            }
        }
        out().println((dryRun ? "Comparing with " : "Writing to ") + database.url());
        out().flush();
        Wishes wishes = new Wishes();
        Sync sync = new Sync(new NasTable(database.dataSource(), database.isPostgresql()), start, atOnce, dryRun);
        SpringTransactionPolicy transactions = new SpringTransactionPolicy(new DataSourceTransactionManager(database.dataSource()));
        transactions.setPropagationBehaviorName("PROPAGATION_REQUIRED");
        System.setProperty("listing-sync.watch", String.valueOf(every != null));
        System.setProperty("listing-sync.outbox", String.valueOf(hasOutbox()));
        try (Running running = routes.start(Map.of("fnos", component(login), "dataSource", database.dataSource(), "transactions", transactions,
                "sync", sync, "wishes", wishes));
                ProducerTemplate template = running.context().createProducerTemplate()) {
            endWhenTold(Thread.currentThread(), sync, wishes);
            if (!dryRun) {
                begin(running.context(), database.dataSource());
            }
            if (every != null) {
                return runAgainAndAgain(database, sync, template, wishes);
            }
            int exitCode = run(sync, template);
            if (!dryRun) {
                end(running.context());
            }
            return exitCode;
        }
    }

    /**
     * On Ctrl-C or SIGTERM a run ends after the folders that are being listed, and so does the wait for the next. Where that takes long, as with
     * a NAS that is away, the process ends all the same: whatever is not committed is the next run's.
     */
    private static void endWhenTold(Thread program, Sync sync, Wishes wishes) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sync.stop();
            wishes.add();
            try {
                program.join(MOST_MILLIS_TO_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private int run(Sync sync, ProducerTemplate template) {
        Sync.Result result = sync.run(template, out(), System.console() != null);
        new Report(out()).of(result);
        return result.unreadable().count() > 0 ? UNREADABLE : CommandLine.ExitCode.OK;
    }

    private int runAgainAndAgain(Database database, Sync sync, ProducerTemplate template, Wishes wishes)
            throws InterruptedException, SQLException {
        int exitCode = CommandLine.ExitCode.OK;
        while (!sync.isStopped()) {
            try {
                database.keepLocks();
                exitCode = run(sync, template);
            } catch (CamelExecutionException | SQLException e) {
                if (e.getCause() instanceof FnosAuthenticationException) {
                    // It would not be sent again anyway.
                    throw e;
                }
                spec.commandLine().getErr().println(Sentence.of(e));
                spec.commandLine().getErr().flush();
            }
            if (!sync.isStopped()) {
                // A number alone is seconds.
                wishes.await(TimeUtils.toDuration(every.matches("\\d+") ? every + "s" : every));
            }
        }
        return exitCode;
    }

    /** Set in code and not as camel.component.fnos.password, where Camel would look up what stands in double braces. */
    private FnosComponent component(NasLogin login) {
        FnosComponent component = new FnosComponent();
        FnosConfiguration configuration = component.getConfiguration();
        if (every != null) {
            // A NAS that is away now is a matter of the first run, not of the program.
            configuration.setStartupFailure(StartupFailure.reconnect);
        }
        component.setOptions(options);
        configuration.setHost(login.host());
        configuration.setPort(login.port());
        configuration.setUsername(login.username());
        configuration.setPassword(login.password());
        return component;
    }

    /** What went wrong, as one sentence for a person. */
    protected static String sentence(Throwable failure) {
        return Sentence.of(failure);
    }

    /** Where it says what it does. */
    protected PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Under another locale Java reads names outside ASCII as question marks, and cannot find their files again. */
    private void warnOfLocale() {
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Names outside ASCII cannot be read under this locale and will be missing; set LC_ALL=C.UTF-8.");
            err.flush();
        }
    }
}
