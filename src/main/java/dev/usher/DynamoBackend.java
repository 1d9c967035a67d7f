package dev.usher;

import dev.usher.bus.Bus;
import dev.usher.config.Settings;
import dev.usher.dynamodb.AccessCheck;
import dev.usher.dynamodb.CallWatch;
import dev.usher.dynamodb.Dynamo;
import dev.usher.dynamodb.DynamoEvents;
import dev.usher.dynamodb.DynamoLedger;
import dev.usher.dynamodb.DynamoRegistrations;
import dev.usher.dynamodb.DynamoRepair;
import dev.usher.dynamodb.DynamoUsers;
import dev.usher.dynamodb.TableCheck;
import dev.usher.dynamodb.TableCreator;
import dev.usher.dynamodb.Tables;
import dev.usher.events.EventVerticle;
import dev.usher.live.ChangeLog;
import dev.usher.live.LiveVerticle;
import dev.usher.metrics.Metrics;
import dev.usher.registrations.LedgerWatch;
import dev.usher.registrations.PromotionVerticle;
import dev.usher.registrations.RegistrationVerticle;
import dev.usher.registrations.Registrations;
import dev.usher.registrations.Roster;
import dev.usher.registrations.SeatLedger;
import dev.usher.repair.SelfCheckVerticle;
import dev.usher.tracing.Tracing;
import dev.usher.users.KnownUsers;
import dev.usher.users.UserVerticle;
import dev.usher.users.Users;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Services of Usher over DynamoDB. */
final class DynamoBackend implements Backend {
    /**
     * Listeners for metrics and traces.
     *
     * @param queue receives a supplier of the number of pending changes
     */
    private record Watches(LedgerWatch turns, CallWatch calls, Consumer<IntSupplier> queue) {}

    private static final long PREPARE_MILLIS = 60_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Settings settings;
    private final Dynamo dynamo;
    private final Watches watches;
    private final Tables tables;
    private final TableCheck tableCheck;
    private final AccessCheck accessCheck;
    private final DynamoUsers users;
    private final DynamoEvents events;
    private final DynamoRegistrations registrations;
    private final DynamoLedger ledger;
    private final KnownUsers known = new KnownUsers();
    private final SeatLedger seats;

    private DynamoBackend(Vertx vertx, Bus bus, Settings settings, Dynamo dynamo, Watches watches) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.dynamo = dynamo;
        this.watches = watches;
        tables = Tables.withPrefix(settings.tablePrefix());
        tableCheck = new TableCheck(dynamo, tables);
        accessCheck = new AccessCheck(dynamo, tables);
        users = new DynamoUsers(dynamo, tables);
        events = new DynamoEvents(dynamo, tables, settings.changesDays());
        registrations = new DynamoRegistrations(dynamo, tables);
        ledger = new DynamoLedger(dynamo, tables, settings.changesDays());
        seats = new SeatLedger(vertx, bus, ledger, settings.requestTimeoutMillis(), watches.turns());
        watches.queue().accept(seats::waiting);
    }

    /** Returns a factory of backends with metrics, and with traces if tracing is configured. */
    static Opening opening(Metrics metrics, Optional<Tracing> tracing) {
        var turns = tracing.map(on -> on.turns(metrics.ledger())).orElseGet(metrics::ledger);
        var calls = tracing.map(on -> on.calls(metrics.calls())).orElseGet(metrics::calls);
        var watches = new Watches(turns, calls, metrics::watchQueue);
        return (vertx, bus, settings) -> open(vertx, bus, settings, watches);
    }

    /** Fails without a region or credentials; does not call DynamoDB yet. */
    private static Future<Backend> open(Vertx vertx, Bus bus, Settings settings, Watches watches) {
        return Dynamo.open(
                        vertx,
                        settings.dynamodbEndpoint().orElse(null),
                        settings.requestTimeoutMillis(),
                        watches.calls())
                .map(dynamo -> new DynamoBackend(vertx, bus, settings, dynamo, watches));
    }

    /**
     * Uses separate clients with longer timeouts than while serving: the first calls load classes, which takes seconds
     * on a busy machine.
     */
    @Override
    public Future<Void> prepare() {
        return Dynamo.open(vertx, settings.dynamodbEndpoint().orElse(null), PREPARE_MILLIS, watches.calls())
                .compose(patient -> prepare(patient).onComplete(done -> patient.close()))
                .onSuccess(done -> dynamo.watch(tableCheck));
    }

    private Future<Void> prepare(Dynamo patient) {
        var check = new TableCheck(patient, tables);
        var created =
                settings.createTables() ? new TableCreator(patient, tables).create() : Future.<Void>succeededFuture();
        return created.compose(done -> check.check())
                .compose(done -> check.regions())
                .compose(done -> new AccessCheck(patient, tables).check());
    }

    @Override
    public List<Service> services() {
        int loops = Runtime.getRuntime().availableProcessors();
        return List.of(
                new Service("users", 1, () -> new UserVerticle(bus, users, known)),
                new Service("events", 1, () -> new EventVerticle(bus, events)),
                new Service("registrations", loops, () -> new RegistrationVerticle(bus, registrations(), roster())),
                new Service(
                        "live", 1, () -> new LiveVerticle(bus, new ChangeLog(ledger), settings.requestTimeoutMillis())),
                new Service(
                        "self-check",
                        1,
                        () -> new SelfCheckVerticle(
                                events,
                                ledger,
                                new DynamoRepair(dynamo, tables, settings.changesDays()),
                                users,
                                watches.turns(),
                                settings.selfCheckIntervalMillis())),
                new Service(
                        "promotion",
                        1,
                        () -> new PromotionVerticle(
                                bus, registrations(), ledger, seats, settings.sweepIntervalMillis())));
    }

    /** Returns a new instance for each verticle: look-ups of users are batched per context. */
    private Registrations registrations() {
        return new Registrations(seats, ledger, registrations, events, new Users(users, known)::exists);
    }

    private Roster roster() {
        return new Roster(ledger, registrations, new Users(users, known)::exists);
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
