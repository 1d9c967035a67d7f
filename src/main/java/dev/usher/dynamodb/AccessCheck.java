package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.dynamodb.read.SerializableReads;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.dynamodb.write.IdempotentTransaction;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Checks each permission on the tables that the server needs and {@link TableProbe} does not use. Writes nothing:
 * DynamoDB checks the permissions of a transaction before its conditions, and these conditions never hold. At startup
 * this also warms up the SDK, because the first call of each kind is slow on the calling thread.
 */
public final class AccessCheck {
    private static final String ABSENT_ID = TableProbe.ABSENT_ID;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;

    public AccessCheck(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    /** Fails with a {@code DeniedException} if a permission is missing. */
    public Future<Void> check() {
        var reads = Stream.of(
                get(tables.users(), ItemMapper.userKey(ABSENT_ID)),
                get(tables.events(), ItemMapper.eventKey(ABSENT_ID)),
                get(tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, ABSENT_ID)),
                get(tables.waitlist(), ItemMapper.entryKey(ABSENT_ID, 0)),
                get(tables.changes(), ItemMapper.changesKey(ABSENT_ID, 0)),
                query(tables.registrations()),
                query(tables.waitlist()),
                query(tables.changes()),
                scan(tables.events()),
                scan(tables.registrations()),
                new SerializableReads(dynamo, tables).snapshot(ABSENT_ID, Set.of(ABSENT_ID)));
        return Future.all(reads.toList()).compose(read -> write());
    }

    /** Repeats the check if a call was denied since access was last proven; otherwise succeeds at once. */
    public Future<Void> regained() {
        return dynamo.denied()
                .map(denial -> check().transform(checked -> {
                    if (checked.failed()) {
                        return Future.<Void>failedFuture(new DeniedException(denial, checked.cause()));
                    }
                    dynamo.proven(denial);
                    return Future.<Void>succeededFuture();
                }))
                .orElseGet(Future::succeededFuture);
    }

    private Future<?> get(String table, Map<String, AttributeValue> key) {
        return dynamo.call(client -> client.getItem(get -> get.tableName(table).key(key)));
    }

    private Future<?> scan(String table) {
        return dynamo.call(client -> client.scan(scan -> scan.tableName(table).limit(1)));
    }

    private Future<?> query(String table) {
        var query = QueryExpressions.of(table, ConditionExpressions.ofEvent(ABSENT_ID))
                .limit(1);
        return dynamo.call(client -> client.query(query.build()));
    }

    /** A conflict, for example with the check of another process, also implies that the permissions exist. */
    private Future<Void> write() {
        return new IdempotentTransaction(dynamo, writes()).send().compose(verdict -> switch (verdict.kind()) {
            case COMMITTED, CONDITION_FAILED -> Future.succeededFuture();
            case CANCELLED, UNKNOWN ->
                verdict.kind() == TransactionResult.Kind.CANCELLED && !verdict.throttled()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new UnavailableException("DynamoDB did not confirm the transaction", verdict.cause()));
            case POISON -> Future.failedFuture(verdict.cause());
        });
    }

    /** One action per row. None of the rows exists, because no id starts with these characters. */
    private List<TransactWriteItem> writes() {
        var name = UpdateExpression.set(NAME, text(ABSENT_ID));
        var user = is(USER_ID, text(ABSENT_ID));
        var event = is(EVENT_ID, text(ABSENT_ID));
        var ofTables = Stream.of(
                TransactItems.put(tables.users(), ItemMapper.userKey(ABSENT_ID), user),
                TransactItems.update(tables.users(), ItemMapper.userKey(absentId(2)), name, user),
                TransactItems.put(tables.events(), ItemMapper.eventKey(absentId(1)), event),
                TransactItems.update(tables.events(), ItemMapper.eventKey(absentId(2)), name, event),
                TransactItems.delete(tables.events(), ItemMapper.eventKey(absentId(3)), event),
                TransactItems.put(tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, absentId(1)), event),
                TransactItems.update(
                        tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, absentId(2)), name, event),
                TransactItems.delete(tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, absentId(3)), event),
                TransactItems.check(tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, absentId(4)), event),
                TransactItems.put(tables.waitlist(), ItemMapper.entryKey(ABSENT_ID, 1), event),
                TransactItems.update(tables.waitlist(), ItemMapper.entryKey(ABSENT_ID, 2), name, event),
                TransactItems.delete(tables.waitlist(), ItemMapper.entryKey(ABSENT_ID, 3), event),
                TransactItems.put(tables.changes(), ItemMapper.changesKey(ABSENT_ID, 0), event),
                TransactItems.delete(tables.changes(), ItemMapper.changesKey(ABSENT_ID, 1), event));
        var ofDeliveries = tables.deliveries().stream()
                .map(table -> TransactItems.put(table, ItemMapper.deliveryKey(ABSENT_ID), event));
        return Stream.concat(ofTables, ofDeliveries).toList();
    }

    private static String absentId(int number) {
        return ABSENT_ID.repeat(number);
    }
}
