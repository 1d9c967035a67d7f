package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which version of an event stood when, and what who joined had which place: what answers are held against. */
final class Timeline {
    private static final class Version {
        private final Event event;
        private final boolean full;
        private long seen = Long.MAX_VALUE;

        Version(Event event, boolean full) {
            this.event = event;
            this.full = full;
        }
    }

    private record Place(int atCommit, int most) {}

    private final ModelTables tables;
    private final List<Version> versions = new ArrayList<>();
    private final Map<Long, Place> places = new HashMap<>();
    private final Set<String> promoted = new HashSet<>();

    Timeline(ModelTables tables) {
        this.tables = tables;
        versions.add(new Version(tables.event, full(tables.event)));
        visible();
    }

    /** As changes fold one after the other, a turn may go through a full event from one that is not to another. */
    private static boolean fullWithin(Turn turn) {
        var before = turn.before();
        var after = turn.after();
        int seated = (int) turn.rows().stream()
                .filter(row -> row.after()
                        .map(stands -> !stands.waits())
                        .orElse(row.before().isEmpty()))
                .count();
        int seats = Math.min(before.capacity(), after.capacity());
        int free = seats - before.counts().currentRegistrations() - seated;
        return !(before.hasWaitlist() && after.hasWaitlist())
                && free <= before.counts().waitlistCount();
    }

    private static boolean full(Event event) {
        return !event.hasWaitlist() && event.freeSeats() <= event.counts().waitlistCount();
    }

    /** To be told of every turn at once, in commit order. */
    void committed(Turn turn) {
        versions.add(new Version(turn.after(), full(turn.after()) || fullWithin(turn)));
        int moved = turn.rows().size() + turn.line().size();
        int place = 0;
        for (var waiting : tables.waitingPlaces()) {
            place++;
            if (waiting.ticket() > turn.before().counts().lastTicket()) {
                places.put(waiting.ticket(), new Place(place, place + moved));
            }
        }
        turn.rows().stream()
                .filter(row ->
                        row.after().map(after -> after.promotedAt() != null).orElse(true))
                .forEach(row -> promoted.add(row.userId()));
    }

    /** The version that was committed last can be read from now on. */
    void visible() {
        var last = versions.get(versions.size() - 1);
        last.seen = System.nanoTime();
    }

    /** I8: at some moment since the request arrived every free seat was owed, and there was no line to join. */
    void assertWasFullSince(long arrived) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            var version = versions.get(i);
            if (version.full) {
                return;
            }
            if (version.seen < arrived) {
                break;
            }
        }
        throw new AssertionError("I8: the event was not full: "
                + versions.stream().map(version -> version.event.toString()).toList());
    }

    /** A place that was given is the one at the commit, or one that others of the same turn then made better. */
    void assertPlaceWasTrue(Standing given) {
        var place = places.get(given.registration().ticket());
        if (place != null && given.position() > 0) {
            assertThat(given.position()).as("place in line").isBetween(place.atCommit(), place.most());
        }
    }

    void assertWasPromoted(String user) {
        assertThat(promoted).as("promoted, or gone again").contains(user);
    }
}
