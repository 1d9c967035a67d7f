package dev.usher.registrations;

import dev.usher.events.Event;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * End of a page of a waitlist: its last ticket, and the number of waiting entries up to it at a version of the event.
 * The position saves the next page a count while the event is at that version. The client returns it unverified: a
 * forged one only makes wrong positions in that client's own page.
 *
 * @param position 0 where it is unknown: in a cursor of an older version, or at the start
 */
public record WaitlistCursor(long ticket, int position, long version) {
    private static final Pattern TEXT =
            Pattern.compile("([1-9][0-9]{0,17})(?:\\.([1-9][0-9]{0,8})\\.([1-9][0-9]{0,17}))?");
    static final WaitlistCursor START = new WaitlistCursor(0, 0, 0);

    /** Parses a cursor; empty unless {@link #text} could have made it. */
    public static Optional<WaitlistCursor> of(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long ticket = Long.parseLong(parts.group(1));
        return Optional.of(
                parts.group(2) == null
                        ? new WaitlistCursor(ticket, 0, 0)
                        : new WaitlistCursor(ticket, Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
    }

    String text() {
        return position == 0 ? Long.toString(ticket) : ticket + "." + position + "." + version;
    }

    /** Whether the position is valid at this version of the event. */
    boolean countedAt(Event event) {
        return position > 0 && version == event.version();
    }
}
