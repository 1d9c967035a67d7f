package dev.usher.http;

import java.util.List;

/** Bearer tokens as RFC 6750 has them in the {@code Authorization} header, and nowhere else. Stateless. */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** Whether somebody tries to say by a token who sends the request. */
    static boolean isIn(List<String> authorization) {
        return authorization.stream().anyMatch(Bearer::isBearer);
    }

    /** Empty unless there is one header, and it has a token. */
    static String token(List<String> authorization) {
        return authorization.size() == 1 && isBearer(authorization.get(0))
                ? authorization.get(0).substring(SCHEME.length()).strip()
                : "";
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
