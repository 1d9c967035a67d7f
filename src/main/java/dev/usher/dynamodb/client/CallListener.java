package dev.usher.dynamodb.client;

/** Is told how the calls to DynamoDB end. Called on the SDK's threads: must not block, and must not fail. */
public interface CallListener {
    /** Looks away. */
    CallListener NONE = (operation, result, nanos) -> {};

    /** How a call ended. */
    enum Result {
        OK,
        /** A condition did not hold. */
        REFUTED,
        /** Another transaction was under way on the same row, or the same one still is. */
        CONFLICT,
        THROTTLED,
        /** Timed out, cut off, or a fault on DynamoDB's side. */
        UNAVAILABLE,
        /** The credentials have expired, or the clock is wrong. */
        CREDENTIALS,
        /** AWS does not allow the call. */
        DENIED,
        /** DynamoDB will never take this request. */
        REJECTED
    }

    /** Work that will make a call on another thread, as part of what the caller is part of. */
    default Runnable carried(Runnable work) {
        return work;
    }

    /** On the thread that makes the call. What it returns is handed to {@link #ends}. */
    default Object begins(String operation) {
        return null;
    }

    /** The end of what {@link #begins} began. */
    default void ends(Object begun, Result result) {}

    /**
     * A response showed by how much this machine's clock differs from DynamoDB's. On any thread.
     *
     * @param skewNanos positive when this machine's clock is ahead; 0 for a difference of up to two seconds
     */
    default void clock(long skewNanos) {}

    /** A row was skipped, since it cannot be read. On any thread. */
    default void unreadable(String table) {}

    /**
     * @param operation as DynamoDB calls it
     * @param nanos with all the tries that the SDK made by itself
     */
    void ended(String operation, Result result, long nanos);
}
