package dev.usher.contract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Opaque cursor of a page: the id after which the next page starts, as base64url without padding. */
public final class PageCursor {
    /** {@code format} of a cursor in the contract. */
    static final String FORMAT = "cursor";

    private PageCursor() {}

    /** @param id id of the last item on the page */
    public static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty unless {@link #encode} returns this text for some id */
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
