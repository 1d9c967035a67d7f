package dev.usher.contract.json;

/**
 * Thrown for a body that {@link StrictJsonParser} rejects. Has the JSON Pointer of the error, never a piece of the
 * body.
 */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    MalformedJsonException(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }
}
