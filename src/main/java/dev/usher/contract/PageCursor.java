package dev.usher.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opaque cursor of a page: the text after which the next page starts, as base64url without padding. */
public final class PageCursor {
    /** {@code format} of a cursor in the contract. */
    static final String FORMAT = "cursor";

    /** An id, also behind another part. */
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,95}");

    private PageCursor() {}

    /** @param after id of the last item on the page, or another text of the same characters, up to 96 of them */
    public static String encode(String after) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(after.getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty unless {@link #encode} returns this cursor for some text */
    static Optional<String> decode(String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            var after = new String(bytes, StandardCharsets.US_ASCII);
            return TEXT.matcher(after).matches() && encode(after).equals(cursor)
                    ? Optional.of(after)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
