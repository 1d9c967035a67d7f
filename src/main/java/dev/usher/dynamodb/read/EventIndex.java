package dev.usher.dynamodb.read;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.StartKeys;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.EventListCursor;
import dev.usher.events.ListEvents;
import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads of the indexes of events by start. Eventually consistent. */
public final class EventIndex {
    /** Sorts before every start. */
    private static final String FIRST = "0";

    private final TableNames tables;
    private final Paginator pages;
    private final RowReader<EventListCursor> keys;

    public EventIndex(DynamoDbGateway dynamo, TableNames tables) {
        this.tables = tables;
        this.pages = new Paginator(dynamo);
        this.keys = new RowReader<>(
                dynamo,
                tables.events(),
                EVENT_ID,
                key -> new EventListCursor(StartKeys.startsAt(key), text(key, EVENT_ID)));
    }

    /** Returns the keys of one page by start, whatever the status of the events. */
    public Future<Page<EventListCursor>> page(ListEvents list) {
        var from = list.from() == null ? FIRST : StartKeys.text(list.from());
        var to = StartKeys.text(list.to() == null ? null : list.to().minusMillis(1));
        var after = list.after() == null ? FIRST : StartKeys.text(list.after().startsAt());
        if (to.compareTo(from) < 0 || to.compareTo(after) < 0) {
            return Future.succeededFuture(new Page<>(List.of(), null));
        }
        var query = QueryExpressions.of(tables.events(), ConditionExpressions.startsBetween(list.owner(), from, to))
                .indexName(list.owner() == null ? TableNames.EVENTS_BY_START : TableNames.EVENTS_BY_OWNER)
                .consistentRead(false)
                .limit(list.limit() + 1)
                .exclusiveStartKey(list.after() == null || after.compareTo(from) < 0 ? null : key(list));
        var read = new IdentityHashMap<Map<String, AttributeValue>, Optional<EventListCursor>>();
        return pages.query(query.build(), found -> readable(found, read).size() > list.limit())
                .map(found -> page(readable(found, read), list.limit()));
    }

    private static Map<String, AttributeValue> key(ListEvents list) {
        var key = new HashMap<>(ItemMapper.eventKey(list.after().eventId()));
        key.putAll(StartKeys.keys(list.after().startsAt()));
        if (list.owner() != null) {
            key.remove(START_MONTH);
            put(key, OWNER, list.owner());
        }
        return key;
    }

    /** @param read results of earlier calls, so that no key is read twice */
    private List<EventListCursor> readable(
            Paginator.Rows found, Map<Map<String, AttributeValue>, Optional<EventListCursor>> read) {
        return found.items().stream()
                .flatMap(key -> read.computeIfAbsent(key, keys::read).stream())
                .toList();
    }

    private static Page<EventListCursor> page(List<EventListCursor> keys, int limit) {
        var shown = keys.stream().limit(limit).toList();
        return new Page<>(shown, keys.size() > limit ? shown.get(limit - 1).text() : null);
    }
}
