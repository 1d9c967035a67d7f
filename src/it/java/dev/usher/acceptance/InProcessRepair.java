package dev.usher.acceptance;

import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.DynamoDbRepairStore;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.repair.EventRepair;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the command {@code --repair} without a separate process. Blocks its callers. */
final class InProcessRepair {
    private static final long REQUEST_MILLIS = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final DynamoDbGateway dynamo;

    InProcessRepair(URI store) throws Exception {
        dynamo = LocalUsher.get(DynamoDbGateway.open(vertx, store, REQUEST_MILLIS));
    }

    record Outcome(EventRepair.Result result, List<String> lines) {}

    Outcome run(String prefix, String eventId, boolean write) throws Exception {
        var tables = TableNames.withPrefix(prefix);
        var lines = new CopyOnWriteArrayList<String>();
        var repair = new EventRepair(
                vertx,
                new DynamoDbLedgerStore(dynamo, tables, 0),
                new DynamoDbRepairStore(dynamo, tables, 0),
                new DynamoDbUserStore(dynamo, tables),
                lines::add);
        return new Outcome(LocalUsher.get(repair.run(eventId, write)), List.copyOf(lines));
    }

    void close() throws Exception {
        LocalUsher.get(dynamo.close());
        LocalUsher.get(vertx.close());
    }
}
