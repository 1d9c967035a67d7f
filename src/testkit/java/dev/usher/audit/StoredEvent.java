package dev.usher.audit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One event with all of its rows, as stored. Uses the stored attribute names and none of the server's mapping code.
 *
 * @param ended whether users are no longer promoted, because it is too late
 */
record StoredEvent(
        String eventId,
        long capacity,
        long currentRegistrations,
        long waitlistCount,
        long lastTicket,
        long lineFloor,
        long version,
        boolean owed,
        boolean cancelled,
        boolean ended,
        List<Row> rows,
        List<Entry> waitlist,
        Set<Long> departures) {

    /** @param ticket 0 when the row has none */
    record Row(String userId, String status, long ticket, boolean promoted) {
        static Row of(Map<String, AttributeValue> item) {
            return new Row(
                    item.get("userId").s(),
                    item.get("status").s(),
                    number(item, "ticket"),
                    item.containsKey("promotedAt"));
        }

        boolean seated() {
            return status.equals("registered");
        }

        boolean waits() {
            return status.equals("waitlisted");
        }
    }

    /** Row of the table Waitlist. */
    record Entry(long ticket, String userId, boolean left) {
        static Entry of(Map<String, AttributeValue> item) {
            var left = item.get("left");
            return new Entry(
                    number(item, "ticket"), item.get("userId").s(), left != null && !Boolean.FALSE.equals(left.bool()));
        }
    }

    /**
     * The counted departures of 4,000 tickets: bit n of attribute {@code dW} is of ticket 100 W + n + 1 behind the key.
     */
    static List<Long> departures(Map<String, AttributeValue> item) {
        List<Long> tickets = new ArrayList<>();
        for (int word = 0; word < 40; word++) {
            var bits = new BigInteger(
                    item.getOrDefault("d" + word, AttributeValue.fromN("0")).n());
            long first = number(item, "ticket") + 100L * word + 1;
            IntStream.range(0, bits.bitLength()).filter(bits::testBit).forEach(bit -> tickets.add(first + bit));
        }
        return tickets;
    }

    /**
     * @param departures the tickets whose entries are counted as left
     * @param now the moment of the audit
     */
    static StoredEvent of(
            Map<String, AttributeValue> item, List<Row> rows, List<Entry> waitlist, Set<Long> departures, Instant now) {
        return new StoredEvent(
                item.get("eventId").s(),
                number(item, "capacity"),
                number(item, "currentRegistrations"),
                number(item, "waitlistCount"),
                number(item, "lastTicket"),
                number(item, "lineFloor"),
                number(item, "version"),
                item.containsKey("owed"),
                item.containsKey("status"),
                ended(item, now),
                rows,
                waitlist,
                departures);
    }

    private static boolean ended(Map<String, AttributeValue> item, Instant now) {
        var until = item.getOrDefault("promotesUntil", item.get("startsAt"));
        return until != null && !now.isBefore(Instant.parse(until.s()));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    long freeSeats() {
        return capacity - currentRegistrations;
    }
}
