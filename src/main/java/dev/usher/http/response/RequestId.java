package dev.usher.http.response;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Id of a request in logs: the one that the caller sent, or a generated one. */
public final class RequestId {
    public static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

    private static final int MAX = 64;
    private static final AtomicLong MADE = new AtomicLong();
    /** Distinguishes processes. */
    private static final String PROCESS = HexFormat.of().toHexDigits(new SecureRandom().nextInt()) + "-";

    private RequestId() {}

    /**
     * Returns the caller's id if it is 1 to 64 of {@code A-Z a-z 0-9 . _ ~ -}, else a generated one: nothing else
     * reaches a log or a response.
     */
    static String of(HttpServerRequest request) {
        var given = request.getHeader(HEADER);
        return given != null && allowed(given) ? given : PROCESS + Long.toString(MADE.incrementAndGet(), 36);
    }

    private static boolean allowed(String id) {
        if (id.isEmpty() || id.length() > MAX) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '.' && c != '_' && c != '~' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
