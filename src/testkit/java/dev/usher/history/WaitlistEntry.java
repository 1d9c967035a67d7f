package dev.usher.history;

/** Waitlist entry: a row of the table Waitlist. */
public record WaitlistEntry(long ticket, String userId, boolean left) {
    /** In place of a user who left. */
    static final String NO_USER = "-";
}
