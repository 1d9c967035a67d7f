package dev.usher.dynamodb;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.service.Timestamp;
import dev.usher.users.User;

/** Sample records for tests. */
public final class Rows {
    public static final Timestamp NOW = new Timestamp("2026-03-01T10:15:30.123Z");
    private static final Timestamp LATER = new Timestamp("2026-03-01T10:15:35.123Z");

    private Rows() {}

    public static User user(String userId) {
        return new User(userId, "Name of " + userId, NOW, null);
    }

    public static Event event(String eventId, int capacity, Event.Counts counts) {
        return new Event(eventId, "Concert", capacity, true, counts, NOW, null);
    }

    public static Event event(String eventId, int capacity) {
        return event(eventId, capacity, Event.Counts.NEW);
    }

    public static Event with(Event event, int taken, int waiting, long lastTicket, long floor) {
        var counts = new Event.Counts(taken, waiting, lastTicket, floor, event.version() + 1);
        return new Event(
                        event.eventId(),
                        event.name(),
                        event.capacity(),
                        event.hasWaitlist(),
                        counts,
                        event.createdAt(),
                        event.requestKey())
                .indexedAt(NOW.moment());
    }

    public static Registration seated(String eventId, String userId) {
        return new Registration(eventId, userId, Registration.Status.REGISTERED, NOW, null, null, null);
    }

    public static Registration waiting(String eventId, String userId, long ticket) {
        return new Registration(eventId, userId, Registration.Status.WAITLISTED, NOW, ticket, null, "key-" + userId);
    }

    public static Registration promoted(Registration row) {
        return new Registration(
                row.eventId(),
                row.userId(),
                Registration.Status.REGISTERED,
                row.registeredAt(),
                row.ticket(),
                LATER,
                row.requestKey());
    }
}
