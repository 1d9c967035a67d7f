package dev.usher.registrations.plan;

/**
 * How much one turn may contain.
 *
 * @param changes maximum number of accepted changes
 * @param promotesOwed whether the turn also promotes onto seats that were already owed
 */
public record TurnLimits(int changes, boolean promotesOwed) {
    /** Maximum actions for rows: of a transaction's 100, one is the event's row and one its row in the change log. */
    public static final int ACTIONS = 98;

    /** Number of actions up to which owed promotions may fill a turn; a change takes two actions, seldom three. */
    public int actions() {
        return Math.min(ACTIONS, 2 * changes);
    }
}
