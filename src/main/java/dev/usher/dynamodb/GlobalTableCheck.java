package dev.usher.dynamodb;

import dev.usher.bus.DeniedException;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Refuses global tables that are strongly consistent across Regions: DynamoDB has no transactions on them. */
public final class GlobalTableCheck {
    private static final Logger LOG = LoggerFactory.getLogger(GlobalTableCheck.class);

    private final Dynamo dynamo;
    private final Tables tables;

    public GlobalTableCheck(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    /**
     * Fails for such a table. Passes over a table that does not exist, or cannot be described, as without the right.
     */
    public Future<Void> check() {
        return Future.all(tables.all().stream().map(this::check).toList()).mapEmpty();
    }

    private Future<Void> check(String table) {
        return dynamo.call(client -> client.describeTable(describe -> describe.tableName(table)
                        .overrideConfiguration(call -> call.putExecutionAttribute(WatchedCalls.OPTIONAL, true))))
                .map(described -> described.table().multiRegionConsistency())
                .recover(failure -> passedOver(table, failure))
                .compose(consistency -> consistency == MultiRegionConsistency.STRONG
                        ? Future.failedFuture(new IllegalStateException("table=" + table
                                + " is a global table with strong consistency across Regions, which has no transactions;"
                                + " use a table of one Region, or a global table with eventual consistency that one"
                                + " Region alone writes"))
                        : Future.succeededFuture());
    }

    private static Future<MultiRegionConsistency> passedOver(String table, Throwable failure) {
        if (failure instanceof DeniedException
                || failure instanceof UnavailableException
                || failure instanceof ResourceNotFoundException) {
            LOG.debug("table={} was not described: {}", table, failure.toString());
            return Future.succeededFuture();
        }
        return Future.failedFuture(failure);
    }
}
