package dev.usher.http.response;

/** Listener for answered requests. Called on the event loops: must not block, and must not fail. */
public interface RequestListener {
    /** No-op. */
    RequestListener NONE = (operation, status, outcome, nanos) -> {};

    /**
     * @param operation the operationId of the contract, or {@code none} without an operation
     * @param outcome {@code ok}, or the code of the problem
     * @param nanos from the arrival of the headers to the last byte of the answer, or to the first byte of a stream
     */
    void answered(String operation, int status, String outcome, long nanos);

    /** @param more number of streams opened; negative when they have ended */
    default void streams(int more) {}
}
