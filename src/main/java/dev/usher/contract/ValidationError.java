package dev.usher.contract;

import java.util.Locale;

/**
 * Invalid part of a request, and the error there.
 *
 * @param in the part of the request
 * @param name the parameter's or header's name, a JSON Pointer in the body, or null for the part as a whole
 * @param message the predicate of a sentence whose subject is the part's name: "must be at least 1"
 */
public record ValidationError(In in, String name, String message) {
    /** Part of a request. */
    public enum In {
        PATH,
        QUERY,
        HEADER,
        BODY;

        /** Returns the name in a response. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param pointer a JSON Pointer, empty for the body as a whole */
    public static ValidationError body(String pointer, String message) {
        return new ValidationError(In.BODY, pointer, message);
    }
}
