package io.github.camelfnos.examples;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine;

/** What a run of the program left behind. */
record ProgramRun(int exitCode, String out, String err) {

    private static final int SECONDS = 60;

    /** Runs it in this JVM. */
    static ProgramRun here(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ListingToDatabase.commandLine(environment)
                .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(args);
        return new ProgramRun(exitCode, out.toString(), err.toString());
    }

    /** Runs it in a JVM of its own, as a user does. */
    static ProgramRun asProgram(Path folder, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Maven's phase test puts all test classes of the component on the class path, their logging too.
                "-Dlog4j2.configurationFile=classpath:log4j2.properties",
                "-XX:TieredStopAtLevel=1", "-cp", classPath(), ListingToDatabase.class.getName()));
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

    /** Surefire may hand the class path to its JVM in other ways than java.class.path. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
