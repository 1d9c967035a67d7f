package dev.usher.dynamodb;

import dev.usher.events.EventStore;
import dev.usher.registrations.LedgerStore;
import io.vertx.core.Vertx;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Creates the stores over a client that is not DynamoDB's. */
public final class SimulatedDynamo {
    private final Dynamo dynamo;
    private final Tables tables = Tables.withPrefix("");

    public SimulatedDynamo(Vertx vertx, DynamoDbAsyncClient client) {
        dynamo = new Dynamo(vertx, client, client, Timeouts.within(5_000), () -> {});
    }

    public LedgerStore ledger() {
        return new DynamoLedger(dynamo, tables, 0);
    }

    public EventStore events() {
        return new DynamoEvents(dynamo, tables, 0);
    }
}
