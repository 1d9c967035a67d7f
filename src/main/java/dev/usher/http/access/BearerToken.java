package dev.usher.http.access;

import java.util.List;

/** Reads bearer tokens of RFC 6750, from the {@code Authorization} header only. Stateless. */
final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /** Returns whether any of the headers uses the bearer scheme. */
    static boolean isIn(List<String> authorization) {
        return authorization.stream().anyMatch(BearerToken::isBearer);
    }

    /** Returns an empty text unless there is exactly one header, with a token. */
    static String token(List<String> authorization) {
        return authorization.size() == 1 && isBearer(authorization.get(0))
                ? authorization.get(0).substring(SCHEME.length()).strip()
                : "";
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
