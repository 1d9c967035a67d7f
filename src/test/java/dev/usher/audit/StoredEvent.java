package dev.usher.audit;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One event with every row that belongs to it, as the tables hold them. Speaks of attributes by their stored names and
 * owes nothing to the mapping of the server under audit.
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
        List<Row> rows,
        List<Place> line) {

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

    /** A row of the table Waitlist. */
    record Place(long ticket, String userId, boolean left) {
        static Place of(Map<String, AttributeValue> item) {
            var left = item.get("left");
            return new Place(
                    number(item, "ticket"), item.get("userId").s(), left != null && !Boolean.FALSE.equals(left.bool()));
        }
    }

    static StoredEvent of(Map<String, AttributeValue> item, List<Row> rows, List<Place> line) {
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
                rows,
                line);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    long freeSeats() {
        return capacity - currentRegistrations;
    }
}
