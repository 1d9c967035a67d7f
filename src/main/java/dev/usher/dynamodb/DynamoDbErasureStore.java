package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.read.BatchGetter;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.dynamodb.write.IdempotentTransaction;
import dev.usher.erasure.ErasureStore;
import dev.usher.erasure.PendingErasure;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.users.Erasure;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes and reads the tombstones of erased users, and lists the erasures that are not complete. A pending erasure is a
 * row of the table of registrations, under an id that no event has. Stateless: any context may call it.
 */
public final class DynamoDbErasureStore implements ErasureStore {
    private static final int PAGE = 100;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final BatchGetter users;
    private final BatchGetter registrations;
    private final Paginator pages;
    private final RowReader<PendingErasure> rows;

    public DynamoDbErasureStore(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.users = new BatchGetter(dynamo, tables.users());
        this.registrations = new BatchGetter(dynamo, tables.registrations());
        this.pages = new Paginator(dynamo);
        this.rows = new RowReader<>(dynamo, tables.registrations(), USER_ID, DynamoDbErasureStore::pending);
    }

    @Override
    public Future<Optional<Erasure>> begin(String userId, String by, Timestamp now) {
        var tombstone = new HashMap<>(ItemMapper.userKey(userId));
        put(tombstone, ERASED_AT, now);
        var isUser = is(USER_ID, text(userId)).and(absent(ERASED_AT));
        var begin = List.of(
                TransactItems.put(tables.users(), tombstone, isUser),
                TransactItems.put(tables.registrations(), item(new PendingErasure(userId, now, by))));
        return settled(begin)
                .compose(settled -> settled.isCommitted()
                        ? Future.succeededFuture(Optional.of(new Erasure(userId, now, false)))
                        : settled.firstRow()
                                .map(row -> state(row).map(Optional::of))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Erasure> state(Map<String, AttributeValue> tombstone) {
        var userId = text(tombstone, USER_ID);
        var erasedAt = time(tombstone, ERASED_AT);
        return registrations
                .rows(List.of(ItemMapper.registrationKey(ItemMapper.ERASURES, userId)))
                .map(pending -> new Erasure(userId, erasedAt, pending.isEmpty()));
    }

    private static Map<String, AttributeValue> item(PendingErasure erasure) {
        var item = new HashMap<>(ItemMapper.registrationKey(ItemMapper.ERASURES, erasure.userId()));
        put(item, AT, erasure.since());
        put(item, BY, erasure.by());
        return item;
    }

    private static PendingErasure pending(Map<String, AttributeValue> item) {
        return new PendingErasure(text(item, USER_ID), time(item, AT), textOrNull(item, BY));
    }

    @Override
    public Future<Page<PendingErasure>> pending(String after) {
        var keys = ConditionExpressions.ofEventAfter(ItemMapper.ERASURES, after);
        var query = QueryExpressions.of(tables.registrations(), keys).limit(PAGE + 1);
        return pages.query(query.build(), found -> found.items().size() > PAGE).map(found -> rows.page(found, PAGE));
    }

    @Override
    public Future<Boolean> end(PendingErasure erasure) {
        var unchanged = is(AT, time(erasure.since()));
        var key = ItemMapper.registrationKey(ItemMapper.ERASURES, erasure.userId());
        return settled(List.of(TransactItems.delete(tables.registrations(), key, unchanged)))
                .map(IdempotentTransaction.Settled::isCommitted);
    }

    /** Returns those of these users who are erased. */
    Future<Set<String>> erased(Set<String> userIds) {
        return users.rows(userIds.stream().map(ItemMapper::userKey).toList()).map(found -> found.stream()
                .filter(row -> row.containsKey(ERASED_AT))
                .map(row -> text(row, USER_ID))
                .collect(Collectors.toSet()));
    }

    /** Lists the erasures of these users as pending, unless they are. */
    Future<Void> resume(Set<String> userIds) {
        var absent = absent(USER_ID);
        return Future.all(userIds.stream()
                        .map(userId -> item(new PendingErasure(userId, Timestamp.now(), null)))
                        .map(item -> settled(List.of(TransactItems.put(tables.registrations(), item, absent))))
                        .toList())
                .mapEmpty();
    }

    private Future<IdempotentTransaction.Settled> settled(List<TransactWriteItem> actions) {
        return new IdempotentTransaction(dynamo, actions).settled();
    }
}
