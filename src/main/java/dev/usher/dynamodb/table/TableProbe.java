package dev.usher.dynamodb.table;

import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Checks that all tables and indexes exist and are readable. Uses cheap calls that need no permissions beyond the
 * server's own.
 */
public final class TableProbe {
    /** Key of a row that does not exist: no id starts with this character. */
    public static final String ABSENT_ID = "-";

    private static final Logger LOG = LoggerFactory.getLogger(TableProbe.class);
    private static final String INVALID = "ValidationException";
    /** Indexes of keys that the server scans; it queries all others. */
    private static final Set<String> SCANNED = Set.of(TableNames.SEATS_OWED, TableNames.UNTOLD);

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final Map<String, KeysAndAttributes> keys;

    public TableProbe(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.keys = Stream.concat(
                        Stream.of(
                                Map.entry(tables.users(), ItemMapper.userKey(ABSENT_ID)),
                                Map.entry(tables.events(), ItemMapper.eventKey(ABSENT_ID)),
                                Map.entry(tables.registrations(), ItemMapper.registrationKey(ABSENT_ID, ABSENT_ID)),
                                Map.entry(tables.waitlist(), ItemMapper.entryKey(ABSENT_ID, 0)),
                                Map.entry(tables.changes(), ItemMapper.changesKey(ABSENT_ID, 0))),
                        tables.deliveries().stream().map(table -> Map.entry(table, ItemMapper.deliveryKey(ABSENT_ID))))
                .collect(Collectors.toMap(Map.Entry::getKey, key -> KeysAndAttributes.builder()
                        .keys(List.of(key.getValue()))
                        .build()));
    }

    /** Fails unless every table and index can be read. The message names those that do not exist. */
    public Future<Void> check() {
        return check(false).mapEmpty();
    }

    /**
     * As above.
     *
     * @param tablesMayBeMissing whether only an index missing from an existing table is a failure
     * @return whether all tables exist
     */
    public Future<Boolean> check(boolean tablesMayBeMissing) {
        var ofTables = tables.all().stream()
                .map(table -> absent("table " + table, false, read(Map.of(table, keys.get(table)))))
                .toList();
        var ofIndexes = TableDefinitions.of(tables).stream()
                .flatMap(table -> table.globalSecondaryIndexes().stream()
                        .filter(index -> tables.deliveries().isPresent()
                                || !index.indexName().equals(TableNames.UNTOLD))
                        .map(index -> absent(
                                "index " + index.indexName() + " of " + table.tableName(), true, read(table, index))))
                .toList();
        return Future.all(Future.all(ofTables), Future.all(ofIndexes)).compose(looked -> {
            var absentTables = names(ofTables);
            var absent = Stream.concat(
                            tablesMayBeMissing ? Stream.empty() : absentTables.stream(), names(ofIndexes).stream())
                    .collect(Collectors.joining(", "));
            return absent.isEmpty()
                    ? Future.succeededFuture(absentTables.isEmpty())
                    : Future.failedFuture(new IllegalStateException("missing: " + absent));
        });
    }

    /** Sends a read even while the circuit is open. Fails with the SDK's exception. */
    public Future<?> ask() {
        return dynamo.probe(client -> client.batchGetItem(get -> get.requestItems(keys)));
    }

    /** The name if it does not exist, else empty. An index of a missing table is not reported. */
    private static Future<Optional<String>> absent(String name, boolean isIndex, Future<?> answer) {
        return answer.map(Optional.<String>empty()).recover(failure -> {
            boolean lacksTable = failure instanceof ResourceNotFoundException;
            boolean lacksIndex = isIndex
                    && failure instanceof AwsServiceException refusal
                    && refusal.awsErrorDetails() != null
                    && INVALID.equals(refusal.awsErrorDetails().errorCode());
            return lacksTable || lacksIndex
                    ? Future.succeededFuture(Optional.of(name).filter(counted -> !isIndex || lacksIndex))
                    : Future.failedFuture(failure);
        });
    }

    private static List<String> names(List<Future<Optional<String>>> absent) {
        return absent.stream().flatMap(name -> name.result().stream()).toList();
    }

    private Future<?> read(Map<String, KeysAndAttributes> asked) {
        return dynamo.call(client -> client.batchGetItem(get -> get.requestItems(asked)));
    }

    /** Reads as the server does: its permissions allow no other call. */
    private Future<?> read(CreateTableRequest table, GlobalSecondaryIndex index) {
        var name = index.indexName();
        if (SCANNED.contains(name)) {
            return dynamo.call(client -> client.scan(
                    scan -> scan.tableName(table.tableName()).indexName(name).limit(1)));
        }
        var keys = is(index.keySchema().get(0).attributeName(), text(ABSENT_ID));
        var query = QueryExpressions.of(table.tableName(), keys)
                .indexName(name)
                .consistentRead(false)
                .limit(1);
        return dynamo.call(client -> client.query(query.build()));
    }

    /**
     * Fails for a global table with strong consistency across Regions, because DynamoDB has no transactions on it.
     * Skips a table that cannot be described, for example without the permission.
     */
    public Future<Void> regions() {
        return Future.all(tables.all().stream().map(this::region).toList()).mapEmpty();
    }

    private Future<Void> region(String table) {
        return dynamo.probe(client -> client.describeTable(describe -> describe.tableName(table)))
                .map(described -> described.table().multiRegionConsistency())
                .onFailure(failure -> LOG.debug("table={} was not described: {}", table, failure.toString()))
                .otherwiseEmpty()
                .compose(consistency -> consistency == MultiRegionConsistency.STRONG
                        ? Future.failedFuture(new IllegalStateException("table=" + table
                                + " is a global table with strong consistency across Regions, which has no transactions;"
                                + " use a table of one Region, or a global table with eventual consistency that one"
                                + " Region alone writes"))
                        : Future.succeededFuture());
    }
}
