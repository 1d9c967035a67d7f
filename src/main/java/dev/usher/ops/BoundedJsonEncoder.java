package dev.usher.ops;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.usher.service.CurrentTrace;
import io.vertx.core.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * JSON encoder whose lines are flat: each fact of a message, {@code name={}}, and each key-value pair is a member with
 * its type. Bounds the stack traces of a line, so that an error that a client can cause over and over fills no log: 32
 * frames for each throwable, and none once the line has 16 KiB. Thread-safe.
 */
public final class BoundedJsonEncoder extends JsonEncoder {
    private static final int MAX_FRAMES = 32;
    private static final int MAX_LINE = 16 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("([A-Za-z]*=?)\\{}");

    /** Writes the time as ISO-8601 text. */
    @Override
    protected void appenderMemberWithLongValue(StringBuilder line, String name, long value) {
        if (name.equals(TIMESTAMP_ATTR_NAME)) {
            appenderMember(line, name, Instant.ofEpochMilli(value).toString());
        } else {
            super.appenderMemberWithLongValue(line, name, value);
        }
    }

    @Override
    protected void appendKeyValuePairs(StringBuilder line, ILoggingEvent event) {
        var values = event.getArgumentArray();
        var placeholders = PLACEHOLDER.matcher(String.valueOf(event.getMessage()));
        for (int i = 0; values != null && i < values.length && placeholders.find(); i++) {
            var name = placeholders.group(1);
            if (name.endsWith("=")) {
                append(line, name.substring(0, name.length() - 1), values[i]);
            }
        }
        var pairs = Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of());
        pairs.forEach(pair -> append(line, pair.key, pair.value));
        var trace = CurrentTrace.id();
        if (trace != null && pairs.stream().noneMatch(pair -> pair.key.equals(CurrentTrace.NAME))) {
            append(line, CurrentTrace.NAME, trace);
        }
    }

    private static void append(StringBuilder line, String name, Object value) {
        boolean plain = value == null || value instanceof Number || value instanceof Boolean;
        var text = String.valueOf(value);
        line.append(VALUE_SEPARATOR).append(Json.encode(name)).append(':').append(plain ? text : Json.encode(text));
    }

    @Override
    protected void appendSTEPArray(StringBuilder line, StackTraceElementProxy[] frames, int commonFrames) {
        int own = Math.max(0, frames.length - commonFrames);
        int kept = line.length() > MAX_LINE ? 0 : Math.min(own, MAX_FRAMES);
        super.appendSTEPArray(line, Arrays.copyOf(frames, kept), 0);
    }
}
