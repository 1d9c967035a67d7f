package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.LocalClient;
import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.registrations.RosterLooks;
import dev.usher.registrations.model.RegistrationView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Read costs of a long waitlist of which a tenth left: -Dusher.waitlist sets its length. */
class WaitlistReadsIT extends AgainstDynamoDb {
    private static final long TICKETS = Long.getLong("usher.waitlist", 9_000);
    private static final List<Long> LOOKS =
            List.of(1L, 99L, 4_001L, 6_789L, TICKETS / 2 + 1, TICKETS - 1_235, TICKETS - 1);
    private static final int MAX_UNITS = 20;
    private static final int MAX_CALLS = 3;
    private static final ReadMeter METER = new ReadMeter();

    private static String event;
    private static DynamoDbAsyncClient client;
    private static DynamoDbGateway metered;
    private static RosterLooks roster;

    @BeforeAll
    static void write() throws Exception {
        event = UUID.randomUUID().toString();
        client = LocalClient.builder(TestDynamoDb.endpoint())
                .overrideConfiguration(override -> override.addExecutionInterceptor(METER))
                .build();
        var waitlist = new LongWaitlist(client, tables, event, TICKETS, ticket -> ticket % 10 == 0).write(TICKETS);
        LOOKS.forEach(waitlist::register);
        metered = new DynamoDbGateway(
                vertx, client, client, CallTimeouts.within(20_000), CallListener.NONE, client::close);
        roster = new RosterLooks(
                new DynamoDbLedgerStore(metered, tables, 0), new DynamoDbRegistrationStore(metered, tables));
    }

    @AfterAll
    static void closeClient() throws Exception {
        get(metered.close());
    }

    @BeforeEach
    void reset() {
        METER.reset();
    }

    @Test
    void positionCostsFewUnitsWhereverItIs() throws Exception {
        for (long ticket : LOOKS) {
            METER.reset();
            var view = get(roster.find(event, LongWaitlist.user(ticket)));
            assertThat((long) view.position()).isEqualTo(ticket - ticket / 10);
            assertThat(METER.units()).as("ticket " + ticket).isLessThanOrEqualTo(MAX_UNITS);
            assertThat(METER.calls()).as("ticket " + ticket).isLessThanOrEqualTo(MAX_CALLS);
        }
    }

    @Test
    void pageCostsFewUnitsWhereverItIs() throws Exception {
        for (long ticket : LOOKS) {
            METER.reset();
            var page = get(roster.waitlist(event, 100, Long.toString(ticket)));
            assertThat(METER.units()).as("behind ticket " + ticket).isLessThanOrEqualTo(MAX_UNITS);
            assertThat(METER.calls()).as("behind ticket " + ticket).isLessThanOrEqualTo(MAX_CALLS);
            if (page.next() != null) {
                assertThat(page.items()).hasSize(100);
                METER.reset();
                get(roster.waitlist(event, 100, page.next()));
                assertThat(METER.units()).as("its next page").isLessThanOrEqualTo(MAX_UNITS / 2);
                assertThat(METER.calls()).as("its next page").isLessThanOrEqualTo(MAX_CALLS);
            }
        }
    }

    @Test
    void pagingAllOfItCostsUnitsInProportion() throws Exception {
        var shown = new ArrayList<RegistrationView>();
        String next = null;
        int pages = 0;
        do {
            var page = get(roster.waitlist(event, 100, next));
            shown.addAll(page.items());
            next = page.next();
            pages++;
        } while (next != null);
        assertThat(pages).isEqualTo((int) (TICKETS - TICKETS / 10) / 100);
        assertThat(shown.stream().map(view -> view.registration().ticket()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, TICKETS)
                        .filter(ticket -> ticket % 10 != 0)
                        .boxed()
                        .toList());
        for (int i = 0; i < shown.size(); i++) {
            assertThat(shown.get(i).position()).isEqualTo(i + 1);
        }
        assertThat(METER.calls()).isLessThanOrEqualTo(MAX_CALLS * pages);
        assertThat(METER.units()).isLessThanOrEqualTo(8.0 * pages);
    }
}
