package dev.usher.service;

/**
 * Thrown when the store denied access. The call had no effect, and is denied again until an operator grants the right.
 * Logged where it is detected; a service that fails with it is answered as an unexpected error.
 */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeniedException(String message, Throwable cause) {
        super(message, cause);
    }
}
