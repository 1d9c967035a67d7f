package dev.usher.bench.direct;

import dev.usher.Backend;
import dev.usher.bus.ServiceBus;
import dev.usher.config.Settings;
import dev.usher.dynamodb.AccessCheck;
import dev.usher.dynamodb.DynamoDbEventStore;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.events.EventVerticle;
import dev.usher.users.UserExistenceCache;
import dev.usher.users.UserLookup;
import dev.usher.users.UserVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The product's services over DynamoDB, with register and unregister done the direct way. Lists no user's events. */
final class DirectBackend implements Backend {
    private final Vertx vertx;
    private final ServiceBus bus;
    private final Settings settings;
    private final DynamoDbGateway dynamo;
    private final DynamoDbAsyncClient transactions;
    private final TableNames tables;
    private final DynamoDbUserStore users;
    private final UserExistenceCache known = new UserExistenceCache();

    private DirectBackend(
            Vertx vertx, ServiceBus bus, Settings settings, DynamoDbGateway dynamo, DynamoDbAsyncClient transactions) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.dynamo = dynamo;
        this.transactions = transactions;
        tables = TableNames.withPrefix(settings.tablePrefix());
        users = new DynamoDbUserStore(dynamo, tables);
    }

    static Future<Backend> open(Vertx vertx, ServiceBus bus, Settings settings) {
        return DynamoDbGateway.open(vertx, settings.dynamodbEndpoint().orElse(null), settings.requestTimeoutMillis())
                .compose(dynamo -> vertx.executeBlocking(() -> DirectClient.open(settings), false)
                        .map(client -> new DirectBackend(vertx, bus, settings, dynamo, client)));
    }

    @Override
    public Future<Void> prepare() {
        return new TableCreator(dynamo, tables).create().compose(done -> new AccessCheck(dynamo, tables).check());
    }

    @Override
    public List<Service> services() {
        return List.of(
                new Service("users", 1, () -> new UserVerticle(bus, users, known)),
                new Service("events", 1, () -> new EventVerticle(bus, new DynamoDbEventStore(dynamo, tables, 0))),
                new Service(
                        "registrations",
                        Runtime.getRuntime().availableProcessors(),
                        () -> new DirectVerticle(bus, ledger())));
    }

    private DirectLedger ledger() {
        return new DirectLedger(vertx, transactions, settings.tablePrefix(), new UserLookup(users, known)::exists);
    }

    @Override
    public Future<Void> ready() {
        return new TableProbe(dynamo, tables).check();
    }

    @Override
    public Future<Void> close() {
        return vertx.executeBlocking(
                        () -> {
                            transactions.close();
                            return null;
                        },
                        false)
                .compose(closed -> dynamo.close());
    }
}
