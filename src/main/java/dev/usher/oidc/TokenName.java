package dev.usher.oidc;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a caller's name, for a user that is created implicitly: the first claim that has one, without the characters
 * that the contract does not allow in names. Stateless.
 */
final class TokenName {
    /** Standard claims of OpenID Connect, and the one of Cognito's access tokens. */
    private static final List<String> CLAIMS = List.of("name", "preferred_username", "nickname", "username");

    private static final int MAX_CHARACTERS = 200;

    private TokenName() {}

    /** Returns empty if no claim has a name with a letter or a digit. */
    static Optional<String> of(JsonObject claims) {
        return CLAIMS.stream()
                .flatMap(claim -> claims.getValue(claim) instanceof String text ? Stream.of(cleaned(text)) : null)
                .filter(name -> name.codePoints().anyMatch(Character::isLetterOrDigit))
                .findFirst();
    }

    private static String cleaned(String text) {
        var name = text.codePoints()
                .filter(TokenName::isAllowed)
                .limit(MAX_CHARACTERS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return name.toString().strip();
    }

    private static boolean isAllowed(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT ->
                character < 0x202A || character > 0x202E && character < 0x2066 || character > 0x2069;
            default -> true;
        };
    }
}
