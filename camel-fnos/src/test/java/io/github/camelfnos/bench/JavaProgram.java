package io.github.camelfnos.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the benchmark in a JVM of its own. */
final class JavaProgram implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    JavaProgram(List<String> options, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that it prints. */
    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("a program of the benchmark ended early; what it says stands above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
