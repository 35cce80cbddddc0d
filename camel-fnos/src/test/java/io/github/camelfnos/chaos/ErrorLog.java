package io.github.camelfnos.chaos;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.filter.RegexFilter;
import org.apache.logging.log4j.core.filter.ThresholdFilter;

/** Until it is closed, every error that our packages log is a violation, and their warnings of outages are not printed. */
public final class ErrorLog implements AutoCloseable {

    private static final String PACKAGES = "io.github.camelfnos";
    /** It logs a stack trace for each garbled frame. */
    private static final String WEBSOCKET_LIBRARY = "org.java_websocket";

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Appender appender;

    public ErrorLog(Tally violations) {
        this(violations, "");
    }

    /** @param expected a pattern of errors that are as they should be, and are not printed either */
    public ErrorLog(Tally violations, String expected) {
        appender = new Appender(violations);
        appender.start();
        LoggerConfig logger = new LoggerConfig(PACKAGES, Level.ERROR, true);
        logger.addAppender(appender, Level.ERROR, ThresholdFilter.createFilter(Level.ERROR, null, null));
        logger.addFilter(denial(expected));
        context.getConfiguration().addLogger(PACKAGES, logger);
        context.getConfiguration().addLogger(WEBSOCKET_LIBRARY, new LoggerConfig(WEBSOCKET_LIBRARY, Level.OFF, false));
        context.updateLoggers();
    }

    private static Filter denial(String expected) {
        try {
            return RegexFilter.createFilter(expected, null, false, Filter.Result.DENY, Filter.Result.NEUTRAL);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(PACKAGES);
        context.getConfiguration().removeLogger(WEBSOCKET_LIBRARY);
        context.updateLoggers();
        appender.stop();
    }

    private static final class Appender extends AbstractAppender {

        private final Tally violations;

        Appender(Tally violations) {
            super("errors", null, null, false, Property.EMPTY_ARRAY);
            this.violations = violations;
        }

        @Override
        public void append(LogEvent event) {
            violations.violation(new AssertionError("An error was logged: " + event.getMessage().getFormattedMessage(), event.getThrown()));
        }
    }
}
