package dev.usher.dynamodb.table;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * Creates missing tables and enables the expiry of change log rows. May be called on any context, and by several
 * replicas at the same time. Changes nothing else about an existing table.
 */
public final class TableCreator {
    private static final Logger LOG = LoggerFactory.getLogger(TableCreator.class);

    private final DynamoDbGateway dynamo;
    private final TableNames tables;

    public TableCreator(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    /** Completes when all tables are active; fails with an {@code UnavailableException} while one is not. */
    public Future<Void> create() {
        return Future.all(TableDefinitions.of(tables).stream().map(this::active).toList())
                .compose(active -> expiring(tables.changes()));
    }

    private Future<Void> active(CreateTableRequest schema) {
        return status(schema.tableName())
                .recover(failure ->
                        failure instanceof ResourceNotFoundException ? created(schema) : Future.failedFuture(failure))
                .compose(status -> status == TableStatus.ACTIVE
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new UnavailableException("table=" + schema.tableName() + " is not active yet", null)));
    }

    private Future<TableStatus> status(String table) {
        return dynamo.call(client -> client.describeTable(describe -> describe.tableName(table)))
                .map(described -> described.table().tableStatus());
    }

    /** Treats a table that another replica is creating, and the limit on concurrent creations, as still creating. */
    private Future<TableStatus> created(CreateTableRequest schema) {
        return dynamo.call(client -> client.createTable(schema))
                .map(response -> {
                    LOG.info("table={} created", schema.tableName());
                    TableDescription table = response.tableDescription();
                    return table.tableStatus();
                })
                .recover(failure ->
                        failure instanceof ResourceInUseException || failure instanceof LimitExceededException
                                ? Future.succeededFuture(TableStatus.CREATING)
                                : Future.failedFuture(failure));
    }

    private Future<Void> expiring(String table) {
        return expires(table).compose(on -> on ? Future.succeededFuture() : switchOnExpiry(table));
    }

    /** DynamoDB rejects the call if expiry is already enabled, by another replica or a try whose response was lost. */
    private Future<Void> switchOnExpiry(String table) {
        var onExpires = TimeToLiveSpecification.builder()
                .attributeName(AttributeNames.EXPIRES)
                .enabled(true)
                .build();
        return dynamo.call(client -> client.updateTimeToLive(
                        update -> update.tableName(table).timeToLiveSpecification(onExpires)))
                .<Void>mapEmpty()
                .recover(failure ->
                        expires(table).compose(on -> on ? Future.succeededFuture() : Future.failedFuture(failure)));
    }

    private Future<Boolean> expires(String table) {
        return dynamo.call(client -> client.describeTimeToLive(describe -> describe.tableName(table)))
                .map(described -> described.timeToLiveDescription().timeToLiveStatus())
                .map(status -> status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING);
    }
}
