package dev.usher.history;

/**
 * Row of a user at an event.
 *
 * @param ticket 0 when the row has none
 * @param promotedAt null if the user was not promoted
 * @param confirmBy when the seat lapses unless it is confirmed, or null
 * @param key the Idempotency-Key of the request that made it, or null
 */
public record Row(
        String userId,
        boolean seated,
        long ticket,
        String promotedAt,
        String registeredAt,
        String confirmBy,
        String key) {
    public Row(String userId, boolean seated, long ticket, String promotedAt, String registeredAt, String key) {
        this(userId, seated, ticket, promotedAt, registeredAt, null, key);
    }

    boolean waits() {
        return !seated;
    }

    /** @param by when the seat lapses unless it is confirmed, or null */
    Row promoted(String at, String by) {
        return new Row(userId, true, ticket, at, registeredAt, by, key);
    }

    Row confirmed() {
        return new Row(userId, seated, ticket, promotedAt, registeredAt, null, key);
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
