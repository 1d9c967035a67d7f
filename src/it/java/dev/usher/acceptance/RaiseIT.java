package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The capacity of an event with a long waitlist is raised by more than one turn can carry, while newcomers register on
 * two replicas: the first on the waitlist get the seats, and no other user does. The replica that raised it may be
 * killed right after its answer.
 */
class RaiseIT {
    private static final int SEATS = 10;
    private static final int WAITING = 150;
    private static final int RAISED = 130;
    private static final int NEWCOMERS = 60;
    private static final int HANDS = 8;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static final Map<String, String> OFTEN = Map.of("USHER_SWEEP_INTERVAL_MS", "1000");

    private static LocalUsher survivor;
    private static ApiClient there;

    @BeforeAll
    static void start() throws Exception {
        survivor = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, OFTEN);
        there = survivor.api();
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
            rows.users("p", SEATS + WAITING + NEWCOMERS);
        }
    }

    @AfterAll
    static void stop() {
        survivor.close();
    }

    /** Ends a replica. */
    private interface End {
        void run() throws Exception;
    }

    @Test
    void theFirstOnTheWaitlistGetTheSeatsAndNobodyOvertakes() throws Exception {
        try (var replica = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, OFTEN)) {
            theFirstOnTheWaitlistGetTheSeats("raised", replica.api(), false, () -> {});
        }
    }

    @Test
    void theFirstOnTheWaitlistGetTheSeatsWhenTheProcessThatRaisedIsKilled() throws Exception {
        try (var replica = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX)) {
            theFirstOnTheWaitlistGetTheSeats("raised-killed", new ApiClient(replica.uri()), true, replica::kill);
        }
    }

    private static void theFirstOnTheWaitlistGetTheSeats(String event, ApiClient here, boolean killed, End end)
            throws Exception {
        here.event(event, SEATS, true);
        register(here, event, 0, (SEATS + WAITING) / 2);
        register(there, event, (SEATS + WAITING) / 2, SEATS + WAITING);
        var waitlist = all(event, "waitlisted");
        assertThat(waitlist).hasSize(WAITING);

        var raised = new CountDownLatch(1);
        var newcomers = CompletableFuture.runAsync(() -> newcomers(event, here, raised));
        var answer = here.patch(event, "{\"capacity\":" + RAISED + "}");
        raised.countDown();
        end.run();
        assertThat(answer.status()).isEqualTo(200);
        int promotedAtOnce = answer.body().get("currentRegistrations").asInt() - SEATS;
        newcomers.get(4, TimeUnit.MINUTES);

        Eventually.holds(() -> assertThat(taken(event)).isEqualTo(RAISED));
        System.out.println("raise: killed " + killed + ", promoted with the answer " + promotedAtOnce);
        assertThat(new TreeSet<>(all(event, "registered"))).isEqualTo(expected(waitlist));
        assertThat(all(event, "waitlisted").subList(0, WAITING + SEATS - RAISED))
                .isEqualTo(waitlist.subList(RAISED - SEATS, WAITING));
        Eventually.holds(
                () -> TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean());
    }

    /** The survivor has served the event, and remembers it as it was before the raise. No request comes afterwards. */
    @Test
    void seatsThatAnEndedReplicaOwesAreHandedOnByOneThatRemembersTheEvent() throws Exception {
        try (var replica = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, OFTEN)) {
            owedSeatsAreHandedOn("owed", replica.api(), () -> LocalUsher.get(replica.stop()));
        }
    }

    @Test
    void seatsThatAKilledProcessOwesAreHandedOnByOneThatRemembersTheEvent() throws Exception {
        try (var replica = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX)) {
            owedSeatsAreHandedOn("owed-killed", new ApiClient(replica.uri()), replica::kill);
        }
    }

    private static void owedSeatsAreHandedOn(String event, ApiClient here, End end) throws Exception {
        there.event(event, SEATS, true);
        register(there, event, 0, (SEATS + WAITING) / 2);
        register(there, event, (SEATS + WAITING) / 2, SEATS + WAITING);
        var answer = here.patch(event, "{\"capacity\":" + (SEATS + WAITING) + "}");
        end.run();
        assertThat(answer.status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(taken(event)).isEqualTo(SEATS + WAITING));
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    private static int taken(String event) throws IOException {
        return there.get("/events/" + event).body().get("currentRegistrations").asInt();
    }

    /** Registers some people in their order, with one request. */
    private static void register(ApiClient api, String event, int from, int to) throws IOException {
        var ids = IntStream.range(from, to).mapToObj(i -> "\"p" + i + "\"").collect(Collectors.joining(","));
        var answer = api.post("/events/" + event + "/registrations", "{\"userIds\":[" + ids + "]}");
        assertThat(answer.body().get("results")).hasSize(to - from).allMatch(result -> result.has("registration"));
    }

    /** Who had a seat, and the first on the waitlist. */
    private static Set<String> expected(List<String> waitlist) {
        var expected = new TreeSet<>(waitlist.subList(0, RAISED - SEATS));
        IntStream.range(0, SEATS).forEach(i -> expected.add("p" + i));
        return expected;
    }

    /**
     * Registers newcomers before, while and after the seats are added. Each is waitlisted, answered 503, or receives no
     * answer from the killed process.
     */
    private static void newcomers(String event, ApiClient here, CountDownLatch raised) {
        try {
            ConcurrentRunner.act(NEWCOMERS, HANDS, i -> {
                if (i >= NEWCOMERS / 2) {
                    raised.await();
                }
                try {
                    var reply = (i % 2 == 0 ? here : there).register(event, "p" + (SEATS + WAITING + i));
                    assertThat(reply.word()).isIn("waitlisted", "503 busy");
                } catch (IOException gone) {
                    // The killed process sent no answer.
                    assertThat(i % 2).isZero();
                }
                return null;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> all(String event, String status) throws IOException {
        List<String> people = new ArrayList<>();
        var path = "/events/" + event + "/registrations?limit=100&status=" + status;
        JsonNode page;
        var cursor = "";
        do {
            page = there.get(path + cursor).body();
            page.get("registrations")
                    .forEach(row -> people.add(row.get("userId").asText()));
            cursor = "&cursor=" + page.path("nextCursor").asText();
        } while (page.has("nextCursor"));
        return people;
    }
}
