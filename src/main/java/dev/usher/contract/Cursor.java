package dev.usher.contract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The opaque mark of a page: the id after which to go on, as base64url without padding. */
public final class Cursor {
    /** The {@code format} by which the contract marks a cursor. */
    static final String FORMAT = "cursor";

    private Cursor() {}

    /** @param id of the last one on the page */
    public static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty unless {@link #encode} could have made it */
    static Optional<String> decode(String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            var id = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return encode(id).equals(cursor) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
