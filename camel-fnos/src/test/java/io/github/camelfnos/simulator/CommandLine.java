package io.github.camelfnos.simulator;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** The command line of the program: its options, or the wish to read about them. */
record CommandLine(SimulatorOptions options, boolean helpWanted) {

    static final String USAGE = """
            Usage: FnosSimulator [--host 127.0.0.1] [--port 5666] [--user admin] [--password admin]
                                 [--root DIR | --entries N] [--frame-size N] [--tls] [--push-every MS] [--idle-answers]

              --host ADDRESS    address to listen on (127.0.0.1)
              --port PORT       port to listen on (5666); 0 takes any free one
              --user NAME       name of the administrator (admin)
              --password TEXT   password of the administrator (admin)
              --root DIR        serve this directory read-only as vol1/1000
              --entries N       make up a root folder of N files, read-only
              --frame-size N    entries in one data frame of a listing (500)
              --tls             speak TLS with a self-signed certificate
              --push-every MS   push something every MS milliseconds, of each kind in turn
              --idle-answers    send a listing as one data frame without an end frame
              --help            show this text
            """;

    private static final int DEFAULT_PORT = 5666;

    static CommandLine parse(String... args) {
        SimulatorOptions options = SimulatorOptions.defaults().withPort(DEFAULT_PORT);
        boolean helpWanted = false;
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String option = words.next();
            switch (option) {
                case "--help" -> helpWanted = true;
                case "--tls" -> options = options.withTls(true);
                case "--idle-answers" -> options = options.withIdleAnswers(true);
                case "--host" -> options = options.withHost(value(option, words));
                case "--port" -> options = options.withPort((int) number(option, words, 65535));
                case "--user" -> options = options.withUser(value(option, words));
                case "--password" -> options = options.withPassword(value(option, words));
                case "--root" -> options = options.withRoot(directory(option, words));
                case "--entries" -> options = options.withEntries((int) number(option, words, Integer.MAX_VALUE));
                case "--frame-size" -> options = options.withFrameSize((int) number(option, words, Integer.MAX_VALUE));
                case "--push-every" -> options = options.withPushEvery(number(option, words, Long.MAX_VALUE));
                default -> throw unknown(option);
            }
        }
        return new CommandLine(options, helpWanted);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("The option " + option + " needs a value.");
        }
        return words.next();
    }

    private static long number(String option, Iterator<String> words, long most) {
        String text = value(option, words);
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the same words as a number out of range.
        }
        throw new IllegalArgumentException(
                "The option " + option + " takes a whole number from 0 to " + most + ", not '" + text + "'.");
    }

    private static Path directory(String option, Iterator<String> words) {
        String text = value(option, words);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The option " + option + " takes a directory, not '" + text + "'.", e);
        }
    }

    private static IllegalArgumentException unknown(String word) {
        // A stray word may be the second half of a password that was not quoted.
        return new IllegalArgumentException(word.startsWith("--")
                ? "There is no option " + word + "." : "There is a word that is neither an option nor its value.");
    }
}
