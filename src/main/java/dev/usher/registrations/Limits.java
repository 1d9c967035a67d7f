package dev.usher.registrations;

/**
 * How much one turn may carry.
 *
 * @param changes accepted changes at most
 * @param promotesOwed whether seats that are owed already are handed on beside the changes
 */
record Limits(int changes, boolean promotesOwed) {
    /** A transaction takes 100 actions; two of them are the event's row and its row in the change log. */
    static final int ACTIONS = 98;

    /** What promotions that are owed may fill a turn up to; a change takes two actions, seldom three. */
    int actions() {
        return Math.min(ACTIONS, 2 * changes);
    }
}
