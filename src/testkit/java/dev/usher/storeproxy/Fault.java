package dev.usher.storeproxy;

/** What may go wrong with one request. */
public enum Fault {
    NONE,
    /** Answered 500; the store never sees the request. */
    ERROR_500,
    /** Answered 500 after the store did the work. */
    ERROR_500_AFTER,
    /** Answered 503; the store never sees the request. */
    ERROR_503,
    /** The connection is reset; the store never sees the request. */
    RESET,
    /** The connection is reset after the store did the work. */
    LOST_REPLY,
    /** The request reaches the store only after the stall, when its sender may have given up long ago. */
    STALL,
    /** The store does the work at once, the reply comes only after the stall. */
    STALL_REPLY,
    /** Answered with AccessDeniedException, as without the right; the store never sees the request. */
    DENIED,
    /** Answered with ThrottlingException; the store never sees the request. */
    THROTTLED
}
