package dev.usher.http.response;

import io.netty.handler.codec.DateFormatter;
import io.vertx.core.http.HttpHeaders;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/** Value of the {@code Date} header, formatted once a second. Thread-safe: threads may format the same second twice. */
final class HttpDate {
    private static volatile HttpDate last = new HttpDate(0);

    private final long second;
    private final CharSequence text;

    private HttpDate(long second) {
        this.second = second;
        this.text = HttpHeaders.createOptimized(DateFormatter.format(new Date(TimeUnit.SECONDS.toMillis(second))));
    }

    static CharSequence now() {
        long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        var known = last;
        if (known.second != now) {
            known = new HttpDate(now);
            last = known;
        }
        return known.text;
    }
}
