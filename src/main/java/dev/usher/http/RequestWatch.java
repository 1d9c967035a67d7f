package dev.usher.http;

/** Is told of every request that was answered. Called on the event loops: must not block, and must not fail. */
public interface RequestWatch {
    /** Looks away. */
    RequestWatch NONE = (operation, status, outcome, nanos) -> {};

    /**
     * @param operation the operationId of the contract, or {@code none} for what is no operation
     * @param outcome {@code ok}, or the code of the problem
     * @param nanos from the arrival of the headers to the last byte of the answer, or of a stream to its first
     */
    void answered(String operation, int status, String outcome, long nanos);

    /** @param more how many streams have been opened; negative when they are over */
    default void streams(int more) {}
}
