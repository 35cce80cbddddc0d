package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a program of the tests in a JVM of its own. */
final class JavaProcess {

    private JavaProcess() {
    }

    /**
     * @param options of the JVM
     * @param errors  the file that standard error goes to
     */
    static Process start(List<String> options, Class<?> program, Path errors, String... arguments) throws IOException {
        return new ProcessBuilder(command(options, program, arguments)).redirectError(errors.toFile()).start();
    }

    static List<String> command(List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
