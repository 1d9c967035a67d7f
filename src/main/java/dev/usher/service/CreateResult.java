package dev.usher.service;

/**
 * Result of a create.
 *
 * @param row the row as stored now
 * @param repeated false when this request made the row, true when an earlier one with the same idempotency key did
 */
public record CreateResult<T>(T row, boolean repeated) {

    /**
     * Returns the outcome of a request whose id is taken by a row.
     *
     * @param key the request's, or null
     * @param storedKey the row's, or null
     * @param taken the reason to refuse if another request made the row
     */
    public static <T> Outcome<CreateResult<T>> met(T row, RequestKey key, String storedKey, RefusalReason taken) {
        return switch (key == null ? RequestKey.Match.NONE : key.match(storedKey)) {
            case SAME -> Outcome.done(new CreateResult<>(row, true));
            case OTHER_BODY -> Outcome.refused(RefusalReason.IDEMPOTENCY_KEY_REUSED);
            case NONE -> Outcome.refused(taken);
        };
    }
}
