package dev.usher.dynamodb.read;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.events.Event;
import dev.usher.registrations.store.Snapshot;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Reads and writes event descriptions. Each is a separate row in the changes table, so that the event's row, which
 * every turn writes, stays small. The text of a row never changes; the event's row contains the version of its
 * description. Caches the texts read, up to a few megabytes. Thread-safe.
 */
public final class EventDescriptions {
    /** Suffix of an event's id in the keys of its descriptions. No event has such an id. */
    private static final String DESCRIPTION_OF = "#description";

    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int MAX_CHARACTERS = 1 << 20;
    /** Limit of the descriptions of a page, and events whose descriptions are read at once for it. */
    private static final int MAX_CHARACTERS_OF_PAGE = 1 << 16;

    private static final int EVENTS_A_READ = 25;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final int days;
    private final BatchGetter reads;
    private final SerializableReads serializable;
    private final RowReader<String> rowReader;
    private final Cache<Key, String> known = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((Key key, String text) -> text.length())
            .build();

    private record Key(String eventId, long version) {
        static Key of(Event event) {
            return new Key(event.eventId(), event.descriptionVersion());
        }

        Map<String, AttributeValue> item() {
            return ItemMapper.changesKey(keyOf(eventId), version);
        }
    }

    /** @param days days that a row is kept after a newer one has replaced it, 0 for ever */
    public EventDescriptions(DynamoDbGateway dynamo, TableNames tables, int days) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.days = days;
        this.reads = new BatchGetter(dynamo, tables.changes());
        this.serializable = new SerializableReads(dynamo, tables);
        this.rowReader = new RowReader<>(dynamo, tables.changes(), EVENT_ID, row -> text(row, DESCRIPTION));
    }

    /** Returns what the keys of the event's descriptions have in place of its id. */
    public static String keyOf(String eventId) {
        return eventId + DESCRIPTION_OF;
    }

    /** Returns the actions that a change of the event needs for its description; may be empty. */
    public List<TransactWriteItem> changes(Event before, Event after, Timestamp at) {
        var actions = new ArrayList<TransactWriteItem>();
        if (after.descriptionVersion() == before.descriptionVersion()) {
            return actions;
        }
        if (after.descriptionVersion() > 0) {
            actions.add(creation(after));
        }
        boolean lost = before.terms().description() == null;
        if (before.descriptionVersion() > 0 && days > 0 && !lost) {
            var replaced = item(before);
            replaced.put(EXPIRES, number(at.moment().plus(Duration.ofDays(days)).getEpochSecond()));
            actions.add(TransactItems.put(tables.changes(), replaced));
        }
        return actions;
    }

    /** For an event that has a description. Relies on the condition of the action on the event's row. */
    public TransactWriteItem creation(Event event) {
        return TransactItems.put(tables.changes(), item(event));
    }

    private static Map<String, AttributeValue> item(Event event) {
        var item = new HashMap<>(Key.of(event).item());
        item.put(DESCRIPTION, text(event.terms().description()));
        return item;
    }

    public Future<Optional<Event>> complete(Optional<Event> event) {
        return complete(event.stream().toList()).map(all -> all.stream().findFirst());
    }

    /** Returns the events with their descriptions, in the same order. */
    public Future<List<Event>> complete(List<Event> events) {
        var unknown = events.stream()
                .filter(event -> event.descriptionVersion() > 0)
                .map(Key::of)
                .collect(Collectors.toSet());
        if (unknown.isEmpty()) {
            return Future.succeededFuture(events);
        }
        var texts = new HashMap<>(known.getAllPresent(unknown));
        unknown.removeAll(texts.keySet());
        return read(unknown, texts, 1).map(read -> events.stream()
                .map(event -> described(event, texts.get(Key.of(event))))
                .toList());
    }

    /** Returns the first of the events with their descriptions: those for which a page has room, at least one. */
    public Future<List<Event>> completeFirst(List<Event> events) {
        return completeFirst(events, new ArrayList<>(), 0);
    }

    private Future<List<Event>> completeFirst(List<Event> events, List<Event> page, int characters) {
        if (page.size() == events.size()) {
            return Future.succeededFuture(page);
        }
        int end = Math.min(events.size(), page.size() + EVENTS_A_READ);
        return complete(events.subList(page.size(), end)).compose(read -> {
            int taken = characters;
            for (var event : read) {
                var text = event.terms().description();
                taken += text == null ? 0 : text.length();
                if (taken > MAX_CHARACTERS_OF_PAGE && !page.isEmpty()) {
                    return Future.succeededFuture(page);
                }
                page.add(event);
            }
            return completeFirst(events, page, taken);
        });
    }

    private static Event described(Event event, String text) {
        return text == null ? event : event.described(text);
    }

    /** Moves each key from {@code unknown} to {@code texts} once its row is read. */
    private Future<Void> read(Set<Key> unknown, Map<Key, String> texts, int attempt) {
        if (unknown.isEmpty()) {
            return Future.succeededFuture();
        }
        if (attempt > TRIES) {
            return Future.failedFuture(new UnavailableException("a description is not readable yet", null));
        }
        return reads.rows(unknown.stream().map(Key::item).toList()).compose(rows -> {
            rows.forEach(row -> keep(row, unknown, texts));
            return unknown.isEmpty()
                    ? Future.succeededFuture()
                    : settle(unknown, texts)
                            .compose(settled -> dynamo.pause(FIRST_PAUSE_MILLIS << attempt))
                            .compose(paused -> read(unknown, texts, attempt + 1));
        });
    }

    /**
     * Reads rows that a plain read did not return in a transaction, which shows whether they exist. A row that is being
     * written stays unknown.
     */
    private Future<?> settle(Set<Key> unknown, Map<Key, String> texts) {
        return Future.all(List.copyOf(unknown).stream()
                .map(key -> serializable
                        .change(keyOf(key.eventId), key.version)
                        .onSuccess(read -> read.flatMap(row -> row).ifPresent(row -> keep(row, unknown, texts)))
                        .compose(read -> read.filter(Optional::isEmpty).isPresent()
                                ? absent(key).onSuccess(event -> unknown.remove(key))
                                : Future.succeededFuture()))
                .toList());
    }

    /**
     * Handles a row that does not exist: the event is returned without a description. The row was deleted with its
     * event, unless the event still refers to it.
     */
    private Future<Void> absent(Key key) {
        return serializable
                .snapshot(key.eventId, Set.of())
                .onSuccess(read -> read.flatMap(Snapshot::event)
                        .filter(event -> Key.of(event).equals(key))
                        .ifPresent(event -> dynamo.unreadable(
                                tables.changes(), keyOf(key.eventId), new IllegalStateException("the row is missing"))))
                .mapEmpty();
    }

    /** The event of a row without a text is returned without a description. */
    private void keep(Map<String, AttributeValue> row, Set<Key> unknown, Map<Key, String> texts) {
        var id = text(row, EVENT_ID);
        var key = new Key(id.substring(0, id.length() - DESCRIPTION_OF.length()), number(row, VERSION));
        unknown.remove(key);
        rowReader.read(row).ifPresent(text -> {
            known.put(key, text);
            texts.put(key, text);
        });
    }
}
