package dev.usher.repair.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Optional;

/**
 * One transaction of a repair.
 *
 * @param before the event as stored: its version is the condition; empty where the event has no row
 * @param after the event afterwards, at a version above every row of its change log
 */
public record RepairTurn(Optional<Event> before, Event after, List<Correction> corrections, Timestamp at) {
    public RepairTurn {
        corrections = List.copyOf(corrections);
    }

    /**
     * Returns the turn as a row of the change log: with all details but no changes, since the log cannot express rows
     * that others wrote or deleted.
     */
    public LoggedTurn logged() {
        var details = LoggedTurn.Details.of(after, null);
        return new LoggedTurn(after.eventId(), at, after.counts(), List.of(), Optional.of(details));
    }
}
