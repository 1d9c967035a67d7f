package dev.usher.dynamodb.client;

/** Listener for calls to DynamoDB and how they end. Called on the SDK's threads: must not block or throw. */
public interface CallListener {
    /** No-op. */
    CallListener NONE = (operation, result, nanos) -> {};

    /** How a call ended. */
    enum Result {
        OK,
        /** A condition check failed. */
        CONDITION_FAILED,
        /** Another transaction on the same row, or an earlier try of this one, was still in progress. */
        CONFLICT,
        THROTTLED,
        /** Timed out, cancelled, or failed in the network or with a 5xx status. */
        UNAVAILABLE,
        /** The credentials have expired, or the clock is wrong. */
        CREDENTIALS,
        /** AWS does not allow the call. */
        DENIED,
        /** Invalid request: DynamoDB will never accept it. */
        REJECTED
    }

    /** Wraps work that makes a call on another thread, so that it keeps the caller's tracing context. */
    default Runnable carried(Runnable work) {
        return work;
    }

    /** Called on the thread that makes the call. The result is passed to {@link #ends}. */
    default Object begins(String operation) {
        return null;
    }

    /** Called when the call ends, with the object that {@link #begins} returned. */
    default void ends(Object begun, Result result) {}

    /**
     * Called for each response with the difference between this machine's clock and DynamoDB's. On any thread.
     *
     * @param skewNanos positive when this machine's clock is ahead; 0 for a difference of up to two seconds
     */
    default void clock(long skewNanos) {}

    /** Called when an unreadable row was skipped. On any thread. */
    default void unreadable(String table) {}

    /**
     * Called when a call has ended.
     *
     * @param operation DynamoDB's name of it
     * @param nanos duration, including the SDK's own retries
     */
    void ended(String operation, Result result, long nanos);
}
