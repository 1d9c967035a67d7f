package dev.usher.registrations.model;

import dev.usher.service.Timestamp;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The front of an event's waitlist as of one read.
 *
 * @param departedUpTo every ticket above the floor and up to this one has left; 0 where no entry was skipped
 * @param entries entries in ticket order, from the floor or from {@code departedUpTo} on, including those marked left
 * @param complete whether the read reached the end of the waitlist
 */
public record WaitlistPrefix(long departedUpTo, List<Entry> entries, boolean complete) {
    /** Result of a read that skipped no entry. */
    public WaitlistPrefix(List<Entry> entries, boolean complete) {
        this(0, entries, complete);
    }

    public WaitlistPrefix {
        entries = List.copyOf(entries);
    }

    /**
     * One row of the waitlist, whose user waits or has left.
     *
     * @param userId {@link #NO_USER} in the row of a user who left; rows that older versions wrote still name the user
     * @param left whether the user left the waitlist; the row stays so that the tickets have no gap
     * @param registeredAt null in rows that older versions wrote
     */
    public record Entry(long ticket, String userId, boolean left, Timestamp registeredAt) {
        /** No valid user id. A row without one would be unreadable to replicas of older versions. */
        public static final String NO_USER = "-";

        public Entry(long ticket, String userId, boolean left) {
            this(ticket, userId, left, null);
        }

        /** Whether the other entry has the same ticket and mark, and waits for the same user; the time is ignored. */
        public boolean isLike(Entry other) {
            return ticket == other.ticket && left == other.left && (left || userId.equals(other.userId));
        }
    }

    public Stream<Entry> waiting() {
        return entries.stream().filter(entry -> !entry.left());
    }

    /** The last ticket that the read covers. */
    public long lastTicket() {
        return entries.isEmpty()
                ? departedUpTo
                : entries.get(entries.size() - 1).ticket();
    }

    /** The first ticket above the floor that is missing between others. */
    public OptionalLong gap(long floor) {
        long ticket = Math.max(floor, departedUpTo);
        for (var entry : entries) {
            if (entry.ticket() != ++ticket) {
                return OptionalLong.of(ticket);
            }
        }
        return OptionalLong.empty();
    }
}
