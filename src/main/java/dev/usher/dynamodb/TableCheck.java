package dev.usher.dynamodb;

import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Whether all tables and indexes answer, asked with three cheap calls that need no right which the server does not need
 * anyway.
 */
public final class TableCheck {
    /** No id starts with this character. */
    static final String NOBODY = "-";

    private static final String INVALID = "ValidationException";

    private final Dynamo dynamo;
    private final Tables tables;
    private final Map<String, KeysAndAttributes> keys;

    public TableCheck(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.keys = Map.of(
                tables.users(), key(Items.userKey(NOBODY)),
                tables.events(), key(Items.eventKey(NOBODY)),
                tables.registrations(), key(Items.registrationKey(NOBODY, NOBODY)),
                tables.waitlist(), key(Items.placeKey(NOBODY, 0)),
                tables.changes(), key(Items.changesKey(NOBODY, 0)));
    }

    /** Fails unless every table and every index answers, and names those that do not exist. */
    public Future<Void> check() {
        return check(false).mapEmpty();
    }

    /**
     * As above.
     *
     * @param tablesMayBeMissing whether only an index that its table lacks is a failure
     * @return whether all tables are there
     */
    public Future<Boolean> check(boolean tablesMayBeMissing) {
        return Future.all(rows(keys), seatsOwed(), userRegistrations())
                .map(true)
                .recover(failure -> lacksTable(failure) || lacksIndex(failure)
                        ? missing(tablesMayBeMissing)
                        : Future.failedFuture(failure));
    }

    /** Fails with what the SDK said, also while the store is known not to answer. */
    Future<?> ask() {
        return dynamo.probe(client -> client.batchGetItem(get -> get.requestItems(keys)));
    }

    /** Asks again, one by one, since DynamoDB does not say which table it lacks. */
    private Future<Boolean> missing(boolean tablesMayBeMissing) {
        var ofTables = tables.all().stream()
                .map(table -> absentTable(table, rows(Map.of(table, keys.get(table)))))
                .toList();
        var ofIndexes = List.of(
                absentIndex(Tables.SEATS_OWED + " of " + tables.events(), seatsOwed()),
                absentIndex(Tables.USER_REGISTRATIONS + " of " + tables.registrations(), userRegistrations()));
        return Future.all(Future.all(ofTables), Future.all(ofIndexes)).compose(looked -> {
            var absentTables = found(ofTables);
            var absent = new ArrayList<>(tablesMayBeMissing ? List.<String>of() : absentTables);
            absent.addAll(found(ofIndexes));
            return absent.isEmpty()
                    ? Future.succeededFuture(absentTables.isEmpty())
                    : Future.failedFuture(new IllegalStateException("missing: " + String.join(", ", absent)));
        });
    }

    private static List<String> found(List<Future<Optional<String>>> looks) {
        return looks.stream().flatMap(look -> look.result().stream()).toList();
    }

    private static Future<Optional<String>> absentTable(String table, Future<?> look) {
        return look.map(Optional.<String>empty())
                .recover(failure -> lacksTable(failure)
                        ? Future.succeededFuture(Optional.of("table " + table))
                        : Future.failedFuture(failure));
    }

    /** An index of a table that does not exist is not counted. */
    private static Future<Optional<String>> absentIndex(String index, Future<?> look) {
        return look.map(Optional.<String>empty()).recover(failure -> {
            if (lacksIndex(failure)) {
                return Future.succeededFuture(Optional.of("index " + index));
            }
            return lacksTable(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure);
        });
    }

    private static boolean lacksTable(Throwable failure) {
        return failure instanceof ResourceNotFoundException;
    }

    private static boolean lacksIndex(Throwable failure) {
        return failure instanceof AwsServiceException refusal
                && refusal.awsErrorDetails() != null
                && INVALID.equals(refusal.awsErrorDetails().errorCode());
    }

    private Future<?> rows(Map<String, KeysAndAttributes> asked) {
        return dynamo.call(client -> client.batchGetItem(get -> get.requestItems(asked)))
                .compose(response -> response.unprocessedKeys().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new UnavailableException(
                                "no answer from "
                                        + response.unprocessedKeys().keySet().stream()
                                                .sorted()
                                                .collect(Collectors.joining(", ")),
                                null)));
    }

    private Future<?> seatsOwed() {
        return dynamo.call(client -> client.scan(scan ->
                scan.tableName(tables.events()).indexName(Tables.SEATS_OWED).limit(1)));
    }

    private Future<?> userRegistrations() {
        var query = Queries.of(tables.registrations(), Conditions.ofUser(NOBODY))
                .indexName(Tables.USER_REGISTRATIONS)
                .consistentRead(false)
                .limit(1);
        return dynamo.call(client -> client.query(query.build()));
    }

    private static KeysAndAttributes key(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder().keys(List.of(key)).build();
    }
}
