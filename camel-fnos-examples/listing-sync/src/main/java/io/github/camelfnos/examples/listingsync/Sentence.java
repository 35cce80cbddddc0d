package io.github.camelfnos.examples.listingsync;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.regex.Pattern;

import org.apache.camel.ExchangeTimedOutException;

import io.github.camelfnos.FnosException;

/** What went wrong, as one sentence for a person. */
final class Sentence {

    /** The ids serve those who read logs. */
    private static final Pattern IDS = Pattern.compile(" \\[reqid [^]]*]|\\.? Exchange\\[[^]]*]");
    private static final Pattern DATABASE_CODE = Pattern.compile(" \\[\\d+-\\d+]$");

    private Sentence() {
    }

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (!isTelling(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = DATABASE_CODE.matcher(IDS.matcher(message(cause)).replaceAll("")).replaceAll("");
        String line = String.join(" ", text.strip().split("\\s*\\R\\s*"));
        return line.endsWith(".") ? line : line + ".";
    }

    static String message(Throwable cause) {
        if (cause.getMessage() == null) {
            return cause.getClass().getName();
        }
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            // Its message is the path alone; what is wrong with it is in the name of the class.
            return cause.getClass().getSimpleName().replaceFirst("Exception$", "") + ": " + cause.getMessage();
        }
        return cause.getMessage();
    }

    private static boolean isTelling(Throwable cause) {
        return cause instanceof FnosException || cause instanceof ExchangeTimedOutException
                || cause instanceof SQLException || cause instanceof FileSystemException
                || cause instanceof UncheckedIOException;
    }
}
