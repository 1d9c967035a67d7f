package dev.usher;

import dev.usher.bus.ServiceBus;
import dev.usher.config.Settings;
import dev.usher.config.WebhookSettings;
import dev.usher.dynamodb.AccessCheck;
import dev.usher.dynamodb.DynamoDbDeliveryStore;
import dev.usher.dynamodb.DynamoDbErasureStore;
import dev.usher.dynamodb.DynamoDbEventStore;
import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.DynamoDbRegistrationStore;
import dev.usher.dynamodb.DynamoDbRepairStore;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import dev.usher.dynamodb.table.TableProbe;
import dev.usher.erasure.ErasureVerticle;
import dev.usher.erasure.RegistrationEnding;
import dev.usher.events.EventVerticle;
import dev.usher.feed.ChangeLog;
import dev.usher.feed.ChangesVerticle;
import dev.usher.feed.EventFeedVerticle;
import dev.usher.metrics.Metrics;
import dev.usher.registrations.LapseVerticle;
import dev.usher.registrations.PromotionVerticle;
import dev.usher.registrations.RegistrationService;
import dev.usher.registrations.RegistrationVerticle;
import dev.usher.registrations.RosterService;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.repair.ConsistencyCheckVerticle;
import dev.usher.repair.IndexBackfillVerticle;
import dev.usher.tracing.Tracing;
import dev.usher.users.UserExistenceCache;
import dev.usher.users.UserLookup;
import dev.usher.users.UserVerticle;
import dev.usher.webhook.WebhookListener;
import dev.usher.webhook.WebhookVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Services of Usher over DynamoDB. */
final class DynamoDbBackend implements Backend {
    /**
     * Listeners for metrics and traces.
     *
     * @param queue receives a supplier of the number of pending changes
     * @param webhook called if there is a webhook
     */
    private record Watches(
            LedgerListener turns, CallListener calls, Consumer<IntSupplier> queue, Supplier<WebhookListener> webhook) {}

    private static final long PREPARE_MILLIS = 60_000;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final Settings settings;
    private final DynamoDbGateway dynamo;
    private final Watches watches;
    private final TableNames tables;
    private final TableProbe tableCheck;
    private final AccessCheck accessCheck;
    private final DynamoDbUserStore users;
    private final DynamoDbEventStore events;
    private final DynamoDbRegistrationStore registrations;
    private final DynamoDbLedgerStore ledger;
    private final UserExistenceCache known = new UserExistenceCache();
    private final SeatLedger seats;

