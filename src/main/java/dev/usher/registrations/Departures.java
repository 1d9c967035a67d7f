package dev.usher.registrations;

import java.util.BitSet;
import java.util.stream.LongStream;

/**
 * The tickets above the floor of a waitlist whose entries left, as far as they are counted. The turn in which a user
 * leaves the waitlist counts the ticket, and no turn takes it back: a ticket that left never waits again. What is
 * counted is therefore true whenever it is read; a missing ticket proves nothing, since replicas from before these
 * counts leave none. Immutable.
 */
public final class Departures {
    /** Tickets that share one stored row, which stays below 1 KB. */
    public static final int TICKETS_A_ROW = 4_000;

    private final long floor;
    private final BitSet left = new BitSet();

    /** @param tickets those at or below the floor are left out */
    public Departures(long floor, LongStream tickets) {
        this.floor = floor;
        tickets.filter(ticket -> ticket > floor).forEach(ticket -> left.set(bit(ticket)));
    }

    /** The number of the stored row that counts a ticket. */
    public static long row(long ticket) {
        return (ticket - 1) / TICKETS_A_ROW;
    }

    private int bit(long ticket) {
        return Math.toIntExact(ticket - floor);
    }

    public LongStream tickets() {
        return left.stream().mapToLong(bit -> floor + bit);
    }

    public boolean has(long ticket) {
        return ticket > floor && left.get(bit(ticket));
    }

    /** How many of the tickets up to this one left. */
    public long count(long upTo) {
        return left.get(0, bit(Math.max(floor, upTo)) + 1).cardinality();
    }

    /** The lowest ticket above the floor that did not leave. */
    public long firstWaiting() {
        return floor + left.nextClearBit(1);
    }
}
