package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.DynamoDbExpression;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.dynamodb.read.SerializableReads;
import dev.usher.dynamodb.write.ChangeItems;
import dev.usher.dynamodb.write.IdempotentTransaction;
import dev.usher.dynamodb.write.RepairActions;
import dev.usher.dynamodb.write.StartKeyBackfill;
import dev.usher.events.Event;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.repair.RepairStore;
import dev.usher.repair.plan.LastLogged;
import dev.usher.repair.plan.RepairTurn;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Reads and writes of the consistency check and of repairs. Stateless: any context may call it. */
public final class DynamoDbRepairStore implements RepairStore {
    private static final long COMMIT_MILLIS = 30_000;
    private static final int SCANNED_ROWS = 100;
    /** Sorts after every id. */
    private static final String BEHIND_ALL_IDS = "~~";

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final SerializableReads serializable;
    private final RepairActions actions;
    private final Paginator pages;
    private final DynamoDbErasureStore erasures;
    private final RowReader<Event> readable;
    private final StartKeyBackfill startKeys;

    /** @param changesDays days that a row of the change log is kept, 0 for ever */
    public DynamoDbRepairStore(DynamoDbGateway dynamo, TableNames tables, int changesDays) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.serializable = new SerializableReads(dynamo, tables);
        this.actions = new RepairActions(tables, new ChangeItems(changesDays));
        this.pages = new Paginator(dynamo);
        this.erasures = new DynamoDbErasureStore(dynamo, tables);
        this.readable = new RowReader<>(dynamo, tables.events(), EVENT_ID, ItemMapper::event);
        this.startKeys = new StartKeyBackfill(dynamo, tables.events());
    }

    @Override
    public Future<Page<String>> events(int limit, String after) {
        var scan = ScanRequest.builder()
                .tableName(tables.events())
                .limit(limit)
                .exclusiveStartKey(after == null ? null : ItemMapper.eventKey(after))
                .build();
        return pages.scan(scan, rows -> true).compose(rows -> {
            var events = readable.byId(rows.items());
            var readableRows = rows.items().stream()
                    .filter(row -> events.get(text(row, EVENT_ID)).isPresent())
                    .toList();
            var ids = readableRows.stream().map(row -> text(row, EVENT_ID)).toList();
            var next = textOrNull(rows.next(), EVENT_ID);
            return startKeys.complete(readableRows).map(completed -> new Page<>(ids, next));
        });
    }

    @Override
    public Future<Page<Entry>> waitlist(String eventId, int limit, long above) {
        return page(tables.waitlist(), ConditionExpressions.entriesAbove(eventId, above), limit + 1)
                .map(found -> listed(found, limit, ItemMapper::entry, entry -> Long.toString(entry.ticket())));
    }

    private Future<Paginator.Rows> page(String table, DynamoDbExpression rows, int limit) {
        return pages.query(
                QueryExpressions.of(table, rows).limit(limit).build(),
                found -> found.items().size() >= limit);
    }

    /** An unreadable row fails the page, because a repair needs every row. */
    private static <T> Page<T> listed(
            Paginator.Rows rows, int limit, Function<Map<String, AttributeValue>, T> row, Function<T, String> id) {
        var items = rows.items().stream().limit(limit).map(row).toList();
        boolean more = rows.items().size() > limit;
        return new Page<>(items, more ? id.apply(items.get(items.size() - 1)) : null);
    }

    @Override
    public Future<Optional<Map<Long, Optional<Entry>>>> entries(String eventId, Set<Long> tickets) {
        return serializable.entries(eventId, tickets);
    }

    @Override
    public Future<Void> removeUsers(String eventId, List<Long> tickets) {
        var parts = new ArrayList<Future<?>>();
        for (int from = 0; from < tickets.size(); from += MAX_DELETED) {
            parts.add(settle(tickets.subList(from, Math.min(tickets.size(), from + MAX_DELETED)).stream()
                    .map(ticket -> TransactItems.update(
                            tables.waitlist(),
                            ItemMapper.entryKey(eventId, ticket),
                            UpdateExpression.set(USER_ID, text(Entry.NO_USER)),
                            ConditionExpressions.hasLeft()))
                    .toList()));
        }
        return Future.all(parts).mapEmpty();
    }

    @Override
    public Future<Integer> deleteSettled(String eventId, long floor) {
        var settled = QueryExpressions.of(tables.waitlist(), ConditionExpressions.entriesBetween(eventId, 1, floor))
                .limit(MAX_DELETED)
                .build();
        return pages.query(settled, rows -> true).compose(rows -> {
            var deletions = rows.items().stream()
                    .map(row -> ItemMapper.entryKey(eventId, number(row, TICKET)))
                    .map(key -> TransactItems.delete(tables.waitlist(), key))
                    .toList();
            return (deletions.isEmpty() ? Future.succeededFuture() : settle(deletions)).map(done -> deletions.size());
        });
    }

    /** A failed condition is left to the next pass. */
    private Future<?> settle(List<TransactWriteItem> actions) {
        return new IdempotentTransaction(dynamo, actions).settled(COMMIT_MILLIS);
    }

    @Override
    public Future<LastLogged> lastLogged(String eventId) {
        return first(logged(eventId).scanIndexForward(false))
                .map(row -> row.map(item -> new LastLogged(number(item, VERSION), !expired(item)))
                        .orElse(new LastLogged(0, false)));
    }

    private static boolean expired(Map<String, AttributeValue> item) {
        return item.containsKey(EXPIRES)
                && number(item, EXPIRES) <= Instant.now().getEpochSecond();
    }

    @Override
    public Future<Optional<Origin>> origin(String eventId) {
        var creations =
                QueryExpressions.of(tables.changes(), ConditionExpressions.ofEvent(eventId), present(CREATED_AT));
        return first(creations.scanIndexForward(false))
                .compose(creation -> creation.isPresent() ? Future.succeededFuture(creation) : first(logged(eventId)))
                .map(row -> row.map(item -> new Origin(
                        time(item, item.containsKey(CREATED_AT) ? CREATED_AT : AT),
                        textOrNull(item, REQUEST_KEY),
                        textOrNull(item, OWNER))));
    }

    private QueryRequest.Builder logged(String eventId) {
        return QueryExpressions.of(tables.changes(), ConditionExpressions.ofEvent(eventId))
                .limit(1);
    }

    private Future<Optional<Map<String, AttributeValue>>> first(QueryRequest.Builder query) {
        return pages.query(query.build(), rows -> !rows.items().isEmpty())
                .map(rows -> rows.items().stream().findFirst());
    }

    /** The next page starts after all rows of the last event found. */
    @Override
    public Future<Page<String>> eventsWithRegistrations(String after) {
        var scan = ScanRequest.builder()
                .tableName(tables.registrations())
                .projectionExpression(alias(EVENT_ID))
                .expressionAttributeNames(Map.of(alias(EVENT_ID), EVENT_ID))
                .limit(SCANNED_ROWS)
                .exclusiveStartKey(after == null ? null : ItemMapper.registrationKey(after, BEHIND_ALL_IDS))
                .build();
        return pages.scan(scan, rows -> true).map(rows -> {
            var ids = rows.items().stream()
                    .map(item -> text(item, EVENT_ID))
                    .distinct()
                    .collect(Collectors.toList());
            var next = rows.complete() || ids.isEmpty() ? null : ids.get(ids.size() - 1);
            ids.remove(ItemMapper.ERASURES);
            return new Page<>(ids, next);
        });
    }

    @Override
    public Future<Set<String>> erased(Set<String> userIds) {
        return erasures.erased(userIds);
    }

    @Override
    public Future<Void> resumeErasures(Set<String> userIds) {
        return erasures.resume(userIds);
    }

    @Override
    public Future<Boolean> commit(RepairTurn turn) {
        var token = UUID.randomUUID().toString();
        return new IdempotentTransaction(dynamo, token, actions.of(turn, token))
                .settled(COMMIT_MILLIS)
                .compose(settled -> settled.isCommitted() || !settled.doubtful()
                        ? Future.succeededFuture(settled.isCommitted())
                        : serializable
                                .committed(turn.after().eventId(), turn.after().version(), token)
                                .map(own -> own.orElseThrow(() ->
                                        new UnavailableException("a transaction on the event is pending", null))));
    }
}
