package dev.usher.registrations;

import dev.usher.bus.Timestamp;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The front of an event's line as one read found it.
 *
 * @param departedUpTo whoever had a ticket above the floor and up to this one has left; 0 where nothing was passed over
 * @param places in ticket order, from the floor or from {@code departedUpTo} on, those marked left included
 * @param complete whether the read went to the line's end
 */
public record Line(long departedUpTo, List<Place> places, boolean complete) {
    /** Of a read that passed nobody over. */
    public Line(List<Place> places, boolean complete) {
        this(0, places, complete);
    }

    public Line {
        places = List.copyOf(places);
    }

    /**
     * @param left whether the user left the line; the row stays so that the line has no gap
     * @param registeredAt null where the row does not have it, as those of older versions
     */
    public record Place(long ticket, String userId, boolean left, Timestamp registeredAt) {
        public Place(long ticket, String userId, boolean left) {
            this(ticket, userId, left, null);
        }

        /** Whether it is the same entry in the same state, whatever time it has. */
        public boolean isLike(Place other) {
            return ticket == other.ticket && userId.equals(other.userId) && left == other.left;
        }
    }

    Stream<Place> waiting() {
        return places.stream().filter(place -> !place.left());
    }

    /** The last ticket of which the read says anything. */
    long lastTicket() {
        return places.isEmpty() ? departedUpTo : places.get(places.size() - 1).ticket();
    }

    /** The first ticket above the floor that is missing between others. */
    OptionalLong gap(long floor) {
        long ticket = Math.max(floor, departedUpTo);
        for (var place : places) {
            if (place.ticket() != ++ticket) {
                return OptionalLong.of(ticket);
            }
        }
        return OptionalLong.empty();
    }
}
