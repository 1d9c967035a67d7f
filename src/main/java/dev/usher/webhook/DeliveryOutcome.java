package dev.usher.webhook;

/** How one attempt to deliver a message ended. */
public enum DeliveryOutcome {
    /** The endpoint answered 2xx. */
    DELIVERED,
    /** The endpoint answered with another status than those below. */
    REJECTED,
    /** The endpoint answered 3xx. Redirects are not followed. */
    REDIRECTED,
    /** The endpoint asked for fewer requests: 429, or {@code Retry-After} with 502, 503 or 504. */
    THROTTLED,
    /** The endpoint wants no more messages: 410. */
    GONE,
    /** The endpoint did not answer in time. */
    TIMEOUT,
    /** There was no connection, no valid certificate, or no complete response. */
    UNREACHABLE;

    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int CLIENT_ERROR = 400;

    static DeliveryOutcome of(int status) {
        return switch (status) {
            case 410 -> GONE;
            case 429 -> THROTTLED;
            default ->
                status >= OK && status < REDIRECTION
                        ? DELIVERED
                        : status >= REDIRECTION && status < CLIENT_ERROR ? REDIRECTED : REJECTED;
        };
    }
}
