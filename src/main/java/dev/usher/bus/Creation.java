package dev.usher.bus;

/**
 * What a create came to.
 *
 * @param row the row as it stands now
 * @param repeated false when this request made the row, true when an earlier one with the same idempotency key did
 */
public record Creation<T>(T row, boolean repeated) {

    /**
     * Outcome of a request that met a row under its id.
     *
     * @param key the request's, or null
     * @param storedKey the row's, or null
     * @param taken the reason for a row that another request made
     */
    public static <T> Outcome<Creation<T>> met(T row, RequestKey key, String storedKey, Reason taken) {
        return switch (key == null ? RequestKey.Match.NONE : key.match(storedKey)) {
            case SAME -> Outcome.done(new Creation<>(row, true));
            case OTHER_BODY -> Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED);
            case NONE -> Outcome.refused(taken);
        };
    }
}
