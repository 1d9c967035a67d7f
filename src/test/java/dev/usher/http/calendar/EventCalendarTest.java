package dev.usher.http.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.component.VEvent;
import biweekly.property.Status;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.registrations.UserRegistration;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Timestamp;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars as another implementation reads them. */
class EventCalendarTest {
    private static final Instant START = Instant.parse("2027-03-01T19:00:00Z");
    private static final Instant CREATED = Instant.parse("2026-11-22T09:30:00Z");

    @Test
    void entryHasTheDetailsOfTheEvent() {
        var calendar = read(EventCalendar.of(event("jazz", "Jazz night", "The cellar", "Ten players", START)));
        assertThat(calendar.getVersion()).isEqualTo(ICalVersion.V2_0);
        assertThat(calendar.validate(ICalVersion.V2_0)).isEmpty();
        var entry = calendar.getEvents().get(0);
        assertThat(entry.getUid().getValue()).isEqualTo("jazz@usher");
        assertThat(entry.getSequence().getValue()).isEqualTo(7);
        assertThat(entry.getSummary().getValue()).isEqualTo("Jazz night");
        assertThat(entry.getLocation().getValue()).isEqualTo("The cellar");
        assertThat(entry.getDescription().getValue()).isEqualTo("Ten players");
        assertThat(entry.getDateStart().getValue().toInstant()).isEqualTo(START);
        assertThat(entry.getDateEnd().getValue().toInstant()).isEqualTo(START.plusSeconds(5_400));
        assertThat(entry.getDateTimeStamp().getValue().toInstant()).isEqualTo(CREATED);
        assertThat(entry.getStatus()).isEqualTo(Status.confirmed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;b,c\\d:e\"f",
                "two\nlines\n\nand a\ttab",
                "\\n is no line break",
                "BEGIN:VEVENT\nEND:VCALENDAR",
                "x",
                "A text of ASCII that is much longer than a line of seventy-five octets, and therefore folded twice, here.",
                "Kölner Straße, größter Saal für Würfelspiele und Bücher aller Art, äöüÄÖÜß und noch mehr davon",
                "🎷🎺🥁🎻🎸🎹🪗🪕🎷🎺🥁🎻🎸🎹🪗🪕🎷🎺🥁🎻🎸🎹🪗🪕",
                "日本語の説明はとても長いので、一行に収まらず、折り返されなければなりません。"
            })
    void textsArriveAsTheyAre(String text) {
        var written = EventCalendar.of(event("jazz", "Jazz", text.replace("\n", " "), text, START));
        var entry = read(written).getEvents().get(0);
        assertThat(entry.getDescription().getValue()).isEqualTo(text);
        assertThat(entry.getLocation().getValue()).isEqualTo(text.replace("\n", " "));
        var lines = written.toString().split("\r\n");
        assertThat(lines).allSatisfy(line -> assertThat(line.getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(75));
        assertThat(written.toString()).endsWith("END:VCALENDAR\r\n").doesNotContain("\uFFFD");
    }

    /** Descriptions may contain them; some readers end a line at a carriage return alone. */
    @Test
    void noLineBreakOfATextEndsALine() {
        var text = "one\r\ntwo\rEND:VEVENT\r\rthree\n";
        var written = EventCalendar.of(event("jazz", "Jazz", null, text, START));
        assertThat(written.toString().replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(read(written).getEvents().get(0).getDescription().getValue())
                .isEqualTo("one\ntwo\nEND:VEVENT\n\nthree\n");
    }

    @Test
    void userHasAnEntryForEachEventWithAStart() {
        var entries = read(EventCalendar.of(List.of(
                        listed(event("seat", "Seat", null, null, START), false),
                        listed(event("none", "None", null, null, null), false),
                        listed(event("line", "Line", null, null, START), true),
                        listed(cancelled(event("off", "Off", null, null, START)), true))))
                .getEvents();
        assertThat(entries.stream().map(entry -> entry.getUid().getValue()))
                .containsExactly("seat@usher", "line@usher", "off@usher");
        assertThat(entries.stream().map(VEvent::getStatus))
                .containsExactly(Status.confirmed(), Status.tentative(), Status.cancelled());
        assertThat(entries.get(0).getDescription()).isNull();
    }

    private static biweekly.ICalendar read(Buffer written) {
        return Biweekly.parse(written.toString(StandardCharsets.UTF_8)).first();
    }

    private static UserRegistration listed(Event event, boolean waits) {
        var status = waits ? Registration.Status.WAITLISTED : Registration.Status.REGISTERED;
        var row = new Registration(event.eventId(), "ada", status, Timestamp.of(CREATED), 1L, null, null);
        return new UserRegistration(event, new RegistrationView(row, waits ? 1 : 0));
    }

    private static Event cancelled(Event event) {
        return event.amended(event.terms(), Event.Status.CANCELLED, 9);
    }

    private static Event event(String id, String name, String location, String description, Instant start) {
        return new Event(
                id,
                new EventDetails(name, 5, true)
                        .with(EventField.DESCRIPTION, description)
                        .with(EventField.LOCATION, location)
                        .with(EventField.STARTS_AT, start)
                        .with(EventField.ENDS_AT, start == null ? null : start.plusSeconds(5_400)),
                Event.Status.SCHEDULED,
                new Event.Counts(3, 0, 0, 0, 12),
                Timestamp.of(CREATED),
                null,
                null,
                7,
                0,
                false);
    }
}
