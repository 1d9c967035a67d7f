package dev.usher.access;

import java.util.Arrays;

/** Why somebody may do something. An admin may do everything, and needs none of these. */
public enum Grant {
    /** Whoever calls may. */
    EVERYBODY("everybody"),
    /** It is about the caller. */
    SELF("self"),
    /** The caller makes events. */
    ORGANIZER("organizer"),
    /** The caller makes events, and it is about one of those. */
    OWNER("owner");

    private final String text;

    Grant(String text) {
        this.text = text;
    }

    /** As the contract names it. */
    public String text() {
        return text;
    }

    /** Fails when there is none of that name. */
    public static Grant of(String text) {
        return Arrays.stream(values())
                .filter(grant -> grant.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody is granted anything by " + text));
    }
}
