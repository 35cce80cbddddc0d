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
        String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        String text = DATABASE_CODE.matcher(IDS.matcher(message).replaceAll("")).replaceAll("");
        String line = String.join(" ", text.strip().split("\\s*\\R\\s*"));
        return line.endsWith(".") ? line : line + ".";
    }

    private static boolean isTelling(Throwable cause) {
        return cause instanceof FnosException || cause instanceof ExchangeTimedOutException
                || cause instanceof SQLException || cause instanceof FileSystemException
                || cause instanceof UncheckedIOException;
    }
}
