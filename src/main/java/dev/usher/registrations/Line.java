package dev.usher.registrations;

import java.util.List;

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

    /** @param left whether the user left the line; the row stays so that the line has no gap */
    public record Place(long ticket, String userId, boolean left) {}
}
