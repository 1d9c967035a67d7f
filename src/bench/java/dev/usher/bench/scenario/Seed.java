package dev.usher.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.usher.acceptance.Eventually;
import dev.usher.audit.LocalClient;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.RosterDigest;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes users, events and full events directly into one server's tables, so that the clock only runs for what a
 * scenario is about. Events are new to the server: it has nothing of them in memory. Blocks its thread.
 */
final class Seed implements AutoCloseable {
    private static final Timestamp NOW = Timestamp.now();

    private final DynamoDbAsyncClient dynamo;
    private final String prefix;

    Seed(URI store, String prefix) {
        this.prefix = prefix;
        dynamo = LocalClient.of(store);
    }

    static String user(int number) {
        return String.format("u%06d", number);
    }

    void users(int count) {
        write(
                "Users",
                IntStream.range(0, count)
                        .mapToObj(n -> ItemMapper.item(new User(user(n), "User " + n, NOW, null)))
                        .toList());
    }

    void event(String eventId, int capacity, boolean hasWaitlist) {
        event(eventId, capacity, hasWaitlist, 0, 0);
    }

    /** Writes events without registrations, all at once. */
    void events(List<String> eventIds, int capacity, boolean hasWaitlist) {
        write(
                "Events",
                eventIds.stream()
                        .map(eventId -> row(eventId, capacity, hasWaitlist, 0, 0, 0))
                        .toList());
    }

    /** Users from number 0 on have the seats, those after them are on the waitlist. */
    void event(String eventId, int capacity, boolean hasWaitlist, int seated, int waiting) {
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        List<Map<String, AttributeValue>> waitlist = new ArrayList<>();
        long digest = 0;
        for (int n = 0; n < seated + waiting; n++) {
            boolean waits = n >= seated;
            var status = waits ? Registration.Status.WAITLISTED : Registration.Status.REGISTERED;
            var ticket = waits ? n - seated + 1L : null;
            var row = new Registration(eventId, user(n), status, NOW, ticket, null, null);
            digest += RosterDigest.of(row);
            rows.add(ItemMapper.item(row));
            if (waits) {
                waitlist.add(ItemMapper.item(eventId, new Entry(ticket, user(n), false)));
            }
        }
        write("Registrations", rows);
        write("Waitlist", waitlist);
        write("Events", List.of(row(eventId, capacity, hasWaitlist, seated, waiting, digest)));
    }

    private static Map<String, AttributeValue> row(
            String eventId, int capacity, boolean hasWaitlist, int seated, int waiting, long digest) {
        return Map.ofEntries(
                Map.entry("eventId", fromS(eventId)),
                Map.entry("name", fromS("Event " + eventId)),
                Map.entry("capacity", number(capacity)),
                Map.entry("hasWaitlist", fromBool(hasWaitlist)),
                Map.entry("currentRegistrations", number(seated)),
                Map.entry("waitlistCount", number(waiting)),
                Map.entry("lastTicket", number(waiting)),
                Map.entry("lineFloor", number(0)),
                Map.entry("version", number(1)),
                Map.entry("rosterDigest", number(digest)),
                Map.entry("digestVersion", number(1)),
                Map.entry("createdAt", fromS(NOW.text())));
    }

    private void write(String table, List<Map<String, AttributeValue>> rows) {
        LocalClient.putAll(dynamo, prefix + table, rows);
    }

    /** Blocks until no event is marked as having undelivered changes. */
    void awaitDelivered() {
        Eventually.holds(() -> assertThat(
                        dynamo.scan(scan -> scan.tableName(prefix + "Events").indexName("Untold"))
                                .join()
                                .count())
                .isZero());
    }

    private static AttributeValue number(long value) {
        return fromN(Long.toString(value));
    }

    @Override
    public void close() {
        dynamo.close();
    }
}
