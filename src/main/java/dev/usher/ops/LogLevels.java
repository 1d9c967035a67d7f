package dev.usher.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sets the log levels of packages and classes, which override {@code logback.xml}. */
public final class LogLevels {
    private LogLevels() {}

    /** @param levels the level of each package or class, in capitals */
    public static void set(Map<String, String> levels) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            levels.forEach((name, level) -> loggers.getLogger(name).setLevel(Level.valueOf(level)));
        }
    }
}
