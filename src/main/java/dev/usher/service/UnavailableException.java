package dev.usher.service;

/**
 * Thrown when the store did not confirm in time: throttled, timed out, unreachable or failing. Whether a write took
 * place is unknown. A service that fails with it is answered as {@link RefusalReason#BUSY}.
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    public UnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private UnavailableException(String message, Throwable cause, boolean outage) {
        super(message, cause);
        this.outage = outage;
    }

    /** Returns an exception for a call that was not sent, since the store is known not to respond. */
    public static UnavailableException outage(String message) {
        return new UnavailableException(message, null, true);
    }

    /** Returns whether another attempt would fail at once, too. */
    public boolean outage() {
        return outage;
    }
}
