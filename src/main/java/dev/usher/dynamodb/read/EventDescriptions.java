package dev.usher.dynamodb.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.events.Event;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
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
 * Descriptions of events, each in a row of its own in the table of changes, so that the event's row stays small: every
 * turn writes that one. A row never changes; the event's row names the version of its description. Keeps what was read,
 * up to a few megabytes. Thread-safe.
 */
public final class EventDescriptions {
    /** Follows the id of an event in the keys of its descriptions. No event has such an id. */
    private static final String DESCRIPTION_OF = "#description";

    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final int days;
    private final BatchGetter reads;
    private final SerializableReads serializable;
    private final Cache<Key, String> known = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((Key key, String text) -> text.length())
            .build();

    private record Key(String eventId, long version) {
        static Key of(Event event) {
            return new Key(event.eventId(), event.descriptionVersion());
        }

        Map<String, AttributeValue> item() {
            return ItemMapper.changesKey(eventId + DESCRIPTION_OF, version);
        }
    }

    /** @param days how long a row is kept after a newer one has replaced it, 0 for ever */
    public EventDescriptions(DynamoDbGateway dynamo, TableNames tables, int days) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.days = days;
        this.reads = new BatchGetter(dynamo, tables.changes());
        this.serializable = new SerializableReads(dynamo, tables);
    }

    /** What a change of the event writes for its description, if it writes any. */
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
            replaced.put(
                    AttributeNames.EXPIRES,
                    AttributeValues.number(
                            Instant.parse(at.text()).plus(Duration.ofDays(days)).getEpochSecond()));
            actions.add(TransactItems.put(tables.changes(), replaced));
        }
        return actions;
    }

    /** Of an event that has a description. Stands on the condition of the event's row. */
    public TransactWriteItem creation(Event event) {
        return TransactItems.put(tables.changes(), item(event));
    }

    private static Map<String, AttributeValue> item(Event event) {
        var item = new HashMap<>(Key.of(event).item());
        item.put(AttributeNames.DESCRIPTION, AttributeValues.text(event.terms().description()));
        return item;
    }

    public Future<Optional<Event>> complete(Optional<Event> event) {
        return complete(event.stream().toList()).map(all -> all.stream().findFirst());
    }

    /** The events in their order, each with its description. */
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

    private static Event described(Event event, String text) {
        return text == null ? event : event.described(text);
    }

    /** Moves the keys from those that are unknown to the texts. */
    private Future<Void> read(Set<Key> unknown, Map<Key, String> texts, int attempt) {
        if (unknown.isEmpty()) {
            return Future.succeededFuture();
        }
        if (attempt > TRIES) {
            return Future.failedFuture(new UnavailableException("a description is half visible", null));
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
     * Whether a row that a plain read does not show exists is said by a transaction, unless the row is being written.
     */
    private Future<?> settle(Set<Key> unknown, Map<Key, String> texts) {
        return Future.all(List.copyOf(unknown).stream()
                .map(key -> serializable
                        .change(key.eventId + DESCRIPTION_OF, key.version)
                        .onSuccess(read -> read.ifPresent(row ->
                                row.ifPresentOrElse(found -> keep(found, unknown, texts), () -> lost(key, unknown)))))
                .toList());
    }

    /** Something else deleted the row: the event goes on without a description. */
    private void lost(Key key, Set<Key> unknown) {
        dynamo.unreadable(
                tables.changes(), key.eventId + DESCRIPTION_OF, new IllegalStateException("the row is missing"));
        unknown.remove(key);
    }

    private void keep(Map<String, AttributeValue> row, Set<Key> unknown, Map<Key, String> texts) {
        var id = AttributeValues.text(row, AttributeNames.EVENT_ID);
        var key = new Key(
                id.substring(0, id.length() - DESCRIPTION_OF.length()),
                AttributeValues.number(row, AttributeNames.VERSION));
        var text = AttributeValues.text(row, AttributeNames.DESCRIPTION);
        known.put(key, text);
        texts.put(key, text);
        unknown.remove(key);
    }
}
