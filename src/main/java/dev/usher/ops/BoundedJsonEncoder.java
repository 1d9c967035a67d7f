package dev.usher.ops;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;

/**
 * JSON encoder that bounds the stack traces of a line, so that an error that a client can cause over and over fills no
 * log: 32 frames for each throwable, and none once the line has 16 KiB. Thread-safe.
 */
public final class BoundedJsonEncoder extends JsonEncoder {
    private static final int MAX_FRAMES = 32;
    private static final int MAX_LINE = 16 * 1024;

    @Override
    protected void appendSTEPArray(StringBuilder line, StackTraceElementProxy[] frames, int commonFrames) {
        int own = Math.max(0, frames.length - commonFrames);
        int kept = line.length() > MAX_LINE ? 0 : Math.min(own, MAX_FRAMES);
        super.appendSTEPArray(line, Arrays.copyOf(frames, kept), 0);
    }
}
