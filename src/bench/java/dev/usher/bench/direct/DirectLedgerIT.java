package dev.usher.bench.direct;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.AuditReport;
import dev.usher.audit.LocalClient;
import dev.usher.audit.TableAudit;
import dev.usher.audit.UsherTables;
import dev.usher.dev.EmbeddedDynamoDb;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Latency;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks that the yardstick is correct: the same invariants, on a store that conflicts and loses replies. */
class DirectLedgerIT {
    private static final int SEATS = 10;
    private static final int PEOPLE = 30;

    private Vertx vertx;
    private EmbeddedDynamoDb store;
    private StoreProxy proxy;
    private DynamoDbAsyncClient dynamo;
    private DirectLedger ledger;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        store = EmbeddedDynamoDb.inMemory();
        proxy = get(StoreProxy.start(vertx, store.endpoint(), 0, FaultProfile.KIND));
        dynamo = LocalClient.builder(proxy.endpoint())
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        UsherTables.create(dynamo, "");
        ledger = new DirectLedger(vertx, dynamo, "", user -> Future.succeededFuture(true));
    }

    @AfterEach
    void stop() throws Exception {
        dynamo.close();
        get(vertx.close());
        store.close();
    }

    @Test
    void everybodyComesAndManyLeaveOnAHostileStore() throws Exception {
        event(true);
        get(proxy.behave(FaultProfile.KIND
                .withConflicts(true)
                .withLatency(new Latency(2, 10), Latency.NONE)
                .withFaults(new Faults(
                        Map.of(Fault.LOST_REPLY, 0.05, Fault.ERROR_500, 0.02), Set.of("TransactWriteItems"), 0))));

        List<Outcome<RegistrationView>> came =
                get(Future.join(everybody(this::register))).list();
        assertThat(came).allMatch(outcome -> outcome instanceof Outcome.Done<RegistrationView>);
        assertThat(positions(came))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, PEOPLE - SEATS).boxed().toList());

        List<Future<?>> leaving = new ArrayList<>();
        for (int n = 0; n < PEOPLE; n += 2) {
            leaving.add(unregister(n));
        }
        List<Outcome<Unregistered>> left = get(Future.join(leaving)).list();
        assertThat(left).allMatch(outcome -> outcome instanceof Outcome.Done<Unregistered>);

        AuditReport report = TableAudit.of(dynamo, "")
                .whenUsersMayBeMissing()
                .whenDeparturesMayBeUncounted()
                .run()
                .assertClean();
        assertThat(report.registered()).isEqualTo(SEATS);
        assertThat(report.waitlisted()).isEqualTo(PEOPLE / 2 - SEATS);
    }

    @Test
    void aFullEventWithoutALineIsFullAndAKnownGuestIsKnown() throws Exception {
        event(false);
        List<Outcome<RegistrationView>> came =
                get(Future.join(everybody(this::register))).list();
        assertThat(came)
                .filteredOn(outcome -> outcome instanceof Outcome.Done<RegistrationView>)
                .hasSize(SEATS);
        assertThat(came).contains(Outcome.refused(RefusalReason.EVENT_FULL));

        List<Outcome<RegistrationView>> again =
                get(Future.join(everybody(user -> register(user, "another")))).list();
        assertThat(again)
                .filteredOn(outcome -> outcome.fold(done -> false, r -> r.reason() == RefusalReason.ALREADY_REGISTERED))
                .hasSize(SEATS);
        TableAudit.of(dynamo, "").whenUsersMayBeMissing().run().assertClean();
    }

    private interface Act {
        Future<?> of(int user);
    }

    private static List<Future<?>> everybody(Act act) {
        return IntStream.range(0, PEOPLE).<Future<?>>mapToObj(act::of).collect(Collectors.toList());
    }

    private static List<Integer> positions(List<Outcome<RegistrationView>> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.fold(RegistrationView::position, refused -> -1))
                .filter(position -> position > 0)
                .sorted()
                .toList();
    }

    private Future<Outcome<RegistrationView>> register(int user) {
        return register(user, "key");
    }

    private Future<Outcome<RegistrationView>> register(int user, String key) {
        return ledger.register(new Register("e", "u" + user, key, null, Deadline.inMillis(240_000)));
    }

    private Future<Outcome<Unregistered>> unregister(int user) {
        return ledger.unregister(new Unregister("e", "u" + user, null, Deadline.inMillis(240_000)));
    }

    private void event(boolean hasWaitlist) {
        dynamo.putItem(p -> p.tableName("Events")
                        .item(Map.of(
                                "eventId", AttributeValue.fromS("e"),
                                "name", AttributeValue.fromS("An event"),
                                "capacity", AttributeValue.fromN("" + SEATS),
                                "hasWaitlist", AttributeValue.fromBool(hasWaitlist),
                                "currentRegistrations", AttributeValue.fromN("0"),
                                "waitlistCount", AttributeValue.fromN("0"),
                                "lastTicket", AttributeValue.fromN("0"),
                                "lineFloor", AttributeValue.fromN("0"),
                                "version", AttributeValue.fromN("1"),
                                "createdAt", AttributeValue.fromS("2026-01-02T03:04:05Z"))))
                .join();
    }
}
