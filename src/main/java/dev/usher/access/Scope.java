package dev.usher.access;

/** Permissions that a token can grant in addition to those of every user. Settings map claim values to scopes. */
public enum Scope {
    /** Creates events, and runs those that the caller owns. */
    EVENTS("organizer"),
    /** Everything. */
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As the API names it. */
    public String text() {
        return text;
    }
}
