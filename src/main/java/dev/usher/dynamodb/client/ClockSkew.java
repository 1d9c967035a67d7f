package dev.usher.dynamodb.client;

import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this machine's clock with that of DynamoDB, by the {@code Date} of its responses. A header is true for some
 * moment between the request and its response, to the second: only what is beyond that counts as skew, so that a slow
 * call is none. Thread-safe.
 */
final class ClockSkew {
    /** More than the seconds of a header, and the second for which a server may keep it. */
    private static final long TOLERATED_MILLIS = 2_000;

    private static final long UNUSABLE_MILLIS = 30_000;
    private static final long HEADER_MILLIS = TimeUnit.SECONDS.toMillis(1) - 1;
    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final CallListener listener;
    private final LogLimiter limiter;
    private volatile long lastMillis;

    ClockSkew(CallListener listener, LogLimiter limiter) {
        this.listener = listener;
        this.limiter = limiter;
    }

    /**
     * Takes note of one response. A date that cannot be read is ignored.
     *
     * @param date of the response, as in RFC 9110
     * @param sentMillis when the request was sent, by this machine's clock since 1970
     * @param receivedMillis when the response arrived, by the same clock
     */
    void observe(String date, long sentMillis, long receivedMillis) {
        long store;
        try {
            store = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))
                    .toEpochMilli();
        } catch (DateTimeException unreadable) {
            return;
        }
        long ahead = Math.max(0, sentMillis - store - HEADER_MILLIS);
        long behind = Math.max(0, store - receivedMillis);
        long skew = ahead > 0 ? ahead : -behind;
        boolean tolerated = Math.abs(skew) <= TOLERATED_MILLIS;
        lastMillis = tolerated ? 0 : skew;
        listener.clock(TimeUnit.MILLISECONDS.toNanos(lastMillis));
        if (!tolerated && limiter.permits("clock")) {
            LOG.warn("the clock differs from DynamoDB's: {}", text(skew));
        }
    }

    /** Fails while the clock is too wrong for moments that people see and rules are judged by. */
    Future<Void> check() {
        long skew = lastMillis;
        return Math.abs(skew) <= UNUSABLE_MILLIS
                ? Future.succeededFuture()
                : Future.failedFuture(
                        new UnavailableException("the clock differs from DynamoDB's: " + text(skew), null));
    }

    private static String text(long skew) {
        return "it is " + Math.abs(skew) / TimeUnit.SECONDS.toMillis(1) + " s " + (skew > 0 ? "ahead" : "behind");
    }
}
