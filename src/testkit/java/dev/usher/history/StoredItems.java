package dev.usher.history;

import dev.usher.history.Step.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts items of Usher's tables to the records of this package. A change of an item has an empty map for "no item".
 */
public final class StoredItems {
    private StoredItems() {}

    /**
     * The version that one transaction made.
     *
     * @param logged its item of the change log, or null
     */
    public static Version version(
            Change<Map<String, AttributeValue>> event,
            List<Change<Map<String, AttributeValue>>> registrations,
            List<Change<Map<String, AttributeValue>>> waitlist,
            Map<String, AttributeValue> logged,
            long planned,
            long notBefore,
            long notAfter) {
        var rows = registrations.stream()
                .map(change -> new Change<>(row(change.before()), row(change.after())))
                .filter(change -> !Objects.equals(change.before(), change.after()))
                .toList();
        var entries = waitlist.stream()
                .map(change -> new Change<>(entry(change.before()), entry(change.after())))
                .filter(change -> !Objects.equals(change.before(), change.after()))
                .toList();
        var at = logged == null ? latest(rows) : text(logged, "at");
        return new Version(
                event.before().isEmpty() ? null : state(event.before()),
                state(event.after()),
                at,
                rows,
                entries,
                logged == null ? null : steps(logged),
                planned,
                notBefore,
                notAfter);
    }

    /** Time of a turn without a row in the change log: that of its latest row. */
    private static String latest(List<Change<Row>> rows) {
        return rows.stream()
                .map(Change::after)
                .filter(Objects::nonNull)
                .flatMap(row -> Stream.of(row.registeredAt(), row.promotedAt()))
                .filter(Objects::nonNull)
                .max(String::compareTo)
                .orElse("");
    }

    private static State state(Map<String, AttributeValue> item) {
        return new State(
                number(item, "version"),
                (int) number(item, "capacity"),
                item.get("hasWaitlist").bool(),
                item.containsKey("waitlistCapacity")
                        ? Integer.valueOf(item.get("waitlistCapacity").n())
                        : null,
                moment(item, "registrationClosesAt"),
                moment(item, "promotesUntil"),
                moment(item, "startsAt"),
                "cancelled".equals(text(item, "status")),
                (int) number(item, "currentRegistrations"),
                (int) number(item, "waitlistCount"),
                number(item, "lastTicket"),
                number(item, "lineFloor"));
    }

    /** An end that is not set is the start of the event. */
    private static Instant moment(Map<String, AttributeValue> item, String end) {
        var text = text(item, item.containsKey(end) ? end : "startsAt");
        return text == null ? null : Instant.parse(text);
    }

    private static Row row(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? null
                : new Row(
                        text(item, "userId"),
                        text(item, "status").equals("registered"),
                        number(item, "ticket"),
                        text(item, "promotedAt"),
                        text(item, "registeredAt"),
                        text(item, "confirmBy"),
                        text(item, "requestKey"));
    }

    private static WaitlistEntry entry(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? null
                : new WaitlistEntry(number(item, "ticket"), text(item, "userId"), item.containsKey("left"));
    }

    private static List<Step> steps(Map<String, AttributeValue> logged) {
        return logged.get("changes").l().stream()
                .map(AttributeValue::m)
                .map(step -> new Step(
                        Kind.valueOf(text(step, "kind").toUpperCase(Locale.ROOT)),
                        text(step, "userId"),
                        number(step, "ticket"),
                        text(step, "confirmBy"),
                        text(step, "requestKey")))
                .toList();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? item.get(name).s() : null;
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Long.parseLong(item.get(name).n()) : 0;
    }
}
