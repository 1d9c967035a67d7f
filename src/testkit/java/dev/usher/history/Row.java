package dev.usher.history;

/**
 * Row of a user at an event.
 *
 * @param ticket 0 when the row has none
 * @param promotedAt null if the user was not promoted
 * @param key the Idempotency-Key of the request that made it, or null
 */
public record Row(String userId, boolean seated, long ticket, String promotedAt, String registeredAt, String key) {

    boolean waits() {
        return !seated;
    }

    Row promoted(String at) {
        return new Row(userId, true, ticket, at, registeredAt, key);
    }

    private boolean sameStay(Row other) {
        return other != null && registeredAt.equals(other.registeredAt) && other.ticket == ticket;
    }

    /** Whether a stay of the user begins: a promotion continues one. */
    static boolean begins(Change<Row> change) {
        return !change.disappears() && !change.after().sameStay(change.before());
    }

    static boolean ends(Change<Row> change) {
        return !change.appears() && !change.before().sameStay(change.after());
    }

    static String user(Change<Row> change) {
        return (change.appears() ? change.after() : change.before()).userId();
    }
}
