package dev.usher.registrations;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of tickets whose waitlist entries left, one bit a ticket. The turn in which a person leaves the waitlist adds
 * the bit of the ticket, and no turn takes a bit away: a ticket that left never waits again. A bit is therefore true
 * whenever it is read; a missing bit proves nothing, since replicas from before this counter leave none. Immutable.
 */
public final class Departures {
    /** Tickets of one word. A word has 31 decimal digits at most, of the 38 that DynamoDB adds exactly. */
    public static final int TICKETS_A_WORD = 100;
    /** Tickets whose words share one stored row, which stays below 1 KB. */
    public static final int TICKETS_A_ROW = 4_000;

    public static final Departures NONE = new Departures(new TreeMap<>());

    private static final BigInteger FULL_WORD =
            BigInteger.ONE.shiftLeft(TICKETS_A_WORD).subtract(BigInteger.ONE);

    private final NavigableMap<Long, BigInteger> words;

    private Departures(NavigableMap<Long, BigInteger> words) {
        this.words = words;
    }

    /** @param words by their number: word n has the bits of the tickets from 100 n + 1 to 100 n + 100 */
    public static Departures ofWords(Map<Long, BigInteger> words) {
        return new Departures(new TreeMap<>(words));
    }

    public static Departures of(Collection<Long> tickets) {
        var words = new TreeMap<Long, BigInteger>();
        tickets.forEach(ticket -> words.merge(word(ticket), BigInteger.ZERO.setBit(bit(ticket)), BigInteger::or));
        return new Departures(words);
    }

    /** The number of the stored row that has a ticket's bit. */
    public static long row(long ticket) {
        return (ticket - 1) / TICKETS_A_ROW;
    }

    private static long word(long ticket) {
        return (ticket - 1) / TICKETS_A_WORD;
    }

    private static int bit(long ticket) {
        return (int) ((ticket - 1) % TICKETS_A_WORD);
    }

    public Map<Long, BigInteger> words() {
        return words;
    }

    public Departures with(Departures others) {
        var all = new TreeMap<>(words);
        others.words.forEach((number, word) -> all.merge(number, word, BigInteger::or));
        return new Departures(all);
    }

    public boolean has(long ticket) {
        return words.getOrDefault(word(ticket), BigInteger.ZERO).testBit(bit(ticket));
    }

    /** How many of the tickets above the one and up to the other left. */
    public long count(long above, long upTo) {
        return above >= upTo
                ? 0
                : words.subMap(word(above + 1), true, word(upTo), true).entrySet().stream()
                        .mapToLong(entry -> within(entry.getKey(), entry.getValue(), above, upTo)
                                .bitCount())
                        .sum();
    }

    private static BigInteger within(long number, BigInteger word, long above, long upTo) {
        var bits = number == word(upTo) ? word.and(upToBit(bit(upTo))) : word;
        return number == word(above + 1) ? bits.shiftRight(bit(above + 1)) : bits;
    }

    private static BigInteger upToBit(int bit) {
        return BigInteger.ONE.shiftLeft(bit + 1).subtract(BigInteger.ONE);
    }

    /** The lowest ticket above this one that has no bit. */
    public long firstWaiting(long above) {
        long ticket = above + 1;
        while (true) {
            var word = words.getOrDefault(word(ticket), BigInteger.ZERO);
            int from = bit(ticket);
            int waiting = word.equals(FULL_WORD)
                    ? TICKETS_A_WORD
                    : from + word.shiftRight(from).not().getLowestSetBit();
            if (waiting < TICKETS_A_WORD) {
                return ticket - from + waiting;
            }
            ticket += TICKETS_A_WORD - from;
        }
    }
}
