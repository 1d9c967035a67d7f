package dev.usher.feed;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.Turn;
import dev.usher.service.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * An update for watchers of an event: one version, or a range of versions whose changes are unknown.
 *
 * @param event at this version; after a gap its details may be newer
 * @param kind the kind of update
 * @param first the first version of a gap; otherwise the version itself
 * @param at the moment of the turn, or null for anything but changes
 * @param details the organizer's part of the event if the turn changed it, as the change log has it; otherwise null
 * @param changes of users, in their order; empty for anything but changes
 */
public record EventUpdate(
        Event event,
        Kind kind,
        long first,
        Timestamp at,
        LoggedTurn.Details details,
        List<RegistrationChange> changes) {
    private static final int DEFAULT_OCTETS = 200;
    private static final int OCTETS_OF_A_CHANGE = 64;
    private static final int OCTETS_OF_AN_EVENT = 2_048;

    /** The kind of an update. */
    public enum Kind {
        /** The current event; versions before it may have been skipped. */
        SNAPSHOT,
        /** One version. */
        CHANGES,
        /** Versions that the change log does not contain. */
        GAP
    }

    public EventUpdate {
        changes = List.copyOf(changes);
    }

    static EventUpdate snapshot(Event event) {
        return new EventUpdate(event, Kind.SNAPSHOT, event.version(), null, null, List.of());
    }

    static EventUpdate of(Turn turn) {
        return of(turn.after(), turn.logged());
    }

    /** @param event after the turn */
    private static EventUpdate of(Event event, LoggedTurn turn) {
        return new EventUpdate(
                event, Kind.CHANGES, turn.version(), turn.at(), turn.details().orElse(null), turn.changes());
    }

    /** @param event supplies what the log does not contain */
    public static EventUpdate gap(Event event, LogPage.Gap gap) {
        var last = event.counts().at(gap.last(), null);
        return new EventUpdate(event.with(last), Kind.GAP, gap.first(), null, null, List.of());
    }

    /** Returns consecutive versions, given the event before the first of them. */
    public static List<EventUpdate> of(Event before, List<LoggedTurn> turns) {
        var messages = new ArrayList<EventUpdate>();
        var event = before;
        for (var turn : turns) {
            event = turn.after(event);
            messages.add(of(event, turn));
        }
        return messages;
    }

    /** @param event as it was read with the page */
    static List<EventUpdate> of(Event event, LogPage page) {
        if (page instanceof LogPage.Gap gap) {
            return List.of(gap(event, gap));
        }
        return page instanceof LogPage.Turns next ? of(event, next.turns()) : List.of();
    }

    public long version() {
        return event.version();
    }

    /** Whether the turn changed the organizer's part of the event. */
    public boolean amended() {
        return details != null;
    }

    public boolean isSnapshot() {
        return kind == Kind.SNAPSHOT;
    }

    /** Estimated length of the encoded message; a change of the description has it twice. */
    int octets() {
        var description = event.terms().description();
        int described = OCTETS_OF_AN_EVENT + (description == null ? 0 : 2 * description.length());
        return DEFAULT_OCTETS + changes.size() * OCTETS_OF_A_CHANGE + (isSnapshot() || amended() ? described : 0);
    }
}
