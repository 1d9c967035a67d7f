package dev.usher.authz;

import java.util.Arrays;

/** Ground on which a rule permits a caller. Admins are permitted everything and need no grant. */
public enum Grant {
    /** Every caller is permitted. */
    EVERYBODY("everybody"),
    /** The request is about the caller. */
    SELF("self"),
    /** The caller may create events. */
    ORGANIZER("organizer"),
    /** The caller may create events and owns the event in question. */
    OWNER("owner");

    private final String text;

    Grant(String text) {
        this.text = text;
    }

    /** Returns the name in the contract. */
    public String text() {
        return text;
    }

    /** Throws {@link IllegalArgumentException} if no grant has this name. */
    public static Grant of(String text) {
        return Arrays.stream(values())
                .filter(grant -> grant.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown grant: " + text));
    }
}
