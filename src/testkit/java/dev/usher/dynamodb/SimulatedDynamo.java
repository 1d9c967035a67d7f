package dev.usher.dynamodb;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.events.EventStore;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.users.UserStore;
import io.vertx.core.Vertx;

/** Creates the stores over a client that is not DynamoDB's. */
public final class SimulatedDynamo {
    private final DynamoDbGateway dynamo;
    private final TableNames tables = TableNames.withPrefix("");

    public SimulatedDynamo(Vertx vertx, StubDynamoDb client) {
        dynamo = client.gateway(vertx);
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
