package dev.usher.dynamodb;

import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.EventStore;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.users.UserStore;
import io.vertx.core.Vertx;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Creates the stores over a client that is not DynamoDB's. */
public final class SimulatedDynamo {
    private final DynamoDbGateway dynamo;
    private final TableNames tables = TableNames.withPrefix("");

    public SimulatedDynamo(Vertx vertx, DynamoDbAsyncClient client) {
        dynamo = new DynamoDbGateway(vertx, client, client, CallTimeouts.within(5_000), () -> {});
    }

    public LedgerStore ledger() {
        return new DynamoDbLedgerStore(dynamo, tables, 0);
    }

    public EventStore events() {
        return new DynamoDbEventStore(dynamo, tables, 0);
    }

    public UserStore users() {
        return new DynamoDbUserStore(dynamo, tables);
    }
}
