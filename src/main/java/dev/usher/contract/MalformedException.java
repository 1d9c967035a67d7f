package dev.usher.contract;

/** Thrown for a body that {@link StrictJson} rejects. Has the JSON Pointer of the error, never a piece of the body. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    MalformedException(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    String pointer() {
        return pointer;
    }
}
