package dev.usher.storeproxy;

/** Fault of a single request. */
public enum Fault {
    NONE,
    /** Answered 500; not forwarded to the store. */
    ERROR_500,
    /** Answered 500 after the store executed the request. */
    ERROR_500_AFTER,
    /** Answered 503; not forwarded to the store. */
    ERROR_503,
    /** The connection is reset; not forwarded to the store. */
    RESET,
    /** The connection is reset after the store executed the request. */
    LOST_REPLY,
    /** The request reaches the store only after the stall, when its sender may have given up long ago. */
    STALL,
    /** The store executes the request at once; the reply is delayed by the stall. */
    STALL_REPLY,
    /** Answered with AccessDeniedException, as without the permission; not forwarded to the store. */
    DENIED,
    /** Answered with ThrottlingException; not forwarded to the store. */
    THROTTLED
}
