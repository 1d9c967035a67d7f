package dev.usher.contract;

/**
 * Invalid place of a request, and the error there.
 *
 * @param in the part of the request
 * @param name the parameter's or header's name, a JSON Pointer in the body, or null for the part as a whole
 * @param message the predicate of a sentence whose subject is the place's name: "must be at least 1"
 */
public record ValidationError(In in, String name, String message) {
    /** Part of a request. */
    public enum In {
        PATH("path"),
        QUERY("query"),
        HEADER("header"),
        BODY("body");

        private final String text;

        In(String text) {
            this.text = text;
        }

        /** Returns the name in a response. */
        public String text() {
            return text;
        }
    }

    /** @param pointer a JSON Pointer, empty for the body as a whole */
    public static ValidationError body(String pointer, String message) {
        return new ValidationError(In.BODY, pointer, message);
    }
}
