package dev.usher.http.calendar;

import dev.usher.events.Event;
import dev.usher.events.EventField;
import dev.usher.registrations.UserRegistration;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes events as iCalendar objects (RFC 5545). An event without a start has no calendar entry. Stateless. */
public final class EventCalendar {
    private static final String CONFIRMED = "CONFIRMED";
    private static final String TENTATIVE = "TENTATIVE";
    private static final String CANCELLED = "CANCELLED";
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private EventCalendar() {}

    public static boolean contains(Event event) {
        return event.terms().get(EventField.STARTS_AT) != null;
    }

    /** @param event with a start */
    public static Buffer of(Event event) {
        var lines = begin();
        entry(lines, event, CONFIRMED);
        return end(lines);
    }

    /** Writes the entries of a user; that of a waitlist entry is tentative. */
    public static Buffer of(List<UserRegistration> registrations) {
        var lines = begin();
        registrations.stream()
                .filter(listed -> contains(listed.event()))
                .forEach(listed -> entry(
                        lines, listed.event(), listed.view().registration().waits() ? TENTATIVE : CONFIRMED));
        return end(lines);
    }

    private static ContentLines begin() {
        return new ContentLines()
                .add("BEGIN", "VCALENDAR")
                .add("VERSION", "2.0")
                .add("PRODID", "-//Usher//Usher//EN");
    }

    /**
     * The stamp is the creation: the time of a later change is not stored, and the sequence grows with each of them.
     */
    private static void entry(ContentLines lines, Event event, String status) {
        var terms = event.terms();
        var endsAt = terms.get(EventField.ENDS_AT);
        lines.add("BEGIN", "VEVENT")
                .add("UID", event.eventId() + "@usher")
                .add("DTSTAMP", UTC.format(Instant.parse(event.createdAt().text())))
                .add("SEQUENCE", Long.toString(event.detailsVersion()))
                .add("DTSTART", UTC.format(terms.get(EventField.STARTS_AT)))
                .text("DTEND", endsAt == null ? null : UTC.format(endsAt))
                .text("SUMMARY", terms.name())
                .text("LOCATION", terms.get(EventField.LOCATION))
                .text("DESCRIPTION", terms.get(EventField.DESCRIPTION))
                .add("STATUS", event.cancelled() ? CANCELLED : status)
                .add("END", "VEVENT");
    }

    private static Buffer end(ContentLines lines) {
        return lines.add("END", "VCALENDAR").buffer();
    }
}
