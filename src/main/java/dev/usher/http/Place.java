package dev.usher.http;

/**
 * One place of a request, and what is wrong there.
 *
 * @param in the part of the request
 * @param name the parameter's or header's name, a JSON Pointer in the body, or null for the part as a whole
 * @param message goes on where the place's name ends: "must be at least 1"
 */
record Place(In in, String name, String message) {
    enum In {
        PATH("path"),
        QUERY("query"),
        HEADER("header"),
        BODY("body");

        private final String text;

        In(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Place body(String pointer, String message) {
        return new Place(In.BODY, pointer, message);
    }
}
