package dev.usher.access;

/** What a token may allow beyond what every user may do. The settings map values of tokens to scopes. */
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
