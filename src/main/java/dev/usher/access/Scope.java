package dev.usher.access;

import java.util.Arrays;
import java.util.Optional;

/** What a token may allow beyond what everybody may do for themselves. */
public enum Scope {
    /** Makes events, and runs those that are its own. */
    EVENTS("usher:events"),
    /** Everything. */
    ADMIN("usher:admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As a token names it. */
    public String text() {
        return text;
    }

    /** Empty for a scope that says nothing here. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
