package dev.usher.repair;

import dev.usher.registrations.Departures;
import dev.usher.registrations.Line.Place;
import dev.usher.registrations.Registration;
import dev.usher.users.User;
import java.util.List;
import java.util.Optional;

/** One change that a repair makes beside the event's own row. */
public sealed interface Correction {

    /** How many actions of a transaction it takes. */
    int cost();

    /**
     * The waitlist's row of a ticket becomes what it has to be.
     *
     * @param before as stored; empty where the ticket has no row
     */
    record Entry(Optional<Place> before, Place after) implements Correction {
        @Override
        public int cost() {
            return 1;
        }

        @Override
        public String toString() {
            var text = "Waitlist: ticket " + after.ticket() + ": ";
            if (after.left()) {
                return text + (before.isEmpty() ? "write a row without a user" : "mark " + after.userId() + " as left");
            }
            return text + "write the row of " + after.userId();
        }
    }

    /** A registration that waits without a ticket of its own gets one, and a row in the waitlist. */
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
     * The tickets of one row of {@link Departures} that count as departed become those that do not wait.
     *
     * @param tickets above the floor
     */
    record Departed(long row, List<Long> tickets) implements Correction {
        @Override
        public int cost() {
            return 1;
        }

        @Override
        public String toString() {
            long first = row * Departures.TICKETS_A_ROW + 1;
            return "Waitlist: count " + tickets.size() + " departures of tickets " + first + " to "
                    + (first + Departures.TICKETS_A_ROW - 1);
        }
    }

    /** A user who has a registration and no row gets one again. The name is lost: the id takes its place. */
    record MissingUser(User user) implements Correction {
        @Override
        public int cost() {
            return 1;
        }

        @Override
        public String toString() {
            return "Users: write " + user.userId() + ", with the id as the name";
        }
    }
}
