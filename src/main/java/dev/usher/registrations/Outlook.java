package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a plan has to know before it can be made, and whether what was read fits together. Pure, as the plan is. */
final class Outlook {
    private static final int MOST_ROWS = 1_000;

    private Outlook() {}

    /** What has to be read for these changes, if anything: all of it at once. */
    static Optional<Planned> of(Situation situation, List<? extends Change<?>> changes, Limits limits) {
        var event = situation.event();
        boolean full =
                !event.hasWaitlist() && event.freeSeats() <= event.counts().waitlistCount();
        Set<String> users = new HashSet<>();
        long seats = event.freeSeats();
        int acceptable = 0;
        for (var change : changes) {
            if (acceptable == limits.changes() || users.size() == MOST_ROWS) {
                break;
            }
            var row = change.fold(r -> full ? r.userId() : null, Unregister::userId, r -> null);
            if (row != null && !situation.rows().containsKey(row)) {
                users.add(row);
            }
            seats += change.fold(r -> 0, u -> 1, r -> added(event, r));
            acceptable += change.fold(r -> full ? 0 : 1, u -> 1, r -> 1);
        }
        int waiting = situation.line().isPresent() ? 0 : inLine(event, seats);
        return users.isEmpty() && waiting == 0 ? Optional.empty() : Optional.of(new Planned.Needs(users, waiting));
    }

    private static int added(Event event, Resize resize) {
        return resize.capacity() == null ? 0 : Math.max(0, resize.capacity() - event.capacity());
    }

    private static int inLine(Event event, long seats) {
        return (int) Math.min(Math.min(seats, Limits.ACTIONS), event.counts().waitlistCount());
    }

    /**
     * Another node's commit may be half visible to reads that are no snapshot.
     *
     * @throws StaleException when the line does not fit the event, or a row does not fit its place
     */
    static void check(Situation situation) {
        var line = situation.line().orElse(null);
        if (line == null) {
            return;
        }
        var counts = situation.event().counts();
        long ticket = counts.lineFloor();
        int waiting = 0;
        for (var place : line.places()) {
            if (place.ticket() != ++ticket) {
                throw new StaleException("the line has a gap before ticket " + place.ticket());
            }
            if (!place.left()) {
                waiting++;
                checkRow(situation, place);
            }
        }
        if (ticket > counts.lastTicket()) {
            throw new StaleException("the line goes on behind the last ticket");
        }
        boolean fits = line.complete()
                ? waiting == counts.waitlistCount() && ticket == counts.lastTicket()
                : waiting <= counts.waitlistCount();
        if (!fits) {
            throw new StaleException("the line is not as long as the event says");
        }
    }

    private static void checkRow(Situation situation, Line.Place place) {
        var row = situation.rows().get(place.userId());
        boolean fits = row == null
                || row.filter(r -> r.waits() && r.ticket() == place.ticket()).isPresent();
        if (!fits) {
            throw new StaleException("ticket " + place.ticket() + " waits, its registration does not");
        }
    }
}
