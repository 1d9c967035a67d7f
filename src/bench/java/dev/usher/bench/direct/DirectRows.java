package dev.usher.bench.direct;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.service.Timestamp;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts rows to records and back, in the formats of the product's tables. */
final class DirectRows {
    private DirectRows() {}

    static Event event(Map<String, AttributeValue> row) {
        return new Event(
                row.get("eventId").s(),
                row.get("name").s(),
                (int) number(row, "capacity"),
                row.get("hasWaitlist").bool(),
                new Event.Counts(
                        (int) number(row, "currentRegistrations"),
                        (int) number(row, "waitlistCount"),
                        number(row, "lastTicket"),
                        number(row, "lineFloor"),
                        number(row, "version")),
                new Timestamp(row.get("createdAt").s()),
                text(row, "requestKey"));
    }

    static Registration registration(Map<String, AttributeValue> row) {
        return new Registration(
                row.get("eventId").s(),
                row.get("userId").s(),
                Registration.Status.of(row.get("status").s()),
                new Timestamp(row.get("registeredAt").s()),
                row.containsKey("ticket") ? number(row, "ticket") : null,
                row.containsKey("promotedAt")
                        ? new Timestamp(row.get("promotedAt").s())
                        : null,
                text(row, "requestKey"));
    }

    static Map<String, AttributeValue> row(Registration registration) {
        Map<String, AttributeValue> row = new HashMap<>();
        row.put("eventId", AttributeValue.fromS(registration.eventId()));
        row.put("userId", AttributeValue.fromS(registration.userId()));
        row.put("status", AttributeValue.fromS(registration.status().text()));
        row.put("registeredAt", AttributeValue.fromS(registration.registeredAt().text()));
        if (registration.ticket() != null) {
            row.put("ticket", number(registration.ticket()));
        }
        if (registration.requestKey() != null) {
            row.put("requestKey", AttributeValue.fromS(registration.requestKey()));
        }
        return row;
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static long number(Map<String, AttributeValue> row, String name) {
        return Long.parseLong(row.get(name).n());
    }

    private static String text(Map<String, AttributeValue> row, String name) {
        var value = row.get(name);
        return value == null ? null : value.s();
    }
}
