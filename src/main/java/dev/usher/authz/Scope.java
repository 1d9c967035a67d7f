package dev.usher.authz;

/** Permission that a token can grant in addition to those of every user. Settings map claim values to scopes. */
public enum Scope {
    /** Permits creating events, and managing those that the caller owns. */
    EVENTS("organizer"),
    /** Permits everything. */
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** Returns the name in the API. */
    public String text() {
        return text;
    }
}
