package dev.usher.dynamodb.client;

import dev.usher.service.LogLimiter;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this machine's clock with DynamoDB's, using the {@code Date} header of responses. The header is exact to the
 * second and was set between request and response. Only a difference beyond that interval counts as skew, so a slow
 * call causes none. Thread-safe.
 */
final class ClockSkew {
    /** Covers the one-second resolution of the header and the second for which a server may cache it. */
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
     * Records one response. Ignores a date that cannot be parsed.
     *
     * @param date value of the {@code Date} header, as in RFC 9110
     * @param sentMillis when the request was sent, by this machine's clock, in milliseconds since 1970
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

    /** Fails while the skew exceeds 30 s: too much for timestamps in responses and for registration periods. */
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
