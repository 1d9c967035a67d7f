package dev.usher.oidc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.regex.Pattern;

/** What can be seen of a token before its signature is checked. Stateless. */
final class TokenShape {
    private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+");

    private TokenShape() {}

    /**
     * Whether it is signed, by an algorithm that may sign here, with nothing in its header that would have to be
     * understood.
     */
    static boolean mayCount(String token) {
        if (!SIGNED.matcher(token).matches()) {
            return false;
        }
        try {
            var octets = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            var header = new JsonObject(Buffer.buffer(octets));
            return header.getValue("alg") instanceof String algorithm
                    && Keys.ALGORITHMS.contains(algorithm)
                    && !header.containsKey("crit");
        } catch (RuntimeException unreadable) {
            return false;
        }
    }
}
