package io.github.camelfnos.examples.listingsync;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import picocli.CommandLine;

/** What a run of a program left behind. */
public record ProgramRun(int exitCode, String out, String err) {

    private static final int SECONDS = 120;

    /** Runs ListingSync in this JVM. */
    static ProgramRun here(Map<String, String> environment, String... args) {
        return here(ListingSync.commandLine(new ListingSync(environment)), args);
    }

    /** Runs a program in this JVM. */
    public static ProgramRun here(CommandLine program, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
        return new ProgramRun(exitCode, out.toString(), err.toString());
    }

    /** Runs it in a JVM of its own, as a user does. */
    static ProgramRun asProgram(Path folder, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        List<String> command = command(ListingSync.class, List.of());
        command.addAll(List.of(args));
        File out = Files.createTempFile(folder, "out", ".txt").toFile();
        File err = Files.createTempFile(folder, "err", ".txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The program did not end in time");
        }
        return new ProgramRun(process.exitValue(), Files.readString(out.toPath(), StandardCharsets.UTF_8),
                Files.readString(err.toPath(), StandardCharsets.UTF_8));
    }

    /**
     * Runs it in a JVM of its own with options of that JVM, for as long as it takes, and gives what it has printed, and as a last line
     * {@code resident}, the most megabytes that the process had in memory.
     */
    static ProgramRun withOptions(List<String> options, Map<String, String> environment, String... args) throws IOException, InterruptedException {
        List<String> command = command(ListingSync.class, options);
        command.remove("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        StringBuilder out = new StringBuilder();
        long resident = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.append(line).append('\n');
                resident = Math.max(resident, mostResident(process));
            }
        }
        return new ProgramRun(process.waitFor(), out.append("resident ").append(resident).append('\n').toString(), "");
    }

    /** As Linux knows it; 0 when the process has just ended. */
    private static long mostResident(Process process) throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).sum();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Starts ListingSync in a JVM of its own, and leaves it there; what it prints goes to a file. */
    static Process start(Path out, Map<String, String> environment, String... args) throws IOException {
        return start(ListingSync.class, out, environment, args);
    }

    /** Starts a program in a JVM of its own, and leaves it there; what it prints goes to a file. */
    public static Process start(Class<?> program, Path out, Map<String, String> environment, String... args) throws IOException {
        List<String> command = command(program, List.of());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static List<String> command(Class<?> program, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Maven's phase test puts all test classes of the component on the class path, their logging too.
                "-Dlog4j2.configurationFile=classpath:log4j2.properties", "-Dlisting-sync.redelivery-delay=20",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), program.getName()));
        return command;
    }

    /** The number that the summary gives. */
    public long counted(String name) {
        return out.lines().filter(line -> line.startsWith(name + " ")).reduce((first, last) -> last)
                .map(line -> line.substring(name.length()).strip().split(" ")[0].replace(",", ""))
                .map(Long::parseLong).orElseThrow(() -> new AssertionError("no " + name + " in " + out + err));
    }

    /** Surefire may hand the class path to its JVM in other ways than java.class.path. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
