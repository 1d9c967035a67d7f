package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventListCursor;
import dev.usher.events.ListEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of events by start, page by page. */
class EventListsIT extends AgainstDynamoDb {
    private static final Instant MARCH = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2027-04-01T00:00:00Z");
    private static final List<Event> EVENTS = new ArrayList<>();

    private static DynamoDbEventStore store;

    /** Starts that are equal, differ by a millisecond, lie at the ends of a period, or are missing. */
    @BeforeAll
    static void write() throws Exception {
        store = new DynamoDbEventStore(dynamo, tables, 0);
        var starts = new ArrayList<Instant>();
        for (int i = 0; i < 8; i++) {
            starts.add(null);
            starts.add(MARCH.plus(Duration.ofDays(i % 3)));
            starts.add(MARCH.plusSeconds(1).minusMillis(i));
            starts.add(APRIL.plus(Duration.ofDays(40L * i)));
        }
        starts.add(MARCH.minusMillis(1));
        starts.add(APRIL.minusMillis(1));
        starts.add(Instant.EPOCH);
        starts.add(Instant.parse("9999-12-31T23:59:59.999Z"));
        for (var start : starts) {
            int number = EVENTS.size();
            EVENTS.add(get(store.create(new Event(
                    "e" + (97 * number) % 101,
                    details(start),
                    number % 5 == 0 ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                    Event.Counts.NEW,
                    Rows.NOW,
                    null,
                    number % 2 == 0 ? "olga" : "otto"))));
        }
    }

    private static EventDetails details(Instant start) {
        return new EventDetails("Concert", 5, true).with(EventField.STARTS_AT, start);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 36, 37, 100})
    void everyEventIsListedOnceByStart(int limit) throws Exception {
        listed(null, null, null, null, limit, event -> true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void periodStatusAndOwnerSelectEvents(int limit) throws Exception {
        listed(MARCH, APRIL, null, null, limit, starts(MARCH, APRIL));
        listed(APRIL, null, null, null, limit, starts(APRIL, null));
        listed(null, MARCH, null, null, limit, starts(null, MARCH));
        listed(null, null, Event.Status.CANCELLED, null, limit, Event::cancelled);
        listed(null, null, null, "olga", limit, event -> event.owner().equals("olga"));
        listed(
                MARCH,
                APRIL,
                Event.Status.SCHEDULED,
                "otto",
                limit,
                starts(MARCH, APRIL).and(event -> event.owner().equals("otto") && !event.cancelled()));
        listed(null, null, null, "unknown", limit, event -> false);
    }

    private static Predicate<Event> starts(Instant from, Instant to) {
        return event -> {
            var start = event.terms().get(EventField.STARTS_AT);
            return start == null
                    ? to == null
                    : (from == null || !start.isBefore(from)) && (to == null || start.isBefore(to));
        };
    }

    /** Also with cursors of other lists, which only make a page start elsewhere. */
    @Test
    void cursorOutsideThePeriodIsHarmless() throws Exception {
        var period = starts(MARCH, APRIL);
        assertThat(page(new EventListCursor(Instant.EPOCH, "x")))
                .containsExactlyInAnyOrderElementsOf(sorted(period).toList());
        for (var behind : new EventListCursor[] {
            new EventListCursor(null, "x"), new EventListCursor(APRIL, "x"), new EventListCursor(APRIL, "e1")
        }) {
            assertThat(page(behind)).isEmpty();
        }
    }

    private static List<Event> page(EventListCursor after) throws Exception {
        return get(store.list(new ListEvents(MARCH, APRIL, null, null, 100, after)))
                .items();
    }

    /** Rows of a version without these indexes: one whose start has no decimals, one without a start. */
    @Test
    void eventOfEarlierVersionIsListedOnceItsKeysAreAdded() throws Exception {
        var before = List.of(event("old-start", Instant.parse("2031-05-01T18:00:00Z")), event("old-none", null));
        for (var event : before) {
            var row = new HashMap<>(ItemMapper.item(event));
            row.remove(AttributeNames.START_MONTH);
            row.remove(AttributeNames.STARTS_AT);
            if (event.terms().get(EventField.STARTS_AT) != null) {
                AttributeValues.put(
                        row,
                        AttributeNames.STARTS_AT,
                        event.terms().get(EventField.STARTS_AT).toString());
            }
            put(tables.events(), row);
        }
        var list = new ListEvents(Instant.parse("2031-05-01T18:00:00Z"), null, null, null, 100, null);
        assertThat(ids(get(store.list(list)).items())).doesNotContain("old-start", "old-none");

        String after = null;
        do {
            after = get(new DynamoDbRepairStore(dynamo, tables, 0).events(10, after))
                    .next();
        } while (after != null);

        assertThat(ids(get(store.list(list)).items())).contains("old-start", "old-none");
        for (var event : before) {
            assertThat(get(store.find(Set.of(event.eventId()))).get(event.eventId()))
                    .contains(event);
            get(dynamo.call(client -> client.deleteItem(
                    delete -> delete.tableName(tables.events()).key(ItemMapper.eventKey(event.eventId())))));
        }
    }

    private static Event event(String id, Instant start) {
        return new Event(id, details(start), Event.Status.SCHEDULED, Event.Counts.NEW, Rows.NOW, null, null);
    }

    private static void listed(
            Instant from, Instant to, Event.Status status, String owner, int limit, Predicate<Event> expected)
            throws Exception {
        var seen = new ArrayList<Event>();
        EventListCursor after = null;
        do {
            var page = get(store.list(new ListEvents(from, to, status, owner, limit, after)));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            seen.addAll(page.items());
            after = page.next() == null ? null : EventListCursor.of(page.next()).orElseThrow();
        } while (after != null);
        var all = sorted(expected).toList();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(starts(seen)).isEqualTo(starts(all));
    }

    private static Stream<Event> sorted(Predicate<Event> selected) {
        return EVENTS.stream()
                .filter(selected)
                .sorted(Comparator.comparing(
                        event -> event.terms().get(EventField.STARTS_AT),
                        Comparator.nullsLast(Comparator.naturalOrder())));
    }

    private static List<Instant> starts(List<Event> events) {
        return events.stream()
                .map(event -> event.terms().get(EventField.STARTS_AT))
                .toList();
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::eventId).toList();
    }
}
