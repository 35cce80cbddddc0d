package io.github.camelfnos.examples.housekeeping;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.github.camelfnos.FnosComponent;
import io.github.camelfnos.FnosConfiguration;
import io.github.camelfnos.client.StartupFailure;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: moves old files of a NAS folder into an archive folder. */
@Command(name = "Housekeeping", sortOptions = false, usageHelpAutoWidth = true, description = {
    "Moves the files of an fnOS NAS folder that have not been changed for long into an archive folder, in the same folders below it.",
    "",
    "Without --host it does so on a simulated NAS with a few files.",
    ""},
    footerHeading = "%nEnvironment:%n",
    footer = {
        "  FNOS_PASSWORD       Password of the NAS user, needed with --host.",
        "",
        "Exit codes: 0 done, 1 given up, 2 wrong options, 3 done but for files that are named at the end."})
public final class Housekeeping implements Callable<Integer> {

    private static final int LEFT = 3;
    private static final String ROUTES = "classpath:housekeeping/housekeeping.camel.yaml,classpath:housekeeping/listing.camel.yaml";
    private static final String PASSWORD_VARIABLE = "FNOS_PASSWORD";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = false)
    private RealNas nas;

    @Option(names = "--folder", paramLabel = "PATH", description = "Folder to tidy up, such as vol1/1000/Inbox; needed with --host.")
    private String folder;

    @Option(names = "--archive", paramLabel = "PATH",
            description = "Folder that old files go to, such as vol1/1000/Archive; needed with --host. It is made if it is not there; the one it is in must be.")
    private String archive;

    @Option(names = "--older-than", paramLabel = "DAYS", defaultValue = "365", description = "Days without a change (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--flat", description = "Leave alone what lies in folders of the folder.")
    private boolean flat;

    @Option(names = "--dry-run", description = "Say what would be moved, and move nothing.")
    private boolean dryRun;

    @Option(names = "--every", paramLabel = "TIME", description = "Do it again each time this has passed, such as 24h, until the program is ended.")
    private String every;

    @Option(names = "--retries", paramLabel = "N", defaultValue = "5", description = "How often a busy NAS is asked again (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(names = "--retry-delay", paramLabel = "MS", defaultValue = "1000",
            description = "Milliseconds before that; doubled each time (default: ${DEFAULT-VALUE}).")
    private long retryDelay;

    @Option(names = "--fnos", paramLabel = "NAME=VALUE",
            description = "An option of the component, such as secure=true or requestTimeout=60s. May be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    /** The options of a real NAS. */
    private static final class RealNas {

        @Option(names = "--host", required = true, paramLabel = "HOST", description = "Name or address of a real NAS.")
        private String host;

        @Option(names = "--port", paramLabel = "PORT", defaultValue = "5666", description = "Its port (default: ${DEFAULT-VALUE}).")
        private int port;

        @Option(names = "--username", required = true, paramLabel = "NAME", description = "NAS user who logs in.")
        private String username;
    }

    Housekeeping(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        // The simulator's Netty can do without it; newer JVMs warn on the console when it is used.
        System.setProperty("io.netty.noUnsafe", "true");
        int exitCode = commandLine(System.getenv()).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Housekeeping(environment))
                .setParameterExceptionHandler((failure, parsed) -> {
                    PrintWriter err = failure.getCommandLine().getErr();
                    err.println(failure.getMessage());
                    err.println("All options are told by --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(Summary.sentence(root(failure)));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static Exception root(Exception failure) {
        Exception inner = failure;
        while ((inner instanceof CamelExecutionException || inner.getMessage() == null || !(inner instanceof io.github.camelfnos.FnosException))
                && inner.getCause() instanceof Exception cause) {
            inner = cause;
        }
        return inner;
    }

    @Override
    public Integer call() throws Exception {
        check();
        if (nas != null) {
            return keep(nas.host, nas.port, nas.username, password());
        }
        folder = folder == null ? DemoNas.FOLDER : folder;
        archive = archive == null ? DemoNas.ARCHIVE : archive;
        try (DemoNas demo = new DemoNas()) {
            return keep(demo.host(), demo.port(), DemoNas.USER, DemoNas.USER);
        }
    }

    private void check() {
        if (nas != null && (folder == null || archive == null)) {
            throw wrong("--host needs --folder and --archive.");
        }
        if (every != null && !every.matches("[1-9]\\d{0,8}(ms|s|m|h|d)?")) {
            throw wrong("--every must be a time such as 60s, 10m or 1h.");
        }
        // For Camel -1 retries are retries without end.
        if (days < 1 || retries < 0 || retryDelay < 0) {
            throw wrong("--older-than must be 1 or more, --retries and --retry-delay 0 or more.");
        }
        for (String login : List.of("host", "port", "username", "password")) {
            if (options.containsKey(login)) {
                throw wrong("--fnos does not take the " + login + ", which is told in another way.");
            }
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private String password() {
        String password = environment.get(PASSWORD_VARIABLE);
        if (password == null || password.isEmpty()) {
            throw new IllegalStateException("The environment variable " + PASSWORD_VARIABLE
                    + " is missing; it holds the password of the NAS user.");
        }
        return password;
    }

    private int keep(String host, int port, String username, String password) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Summary summary = new Summary(out, dryRun);
        Plan plan = new Plan(folder, archive, Duration.ofDays(days), Clock.systemUTC());
        FnosComponent component = new FnosComponent();
        FnosConfiguration configuration = component.getConfiguration();
        if (every != null) {
            // A NAS that is away now is a matter of the first run, not of the program.
            configuration.setStartupFailure(StartupFailure.reconnect);
        }
        component.setOptions(options);
        configuration.setHost(host);
        configuration.setPort(port);
        configuration.setUsername(username);
        // Set here and not as camel.component.fnos.password, where Camel would look up what stands in double braces.
        configuration.setPassword(password);
        Main main = new Main();
        // Whoever ends the program ends it at once: a move under way is the NAS's, and the next run finds out about it.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.configure().withRoutesIncludePattern(ROUTES);
        main.addOverrideProperty("housekeeping.recursive", String.valueOf(!flat));
        main.addOverrideProperty("housekeeping.dryRun", String.valueOf(dryRun));
        main.addOverrideProperty("housekeeping.every", every == null ? "1d" : every.matches("\\d+") ? every + "s" : every);
        main.addOverrideProperty("housekeeping.retries", String.valueOf(retries));
        main.addOverrideProperty("housekeeping.retryDelay", String.valueOf(retryDelay));
        main.bind("fnos", component);
        main.bind("plan", plan);
        main.bind("archive", new Archive(plan.archive()));
        main.bind("summary", summary);
        try {
            main.start();
            if (every != null) {
                main.getCamelContext().getRouteController().startRoute("every");
                new CountDownLatch(1).await();
            }
            try {
                main.getCamelTemplate().sendBody("direct:housekeeping", null);
            } finally {
                summary.print();
            }
        } finally {
            main.stop();
        }
        return summary.isSomethingLeft() ? LEFT : CommandLine.ExitCode.OK;
    }
}
