package io.github.camelfnos.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: lists a NAS folder with all that is below it into a table of a database. */
@Command(name = "ListingToDatabase", sortOptions = false, usageHelpAutoWidth = true, description = {
    "Lists a folder of an fnOS NAS with all that is below it, and writes one row per entry into a database.",
    "",
    "Without --host it simulates a NAS over a directory of this machine and talks to it as it would to a real one.",
    ""},
    footerHeading = "%nEnvironment:%n",
    footer = {
        "  FNOS_PASSWORD      Password of the NAS user, needed with --host.",
        "",
        "Exit codes: 0 done (folders that could not be listed are named at the end), 1 failed, 2 wrong options."})
public final class ListingToDatabase implements Callable<Integer> {

    private static final String PASSWORD_VARIABLE = "FNOS_PASSWORD";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Source source = new Source();

    @Option(names = "--path", paramLabel = "PATH",
            description = "Folder on the NAS to start with, such as vol1/1000/Photos; by default the user's root.")
    private String path;

    @Option(names = "--database", paramLabel = "FILE", defaultValue = "fnos-listing",
            description = "H2 database file, without its ending .mv.db (default: ${DEFAULT-VALUE}). "
                    + "Its table 'listing' is emptied first, so that it describes the last run and nothing else.")
    private Path database;

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

    ListingToDatabase(Map<String, String> environment) {
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
        return new CommandLine(new ListingToDatabase(environment))
                // As with most programs the last one wins; Maven's profile puts its own --database first.
                .setOverwrittenOptionsAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println(Sentence.of(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws Exception {
        if (source.nas == null) {
            listDirectory();
        } else {
            listNas(source.nas);
        }
        return CommandLine.ExitCode.OK;
    }

    private void listDirectory() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        warnOfLocale();
        try (ListingDatabase target = ListingDatabase.open(database);
                LocalNas nas = new LocalNas(source.root)) {
            out.println("Listing " + source.root.toRealPath() + " through a simulated NAS at " + nas.login());
            Report report = list(nas.login(), target);
            report.unreadable(nas);
            report.howToLook(target);
        }
    }

    private void listNas(RealNas nas) throws Exception {
        if (nas.port < 1 || nas.port > 65_535) {
            throw new ParameterException(spec.commandLine(), "The port must be from 1 to 65535.");
        }
        NasLogin login = new NasLogin(nas.host, nas.port, nas.username, password());
        try (ListingDatabase target = ListingDatabase.open(database)) {
            spec.commandLine().getOut().println("Listing the NAS at " + login);
            list(login, target).howToLook(target);
        }
    }

    private String password() {
        String password = environment.get(PASSWORD_VARIABLE);
        if (password == null || password.isEmpty()) {
            throw new IllegalStateException("The environment variable " + PASSWORD_VARIABLE
                    + " is missing; it holds the password of the NAS user.");
        }
        return password;
    }

    private Report list(NasLogin login, ListingDatabase target) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.flush();
        FolderQueue folders = new FolderQueue(Folder.start(path));
        Progress progress = new Progress(folders, out, System.console() != null);
        long begin = System.nanoTime();
        SkippedFolders skipped;
        try {
            skipped = new Listing(login, target.dataSource()).run(folders, progress);
        } finally {
            progress.end();
        }
        Report report = new Report(out);
        report.table(target, Duration.ofNanos(System.nanoTime() - begin));
        report.skipped(skipped);
        return report;
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
