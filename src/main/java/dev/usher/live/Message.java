package dev.usher.live;

import dev.usher.events.Event;
import dev.usher.registrations.RegistrationChange;
import dev.usher.registrations.Turn;
import java.util.List;

/**
 * One version of an event, told to who watches it.
 *
 * @param event as it stands at this version
 * @param snapshot whether versions may be missing before it, so that only the event itself says what has changed
 * @param amended whether the turn changed anything that the organizer says
 * @param changes what the turn changed for users; empty in a snapshot
 */
public record Message(Event event, boolean snapshot, boolean amended, List<RegistrationChange> changes) {
    private static final int USUAL_OCTETS = 160;
    private static final int OCTETS_OF_A_CHANGE = 64;
    private static final int OCTETS_OF_AN_EVENT = 2_048;

    public Message {
        changes = List.copyOf(changes);
    }

    static Message snapshot(Event event) {
        return new Message(event, true, false, List.of());
    }

    static Message of(Turn turn) {
        var logged = turn.logged();
        return new Message(turn.after(), false, logged.details().isPresent(), logged.changes());
    }

    public long version() {
        return event.version();
    }

    /** About how long it is once it is written. */
    int octets() {
        return USUAL_OCTETS + changes.size() * OCTETS_OF_A_CHANGE + (snapshot || amended ? OCTETS_OF_AN_EVENT : 0);
    }
}
