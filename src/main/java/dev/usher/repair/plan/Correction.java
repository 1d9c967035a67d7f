package dev.usher.repair.plan;

import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.users.User;
import java.util.List;
import java.util.Optional;

/** One correction of a repair, beside the event's own row. */
public sealed interface Correction {

    /** The number of actions of a transaction that it takes. */
    default int cost() {
        return 1;
    }

    /**
     * Replaces the waitlist row of a ticket.
     *
     * @param before as stored; empty where the ticket has no row
     */
    record Entry(Optional<WaitlistPrefix.Entry> before, WaitlistPrefix.Entry after) implements Correction {
        @Override
        public String toString() {
            var text = "Waitlist: ticket " + after.ticket() + ": ";
            if (after.left()) {
                return text + (before.isEmpty() ? "write a row without a user" : "mark " + after.userId() + " as left");
            }
            return text + "write the row of " + after.userId();
        }
    }

    /** Gives a waiting registration that has no ticket of its own a new one, and a row in the waitlist. */
    record Ticket(Registration before, Registration after) implements Correction {
        @Override
        public int cost() {
            return 2;
        }

        @Override
        public String toString() {
            return "Registrations: " + before.userId() + ": ticket "
                    + (before.ticket() == null ? "none" : before.ticket()) + " -> " + after.ticket();
        }
    }

    /**
     * Sets the departures that one row of {@link Departures} counts to the tickets that do not wait.
     *
     * @param tickets above the floor
     */
    record Departed(long row, List<Long> tickets) implements Correction {
        @Override
        public String toString() {
            long first = row * Departures.TICKETS_A_ROW + 1;
            return "Waitlist: count " + tickets.size() + " departures of tickets " + first + " to "
                    + (first + Departures.TICKETS_A_ROW - 1);
        }
    }

    /** Restores the missing row of a registered user. The name is lost: the id takes its place. */
    record MissingUser(User user) implements Correction {
        @Override
        public String toString() {
            return "Users: write " + user.userId() + ", with the id as the name";
        }
    }
}
