package io.github.camelfnos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Keeps what our packages log, at TRACE, from its making until it is closed. */
public final class CapturedLog implements AutoCloseable {

    private static final String PACKAGES = "io.github.camelfnos";

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Memory memory = new Memory();
    private final String name;

    public CapturedLog() {
        this(PACKAGES);
    }

    /** @param name of the logger that is kept instead */
    CapturedLog(String name) {
        this.name = name;
        memory.start();
        Configuration configuration = context.getConfiguration();
        LoggerConfig logger = new LoggerConfig(name, Level.TRACE, false);
        logger.addAppender(memory, Level.TRACE, null);
        configuration.addLogger(name, logger);
        context.updateLoggers();
    }

    /** The messages of one level. */
    public List<String> messages(Level level) {
        return memory.events.stream().filter(event -> event.getLevel() == level)
                .map(event -> event.getMessage().getFormattedMessage()).toList();
    }

    /** All of it as a log file would hold it: level, thread, logger, message and the stack traces. */
    public List<String> lines() {
        PatternLayout layout = PatternLayout.newBuilder().withPattern("%p [%t] %c - %m%n%throwable").build();
        return memory.events.stream().map(layout::toSerializable).toList();
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(name);
        context.updateLoggers();
        memory.stop();
    }

    private static final class Memory extends AbstractAppender {

        private final List<LogEvent> events = new CopyOnWriteArrayList<>();

        Memory() {
            super("captured", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            events.add(event.toImmutable());
        }
    }
}
