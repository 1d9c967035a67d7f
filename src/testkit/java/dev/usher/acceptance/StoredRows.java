package dev.usher.acceptance;

import dev.usher.audit.LocalClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows of one server's tables as a process that died would have left them: written and read directly in the store, by
 * their stored names. Blocks its callers.
 */
final class StoredRows implements AutoCloseable {
    private static final AttributeValue LONG_AGO = AttributeValue.fromS("2026-01-01T00:00:00Z");

    private final DynamoDbAsyncClient dynamo;
    private final String prefix;

    StoredRows(URI store, String tablePrefix) {
        dynamo = LocalClient.of(store);
        prefix = tablePrefix;
    }

    void user(String userId) {
        put("Users", userItem(userId, userId));
    }

    /** Writes users with the ids {@code p0}, {@code p1} and so on, if the prefix is {@code p}. */
    void users(String prefix, int count) {
        putAll(
                "Users",
                IntStream.range(0, count)
                        .mapToObj(i -> userItem(prefix + i, prefix + i))
                        .toList());
    }

    static Map<String, AttributeValue> userItem(String userId, String name) {
        return Map.of("userId", text(userId), "name", text(name), "createdAt", LONG_AGO);
    }

    /** Writes what remains of an erased user. */
    void erased(String userId) {
        put("Users", Map.of("userId", text(userId), "erasedAt", LONG_AGO));
    }

    /** Writes an event with a waitlist. It owes seats if the counts say so. */
    void event(String eventId, int capacity, int taken, int waiting, long lastTicket, long floor) {
        var item = new HashMap<String, AttributeValue>();
        item.put("eventId", text(eventId));
        item.put("name", text(eventId));
        item.put("capacity", number(capacity));
        item.put("hasWaitlist", AttributeValue.fromBool(true));
        item.put("currentRegistrations", number(taken));
        item.put("waitlistCount", number(waiting));
        item.put("lastTicket", number(lastTicket));
        item.put("lineFloor", number(floor));
        item.put("version", number(1 + taken + lastTicket));
        item.put("createdAt", LONG_AGO);
        if (taken < capacity && waiting > 0) {
            item.put("owed", text(eventId));
        }
        put("Events", item);
    }

    void seated(String eventId, String userId) {
        put("Registrations", registration(eventId, userId, "registered"));
    }

    /** Writes the waitlist entry and the registration. */
    void waiting(String eventId, String userId, long ticket) {
        var item = registration(eventId, userId, "waitlisted");
        item.put("ticket", number(ticket));
        put("Registrations", item);
        entry(eventId, userId, ticket);
    }

    /** Writes a waitlist of the users of {@link #users}: the first has ticket 1. */
    void waitlist(String eventId, String prefix, int count) {
        var registrations = new ArrayList<Map<String, AttributeValue>>();
        var entries = new ArrayList<Map<String, AttributeValue>>();
        for (int i = 0; i < count; i++) {
            var item = registration(eventId, prefix + i, "waitlisted");
            item.put("ticket", number(1 + i));
            registrations.add(item);
            entries.add(Map.of("eventId", text(eventId), "ticket", number(1 + i), "userId", text(prefix + i)));
        }
        putAll("Registrations", registrations);
        putAll("Waitlist", entries);
    }

    void entry(String eventId, String userId, long ticket) {
        put("Waitlist", Map.of("eventId", text(eventId), "ticket", number(ticket), "userId", text(userId)));
    }

    /** Writes the entry of a user who left, as older versions did, and counts the departure of one of 100 tickets. */
    void left(String eventId, String userId, long ticket) {
        var entry = Map.of(
                "eventId", text(eventId),
                "ticket", number(ticket),
                "userId", text(userId),
                "left", AttributeValue.fromBool(true));
        put("Waitlist", entry);
        var key = Map.of("eventId", text(eventId + "#departures"), "ticket", number(0));
        dynamo.updateItem(update -> update.tableName(prefix + "Waitlist")
                        .key(key)
                        .updateExpression("ADD d0 :bit")
                        .expressionAttributeValues(Map.of(":bit", number(1L << (ticket - 1)))))
                .join();
    }

    /** Ends the claims and the pauses of all deliveries of the webhook, as if their time were over. */
    void endDeliveryPauses() {
        for (var row : all("Deliveries")) {
            dynamo.updateItem(update -> update.tableName(prefix + "Deliveries")
                            .key(Map.of("eventId", row.get("eventId"), "sink", row.get("sink")))
                            .updateExpression("SET #until = :past")
                            .expressionAttributeNames(Map.of("#until", "until"))
                            .expressionAttributeValues(Map.of(":past", LONG_AGO)))
                    .join();
        }
    }

    /** Deletes a row, as an operator would by hand. */
    void delete(String table, Map<String, AttributeValue> key) {
        dynamo.deleteItem(d -> d.tableName(prefix + table).key(key)).join();
    }

    /** All rows of a table, on all pages. */
    List<Map<String, AttributeValue>> all(String table) {
        return LocalClient.scan(dynamo, prefix + table);
    }

    /** Writes items with different keys. */
    void putAll(String table, List<Map<String, AttributeValue>> items) {
        LocalClient.putAll(dynamo, prefix + table, items);
    }

    @Override
    public void close() {
        dynamo.close();
    }

    static Map<String, AttributeValue> registration(String eventId, String userId, String status) {
        var item = new HashMap<String, AttributeValue>();
        item.put("eventId", text(eventId));
        item.put("userId", text(userId));
        item.put("status", text(status));
        item.put("registeredAt", LONG_AGO);
        return item;
    }

    void put(String table, Map<String, AttributeValue> item) {
        dynamo.putItem(p -> p.tableName(prefix + table).item(item)).join();
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
