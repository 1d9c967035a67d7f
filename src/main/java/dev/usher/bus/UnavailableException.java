package dev.usher.bus;

/**
 * The store did not confirm in time: throttled, timed out, unreachable or failing. Whether a write took place is
 * unknown. A service that fails with it is answered as {@link Reason#BUSY}.
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
