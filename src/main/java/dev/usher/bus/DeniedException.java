package dev.usher.bus;

/**
 * The store denied access. The call did nothing, and is denied again until an operator grants the right. Logged where
 * it is found out; a service that fails with it is answered as an unexpected error.
 */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeniedException(String message, Throwable cause) {
        super(message, cause);
    }
}
