package dev.usher.events;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * End of a page of events by start. The client returns it unverified: a forged one only makes the page start elsewhere.
 *
 * @param startsAt start of the last event, to the millisecond, or null
 * @param eventId id of the last event
 */
public record EventListCursor(Instant startsAt, String eventId) {
    private static final String NO_START = "none";
    private static final Pattern TEXT =
            Pattern.compile("(" + NO_START + "|[0-9]{1,15})\\.([A-Za-z0-9][A-Za-z0-9._~-]{0,63})");

    /** Parses a cursor; empty unless {@link #text} could have made it. */
    public static Optional<EventListCursor> of(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var start = parts.group(1);
        return Optional.of(new EventListCursor(
                start.equals(NO_START) ? null : Instant.ofEpochMilli(Long.parseLong(start)), parts.group(2)));
    }

    public String text() {
        return (startsAt == null ? NO_START : Long.toString(startsAt.toEpochMilli())) + "." + eventId;
    }
}
