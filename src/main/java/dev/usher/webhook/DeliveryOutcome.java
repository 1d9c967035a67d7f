package dev.usher.webhook;

/** How one attempt to deliver a message ended. */
public enum DeliveryOutcome {
    /** The endpoint answered 2xx. */
    DELIVERED,
    /** The endpoint does not accept this message: 4xx, except the statuses below. */
    REJECTED,
    /** The endpoint accepts no message now: 401, 403, 404, 405, 407, 408, 5xx, or a status without a meaning. */
    ENDPOINT_ERROR,
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

    static DeliveryOutcome of(int status) {
        return switch (status) {
            case 401, 403, 404, 405, 407, 408 -> ENDPOINT_ERROR;
            case 410 -> GONE;
            case 429 -> THROTTLED;
            default ->
                switch (status / 100) {
                    case 2 -> DELIVERED;
                    case 3 -> REDIRECTED;
                    case 4 -> REJECTED;
                    default -> ENDPOINT_ERROR;
                };
        };
    }
}