    private DynamoDbBackend(Vertx vertx, ServiceBus bus, Settings settings, DynamoDbGateway dynamo, Watches watches) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.dynamo = dynamo;
        this.watches = watches;
        tables =
                TableNames.withPrefix(settings.tablePrefix(), settings.webhook().isPresent());
        tableCheck = new TableProbe(dynamo, tables);
        accessCheck = new AccessCheck(dynamo, tables);
        users = new DynamoDbUserStore(dynamo, tables);
        events = new DynamoDbEventStore(dynamo, tables, settings.changesDays());
        registrations = new DynamoDbRegistrationStore(dynamo, tables);
        ledger = new DynamoDbLedgerStore(dynamo, tables, settings.changesDays());
        seats = new SeatLedger(vertx, bus, ledger, settings.requestTimeoutMillis(), watches.turns());
        watches.queue().accept(seats::waiting);
    }

    /** Returns a factory of backends with metrics, and with traces if tracing is configured. */
    static Opening opening(Metrics metrics, Optional<Tracing> tracing) {
        var turns = tracing.map(on -> on.turns(metrics.ledger())).orElseGet(metrics::ledger);
        var calls = tracing.map(on -> on.calls(metrics.calls())).orElseGet(metrics::calls);
        var watches = new Watches(turns, calls, metrics::watchQueue, metrics::webhook);
        return (vertx, bus, settings) -> open(vertx, bus, settings, watches);
    }

    /** Fails without a region or credentials; does not call DynamoDB yet. */
    private static Future<Backend> open(Vertx vertx, ServiceBus bus, Settings settings, Watches watches) {
        return DynamoDbGateway.open(
                        vertx,
                        settings.dynamodbEndpoint().orElse(null),
                        settings.requestTimeoutMillis(),
                        watches.calls())
                .map(dynamo -> new DynamoDbBackend(vertx, bus, settings, dynamo, watches));
    }

    /**
     * Uses separate clients with longer timeouts than while serving: the first calls load classes, which takes seconds
     * on a busy machine.
     */
    @Override
    public Future<Void> prepare() {
        return DynamoDbGateway.open(vertx, settings.dynamodbEndpoint().orElse(null), PREPARE_MILLIS, watches.calls())
                .compose(patient -> prepare(patient).onComplete(done -> patient.close()))
                .onSuccess(done -> dynamo.watch(tableCheck::ask));
    }

    private Future<Void> prepare(DynamoDbGateway patient) {
        var check = new TableProbe(patient, tables);
        var created =
                settings.createTables() ? new TableCreator(patient, tables).create() : Future.<Void>succeededFuture();
        return created.compose(done -> check.check())
                .compose(done -> check.regions())
                .compose(done -> new AccessCheck(patient, tables).check());
    }

    @Override
    public List<Service> services() {
        int loops = Runtime.getRuntime().availableProcessors();
        var always = Stream.of(
                new Service("users", 1, () -> new UserVerticle(bus, users, known)),
                new Service("events", 1, () -> new EventVerticle(bus, events)),
                new Service("registrations", loops, () -> new RegistrationVerticle(bus, registrations(), roster())),
                new Service(
                        "feed",
                        1,
                        () -> new EventFeedVerticle(
                                bus, new ChangeLog(ledger), new ChangeLog(ledger), settings.requestTimeoutMillis())),
                new Service(
                        "changes",
                        1,
                        () -> new ChangesVerticle(bus, new ChangeLog(ledger), settings.requestTimeoutMillis())),
                new Service(
                        "self-check",
                        1,
                        () -> new ConsistencyCheckVerticle(
                                events,
                                ledger,
                                repairs(),
                                users,
                                watches.turns(),
                                eventId -> dynamo.checkClock().onSuccess(right -> seats.handOn(eventId)),
                                settings.selfCheckIntervalMillis())),
                new Service("index-backfill", 1, () -> new IndexBackfillVerticle(repairs())),
                new Service(
                        "promotion",
                        1,
                        () -> new PromotionVerticle(
                                bus, registrations(), ledger, seats, settings.sweepIntervalMillis())),
                new Service("lapses", 1, () -> new LapseVerticle(ledger, seats, settings.sweepIntervalMillis())),
                new Service("erasure", 1, this::erasure));
        return Stream.concat(settings.webhook().stream().map(this::webhook), always)
                .toList();
    }

    private Service webhook(WebhookSettings webhook) {
        return new Service(
                "webhook",
                1,
                () -> new WebhookVerticle(
                        bus,
                        new DynamoDbDeliveryStore(dynamo, tables),
                        new ChangeLog(ledger),
                        webhook,
                        watches.webhook().get(),
                        settings.sweepIntervalMillis()));
    }

    /** Returns a new instance for each verticle: look-ups of users are batched per context. */
    private RegistrationService registrations() {
        return new RegistrationService(seats, ledger, registrations, events, new UserLookup(users, known)::exists);
    }

    private ErasureVerticle erasure() {
        long deadline = settings.requestTimeoutMillis();
        return new ErasureVerticle(
                bus,
                new DynamoDbErasureStore(dynamo, tables),
                new RegistrationEnding(registrations, seats, deadline),
                known,
                deadline,
                settings.sweepIntervalMillis());
    }

    private DynamoDbRepairStore repairs() {
        return new DynamoDbRepairStore(dynamo, tables, settings.changesDays());
    }

    private RosterService roster() {
        var lookup = new UserLookup(users, known);
        return new RosterService(ledger, registrations, lookup::exists, lookup::names);
    }

    @Override
    public Future<Void> ready() {
        return tableCheck.check().compose(there -> accessCheck.regained()).compose(granted -> dynamo.checkClock());
    }

    @Override
    public Future<Void> close() {
        return dynamo.close();
    }
}
