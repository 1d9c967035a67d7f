package dev.usher.http;

import io.vertx.core.json.JsonArray;
import java.util.stream.Collectors;

/** What a broken keyword of a schema asks for, in words that go on where the name of a place ends. */
final class Wording {
    private Wording() {}

    /** @param asked the keyword's value in the schema */
    static String of(String keyword, Object asked) {
        return switch (keyword) {
            case "type" -> "must be " + ("integer".equals(asked) ? "a whole number" : "of the type " + asked);
            case "required" -> "is missing";
            case "additionalProperties" -> "is not known";
            case "minimum" -> "must be at least " + asked;
            case "maximum" -> "must be at most " + asked;
            case "minLength" -> "must have at least " + asked + " characters";
            case "maxLength" -> "must have at most " + asked + " characters";
            case "pattern" -> "has a character that is not allowed there";
            case "enum" -> "must be one of " + listed((JsonArray) asked);
            default -> "is not as the contract says (" + keyword + ")";
        };
    }

    private static String listed(JsonArray values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
