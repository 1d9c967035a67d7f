package dev.usher.dynamodb;

import dev.usher.bus.DeniedException;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Proves each right to the tables that the server needs, and that {@link TableCheck} does not use, without writing
 * anything: DynamoDB checks the rights of a transaction before its conditions, and these conditions never hold. At a
 * start these are the first calls of their kinds, which are slow on the thread that makes them, before anybody waits
 * for one.
 */
public final class AccessCheck {
    private static final String NOBODY = TableCheck.NOBODY;

    private final Dynamo dynamo;
    private final Tables tables;

    public AccessCheck(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    /** Fails with a {@code DeniedException} when a right is missing. */
    public Future<Void> check() {
        var reads = Stream.of(
                get(tables.users(), Items.userKey(NOBODY)),
                get(tables.events(), Items.eventKey(NOBODY)),
                get(tables.registrations(), Items.registrationKey(NOBODY, NOBODY)),
                get(tables.waitlist(), Items.placeKey(NOBODY, 0)),
                get(tables.changes(), Items.changesKey(NOBODY, 0)),
                query(tables.registrations()),
                query(tables.waitlist()),
                query(tables.changes()),
                scan(tables.events()),
                scan(tables.registrations()),
                new SerializableReads(dynamo, tables).snapshot(NOBODY, Set.of(NOBODY)));
        return Future.all(reads.toList()).compose(read -> write());
    }

    /** Succeeds unless a call was denied since the access was last proven; then proves it again. */
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
        var query = Queries.of(table, Conditions.ofEvent(NOBODY)).limit(1);
        return dynamo.call(client -> client.query(query.build()));
    }

    /** Also a conflict, with another process that checks, comes after the rights. */
    private Future<Void> write() {
        return new Transaction(dynamo, writes()).send().compose(verdict -> switch (verdict.kind()) {
            case COMMITTED, REFUTED -> Future.succeededFuture();
            case CANCELLED, UNKNOWN ->
                verdict.kind() == Verdict.Kind.CANCELLED && !verdict.throttled()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new UnavailableException("the store confirmed no transaction", verdict.cause()));
            case POISON -> Future.failedFuture(verdict.cause());
        });
    }

    /** Each on a row of its own, that does not exist: no id starts like these. */
    private List<TransactWriteItem> writes() {
        var name = Update.set(Attributes.NAME, Values.text(NOBODY));
        var user = Expression.is(Attributes.USER_ID, Values.text(NOBODY));
        var event = Expression.is(Attributes.EVENT_ID, Values.text(NOBODY));
        return List.of(
                Actions.put(tables.users(), Items.userKey(NOBODY), user),
                Actions.put(tables.events(), Items.eventKey(nobody(1)), event),
                Actions.update(tables.events(), Items.eventKey(nobody(2)), name, event),
                Actions.put(tables.registrations(), Items.registrationKey(NOBODY, nobody(1)), event),
                Actions.update(tables.registrations(), Items.registrationKey(NOBODY, nobody(2)), name, event),
                Actions.delete(tables.registrations(), Items.registrationKey(NOBODY, nobody(3)), event),
                Actions.check(tables.registrations(), Items.registrationKey(NOBODY, nobody(4)), event),
                Actions.put(tables.waitlist(), Items.placeKey(NOBODY, 1), event),
                Actions.update(tables.waitlist(), Items.placeKey(NOBODY, 2), name, event),
                Actions.put(tables.changes(), Items.changesKey(NOBODY, 0), event));
    }

    private static String nobody(int number) {
        return NOBODY.repeat(number);
    }
}
