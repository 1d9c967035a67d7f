package dev.usher.registrations;

import java.util.List;

/**
 * The front of an event's line as one read found it.
 *
 * @param places in ticket order, from the floor on, those marked left included
 * @param complete whether the read went to the line's end
 */
public record Line(List<Place> places, boolean complete) {
    public Line {
        places = List.copyOf(places);
    }

    /** @param left whether the user left the line; the row stays so that the line has no gap */
    public record Place(long ticket, String userId, boolean left) {}
}
