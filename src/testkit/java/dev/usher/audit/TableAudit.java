package dev.usher.audit;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads all tables and checks every event at rest against the invariants. Owns and writes nothing. Blocks its thread,
 * so it must not run on an event loop. There must be no writes meanwhile: the tables are read one after the other.
 */
public final class TableAudit {
    /** In place of an event's id. */
    private static final String PENDING_ERASURES = "#erasures";

    private final DynamoDbAsyncClient dynamo;
    private final String prefix;
    private final boolean departuresMayBeUncounted;

    private TableAudit(DynamoDbAsyncClient dynamo, String prefix, boolean departuresMayBeUncounted) {
        this.dynamo = dynamo;
        this.prefix = prefix;
        this.departuresMayBeUncounted = departuresMayBeUncounted;
    }

    /** Strict audit: nothing is pending, and every user with a row exists. */
    public static TableAudit of(DynamoDbAsyncClient dynamo, String prefix) {
        return new TableAudit(dynamo, prefix, false);
    }

    /** For tables that a writer other than this version wrote to. */
    public TableAudit whenDeparturesMayBeUncounted() {
        return new TableAudit(dynamo, prefix, true);
    }

    /** Audits a store that accepts any credentials: DynamoDB Local, or a proxy in front of it. */
    public static AuditReport strict(URI endpoint, String prefix) {
        try (var dynamo = LocalClient.of(endpoint)) {
            return of(dynamo, prefix).run();
        }
    }

    /** As {@link #strict}, for tables that replicas from before the change log wrote to as well. */
    public static AuditReport afterUpgrade(URI endpoint, String prefix) {
        try (var dynamo = LocalClient.of(endpoint)) {
            return of(dynamo, prefix).whenDeparturesMayBeUncounted().run();
        }
    }

    public AuditReport run() {
        Set<String> users = LocalClient.scan(dynamo, prefix + "Users").stream()
                .map(item -> item.get("userId").s())
                .collect(Collectors.toSet());
        Map<String, List<Map<String, AttributeValue>>> rows = byEvent("Registrations");
        Map<String, List<Map<String, AttributeValue>>> waitlist = byEvent("Waitlist");
        Map<String, List<Map<String, AttributeValue>>> changes = byEvent("Changes");
        rows.remove(PENDING_ERASURES);
        List<String> violations = new ArrayList<>();
        List<StoredEvent> events = LocalClient.scan(dynamo, prefix + "Events").stream()
                .map(item -> {
                    String id = item.get("eventId").s();
                    var ownRows = taken(rows, id);
                    var ownEntries = taken(waitlist, id);
                    var log = departuresMayBeUncounted ? List.<Map<String, AttributeValue>>of() : taken(changes, id);
                    violations.addAll(ReplayAudit.violations(item, log, ownRows, ownEntries));
                    var descriptions = taken(changes, id + "#description");
                    if (item.containsKey("descriptionVersion")
                            && descriptions.stream()
                                    .noneMatch(row -> row.get("version").equals(item.get("descriptionVersion")))) {
                        violations.add("event " + id + ": its description has no row");
                    }
                    return StoredEvent.of(
                            item,
                            ownRows.stream().map(StoredEvent.Row::of).toList(),
                            ownEntries.stream().map(StoredEvent.Entry::of).toList(),
                            taken(waitlist, id + "#departures").stream()
                                    .flatMap(row -> StoredEvent.departures(row).stream())
                                    .collect(Collectors.toSet()),
                            Instant.now());
                })
                .toList();

        events.forEach(event -> violations.addAll(EventAudit.violations(event, departuresMayBeUncounted)));
        rows.forEach((id, orphans) -> violations.add(orphans.size() + " registrations of no event " + id));
        waitlist.forEach((id, orphans) -> violations.add(orphans.size() + " waitlist entries of no event " + id));
        events.forEach(event -> event.rows().stream()
                .filter(row -> !users.contains(row.userId()))
                .forEach(row -> violations.add("event " + event.eventId() + ": a row of no user " + row.userId())));
        return new AuditReport(violations);
    }

    private static <T> List<T> taken(Map<String, List<T>> byEvent, String eventId) {
        List<T> own = byEvent.remove(eventId);
        return own == null ? List.of() : own;
    }

    private Map<String, List<Map<String, AttributeValue>>> byEvent(String table) {
        return LocalClient.scan(dynamo, prefix + table).stream()
                .collect(Collectors.groupingBy(item -> item.get("eventId").s(), HashMap::new, Collectors.toList()));
    }
}
