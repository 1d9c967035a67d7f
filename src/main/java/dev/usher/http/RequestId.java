package dev.usher.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** The name under which a request is found in logs: the caller's own, or one that is made here. */
final class RequestId {
    static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

    private static final int LONGEST = 64;
    private static final AtomicLong MADE = new AtomicLong();
    /** Keeps the processes apart. */
    private static final String PROCESS = HexFormat.of().toHexDigits(new SecureRandom().nextInt()) + "-";

    private RequestId() {}

    /** The caller's, if it is 1 to 64 of {@code A-Z a-z 0-9 . _ ~ -}: nothing else reaches a log or an answer. */
    static String of(HttpServerRequest request) {
        var given = request.getHeader(HEADER);
        return given != null && allowed(given) ? given : PROCESS + Long.toString(MADE.incrementAndGet(), 36);
    }

    private static boolean allowed(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
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
