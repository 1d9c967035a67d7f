package dev.usher.dynamodb;

/** Is told how the calls to DynamoDB end. Called on the SDK's threads: must not block, and must not fail. */
public interface CallWatch {
    /** Looks away. */
    CallWatch NONE = (operation, result, nanos) -> {};

    /** How a call ended. */
    enum Result {
        OK,
        /** A condition did not hold. */
        REFUTED,
        /** Another transaction was under way on the same row. */
        CONFLICT,
        THROTTLED,
        /** Timed out, cut off, or a fault on DynamoDB's side. */
        UNAVAILABLE,
        CREDENTIALS,
        /** DynamoDB will never take this request. */
        REJECTED
    }

    /**
     * @param operation as DynamoDB calls it
     * @param nanos with all the tries that the SDK made by itself
     */
    void ended(String operation, Result result, long nanos);
}
