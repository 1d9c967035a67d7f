package dev.usher.bench.direct;

import dev.usher.Backend;
import dev.usher.bus.Bus;
import dev.usher.config.Settings;
import dev.usher.dynamodb.AccessCheck;
import dev.usher.dynamodb.Dynamo;
import dev.usher.dynamodb.DynamoEvents;
import dev.usher.dynamodb.DynamoUsers;
import dev.usher.dynamodb.TableCheck;
import dev.usher.dynamodb.TableCreator;
import dev.usher.dynamodb.Tables;
import dev.usher.events.EventVerticle;
import dev.usher.users.KnownUsers;
import dev.usher.users.UserVerticle;
import dev.usher.users.Users;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The product's services over DynamoDB, with register and unregister done the direct way. Lists no user's events. */
final class DirectBackend implements Backend {
    private final Vertx vertx;
    private final Bus bus;
    private final Settings settings;
    private final Dynamo dynamo;
    private final DynamoDbAsyncClient transactions;
    private final Tables tables;
    private final DynamoUsers users;
    private final KnownUsers known = new KnownUsers();

    private DirectBackend(Vertx vertx, Bus bus, Settings settings, Dynamo dynamo, DynamoDbAsyncClient transactions) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.dynamo = dynamo;
        this.transactions = transactions;
        tables = Tables.withPrefix(settings.tablePrefix());
        users = new DynamoUsers(dynamo, tables);
    }

    static Future<Backend> open(Vertx vertx, Bus bus, Settings settings) {
        return Dynamo.open(vertx, settings.dynamodbEndpoint().orElse(null), settings.requestTimeoutMillis())
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
                new Service("events", 1, () -> new EventVerticle(bus, new DynamoEvents(dynamo, tables, 0))),
                new Service(
                        "registrations",
                        Runtime.getRuntime().availableProcessors(),
                        () -> new DirectVerticle(bus, ledger())));
    }

    private DirectLedger ledger() {
        return new DirectLedger(vertx, transactions, settings.tablePrefix(), new Users(users, known)::exists);
    }

    @Override
    public Future<Void> ready() {
        return new TableCheck(dynamo, tables).check();
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
