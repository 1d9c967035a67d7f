package dev.usher.authz;

import java.util.Arrays;
import java.util.Locale;

/** Group of callers that an access rule admits. Admins are permitted everything and need no grant. */
public enum Grant {
    /** Every caller is permitted. */
    EVERYBODY,
    /** The request is about the caller. */
    SELF,
    /** The caller may create events. */
    ORGANIZER,
    /** The caller may create events and owns the event in question. */
    OWNER;

    /** Returns the name in the contract. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} if no grant has this name. */
    public static Grant of(String text) {
        return Arrays.stream(values())
                .filter(grant -> grant.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown grant: " + text));
    }
}
