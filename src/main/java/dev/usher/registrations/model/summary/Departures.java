package dev.usher.registrations.model.summary;

import java.util.BitSet;
import java.util.stream.LongStream;

/**
 * The counted tickets above the floor of a waitlist whose entries left. The turn in which a user leaves the waitlist
 * counts the ticket, and no turn reverts that: a ticket that left never waits again. A counted ticket is therefore
 * correct whenever it is read. A missing ticket proves nothing, since replicas from before these counts write none.
 * Immutable.
 */
public final class Departures {
    /** Number of tickets that share one stored row, which stays below 1 KB. */
    public static final int TICKETS_A_ROW = 4_000;

    private final long floor;
    private final BitSet left = new BitSet();

    /** @param tickets tickets that left; those at or below the floor are ignored */
    public Departures(long floor, LongStream tickets) {
        this.floor = floor;
        tickets.filter(ticket -> ticket > floor).forEach(ticket -> left.set(bit(ticket)));
    }

    /** Returns the number of the stored row that counts a ticket. */
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

    /** Returns how many tickets above the floor and up to {@code upTo} left. */
    public long count(long upTo) {
        return left.get(0, bit(Math.max(floor, upTo)) + 1).cardinality();
    }

    /** Returns the lowest ticket above the floor that did not leave. */
    public long firstWaiting() {
        return floor + left.nextClearBit(1);
    }
}
