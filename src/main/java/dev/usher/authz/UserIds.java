package dev.usher.authz;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * User ids of token subjects. A subject that is a valid id is the user's id. Any other subject gets a derived id:
 * {@code u-} and the first 160 bits of its SHA-256 in lower-case base32hex (RFC 4648, section 7). A subject in the form
 * of a derived id gets a derived one, too, so that no subject can take the id of another one. Stateless.
 */
public final class UserIds {
    /** Pattern of an id in the contract. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");

    private static final String PREFIX = "u-";
    private static final int HASH_OCTETS = 20;
    private static final int DIGITS = 32;
    private static final Pattern DERIVED = Pattern.compile(PREFIX + "[0-9a-v]{" + DIGITS + "}");

    private UserIds() {}

    /** Whether a text has the form of an id. Ids of events have the same form. */
    public static boolean isValid(String text) {
        return ID.matcher(text).matches();
    }

    /** @param subject not empty, without unpaired surrogates */
    public static String of(String subject) {
        return isValid(subject) && !DERIVED.matcher(subject).matches() ? subject : derived(subject);
    }

    private static String derived(String subject) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            var digits = new BigInteger(1, Arrays.copyOf(hash, HASH_OCTETS)).toString(DIGITS);
            return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
