package dev.usher.registrations;

/**
 * How much one turn may carry.
 *
 * @param changes accepted changes at most
 * @param writes whether the event's row is written even if no change is accepted, so that an earlier request whose
 *     outcome is unknown can no longer happen
 */
record Limits(int changes, boolean writes) {
    /** A transaction takes 100 actions, and one of them is the event's row. */
    static final int ACTIONS = 99;

    /** What promotions that are owed may fill a turn up to; a change takes two actions at most. */
    int actions() {
        return Math.min(ACTIONS, 2 * changes);
    }
}
