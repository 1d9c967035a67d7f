package dev.usher.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sets what is logged, package by package, over what {@code logback.xml} says. */
public final class LogLevels {
    private LogLevels() {}

    /** @param levels the level of each package or class, in capitals */
    public static void set(Map<String, String> levels) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            levels.forEach((name, level) -> loggers.getLogger(name).setLevel(Level.valueOf(level)));
        }
    }
}
