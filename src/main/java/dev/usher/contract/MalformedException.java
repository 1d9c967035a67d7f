package dev.usher.contract;

/** A body that is not JSON as this server takes it. Carries its place; never a piece of the body. */
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
