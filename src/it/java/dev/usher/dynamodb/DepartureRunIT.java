package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.audit.LocalClient;
import dev.usher.bus.ServiceBus;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.service.Deadline;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One waits behind many who left: -Dusher.departures says how many, 300,000 in a soak. */
class DepartureRunIT extends AgainstDynamoDb {
    private static final int DEPARTURES = Integer.getInteger("usher.departures", 9_000);
    private static final int UNCOUNTED = 5_000;
    private static final long TIMEOUT_MILLIS = 60_000;

    private static DynamoDbAsyncClient client;
    private static ServiceBus bus;
    private static DynamoDbLedgerStore store;
    private static SeatLedger ledger;

    private final String event = UUID.randomUUID().toString();

    @BeforeAll
    static void openLedger() {
        client = LocalClient.of(TestDynamoDb.endpoint());
        bus = new ServiceBus(vertx);
        store = new DynamoDbLedgerStore(dynamo, tables, 0);
        ledger = new SeatLedger(vertx, bus, store, TIMEOUT_MILLIS, LedgerListener.NONE);
    }

    @AfterAll
    static void closeLedger() throws Exception {
        get(ledger.close());
        bus.close();
        client.close();
    }

    @Test
    void countedDeparturesArePassedByTheTurnThatPromotes() throws Exception {
        var before = waitlist(DEPARTURES, DEPARTURES);
        assertThat(unregister()).isEqualTo(LongWaitlist.user(DEPARTURES + 1));
        assertThat(stored().version()).isEqualTo(before.version() + 1);
        assertThat(stored().counts().lineFloor()).isEqualTo(DEPARTURES + 1);
    }

    @Test
    void uncountedDeparturesArePassedTurnByTurn() throws Exception {
        var before = waitlist(UNCOUNTED, 0);
        assertThat(unregister()).isEqualTo(LongWaitlist.user(UNCOUNTED + 1));
        assertThat(stored().version()).isBetween(before.version() + 2, before.version() + 4);
    }

    @Test
    void owedSeatIsHandedOnBehindDepartures() throws Exception {
        var before = waitlist(UNCOUNTED, 2_000);
        put(
                tables.events(),
                ItemMapper.item(before.amended(
                        new EventDetails(before.name(), 2, true), Event.Status.SCHEDULED, before.version())));
        ledger.handOn(event);
        Eventually.holds(
                () -> assertThat(stored().counts().currentRegistrations()).isEqualTo(2));
        assertThat(stored().counts().waitlistCount()).isZero();
    }

    private Event waitlist(int departures, long counted) throws Exception {
        new LongWaitlist(client, tables, event, departures + 1L, ticket -> ticket <= departures)
                .write(counted)
                .register(departures + 1L);
        return stored();
    }

    private Event stored() throws Exception {
        return get(store.event(event)).orElseThrow();
    }

    private String unregister() throws Exception {
        var leave = new Unregister(event, LongWaitlist.user(0), null, Deadline.inMillis(TIMEOUT_MILLIS));
        long begun = System.nanoTime();
        var outcome = get(ledger.submit(leave));
        System.out.println("unregister behind departures: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        return outcome.fold(done -> done.promoted(), refused -> refused.reason().name());
    }
}
