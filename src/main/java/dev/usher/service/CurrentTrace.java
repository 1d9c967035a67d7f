package dev.usher.service;

import java.util.function.Supplier;

/** Id of the current trace, for the log. Without tracing there is none. Thread-safe. */
public final class CurrentTrace {
    /** Member of a log line. */
    public static final String NAME = "traceId";

    private static volatile Supplier<String> source = () -> null;

    private CurrentTrace() {}

    /** @param ids returns the id of the trace that the calling thread works for, or null */
    public static void readFrom(Supplier<String> ids) {
        source = ids;
    }

    /** Returns the id of the trace that the calling thread works for, or null. */
    public static String id() {
        return source.get();
    }
}
