package dev.usher.dynamodb.read;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.store.Snapshot;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Reads several items in one transaction. The result is empty if another transaction on one of them is pending. */
public final class SerializableReads {
    private final DynamoDbGateway dynamo;
    private final TableNames tables;

    public SerializableReads(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        var users = List.copyOf(userIds);
        var items = new ArrayList<TransactGetItem>();
        items.add(get(tables.events(), ItemMapper.eventKey(eventId)));
        users.forEach(userId -> items.add(get(tables.registrations(), ItemMapper.registrationKey(eventId, userId))));
        return read(items)
                .map(read -> read.map(found -> {
                    var rows = new HashMap<String, Optional<Registration>>();
                    for (int i = 0; i < users.size(); i++) {
                        rows.put(users.get(i), item(found, i + 1).map(ItemMapper::registration));
                    }
                    return new Snapshot(item(found, 0).map(ItemMapper::event), rows);
                }));
    }

    /** Returns the waitlist entries of these tickets, each empty if it does not exist. */
    public Future<Optional<Map<Long, Optional<Entry>>>> entries(String eventId, Set<Long> tickets) {
        var asked = List.copyOf(tickets);
        var items = asked.stream()
                .map(ticket -> get(tables.waitlist(), ItemMapper.entryKey(eventId, ticket)))
                .toList();
        return read(items)
                .map(read -> read.map(found -> IntStream.range(0, asked.size())
                        .boxed()
                        .collect(
                                Collectors.toMap(asked::get, i -> item(found, i).map(ItemMapper::entry)))));
    }

    /** Returns one row of the changes table; the inner optional is empty if there is none. */
    public Future<Optional<Optional<Map<String, AttributeValue>>>> change(String eventId, long version) {
        return read(List.of(get(tables.changes(), ItemMapper.changesKey(eventId, version))))
                .map(read -> read.map(found -> item(found, 0)));
    }

    /** Returns whether the transaction with this token committed this version of the event. */
    public Future<Optional<Boolean>> committed(String eventId, long version, String token) {
        return read(logged(eventId, version, version))
                .map(read -> read.map(found -> item(found, 1)
                        .filter(row -> token.equals(text(row, TURN)))
                        .isPresent()));
    }

    /**
     * Returns whether the change log has no row of this version while the event is as it was read; false while a
     * transaction on one of them is pending.
     */
    public Future<Boolean> lacks(Event event, long version) {
        return read(logged(event.eventId(), version, version))
                .map(read -> read.filter(found -> item(found, 1).isEmpty())
                        .flatMap(found -> item(found, 0))
                        .filter(row -> number(row, VERSION) == event.version())
                        .isPresent());
    }

    /** Returns those of these versions that the event has reached, and of which the change log has no row. */
    public Future<Optional<SortedSet<Long>>> absentChanges(String eventId, long first, long last) {
        return read(logged(eventId, first, last))
                .map(read -> read.map(found -> {
                    long reached =
                            item(found, 0).map(row -> number(row, VERSION)).orElse(0L);
                    return LongStream.rangeClosed(first, Math.min(last, reached))
                            .filter(version ->
                                    item(found, (int) (version - first) + 1).isEmpty())
                            .boxed()
                            .collect(Collectors.toCollection(TreeSet::new));
                }));
    }

    /** The event and these versions in its change log. */
    private List<TransactGetItem> logged(String eventId, long first, long last) {
        var items = new ArrayList<TransactGetItem>();
        items.add(get(tables.events(), ItemMapper.eventKey(eventId)));
        LongStream.rangeClosed(first, last)
                .forEach(version -> items.add(get(tables.changes(), ItemMapper.changesKey(eventId, version))));
        return items;
    }

    private Future<Optional<List<ItemResponse>>> read(List<TransactGetItem> items) {
        return dynamo.call(items.size(), client -> client.transactGetItems(get -> get.transactItems(items)))
                .map(response -> Optional.of(response.responses()))
                .recover(SerializableReads::pending);
    }

    private static Future<Optional<List<ItemResponse>>> pending(Throwable failure) {
        return failure instanceof TransactionCanceledException cancelled
                        && TransactionResult.of(cancelled).kind() == TransactionResult.Kind.CANCELLED
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    private static Optional<Map<String, AttributeValue>> item(List<ItemResponse> found, int index) {
        return Optional.of(found.get(index)).filter(ItemResponse::hasItem).map(ItemResponse::item);
    }

    private static TransactGetItem get(String table, Map<String, AttributeValue> key) {
        return TransactGetItem.builder()
                .get(get -> get.tableName(table).key(key))
                .build();
    }
}
