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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The capacity of an event with a long waitlist is raised by more than one turn can carry, while newcomers register on
 * two processes: the first on the waitlist get the seats, and no other user does. The process that raised it may be
 * killed right after its answer.
 */
class RaiseIT {
    private static final int SEATS = 10;
    private static final int WAITING = 150;
    private static final int RAISED = 130;
    private static final int NEWCOMERS = 60;
    private static final int HANDS = 8;
    private static final String PREFIX = TestDynamoDb.newPrefix();

    /** The first is ended by some tests. */
    private static List<UsherProcess> replicas;

    private static boolean ended;
    private static ApiClient here;
    private static ApiClient there;

    @BeforeAll
    static void start() throws Exception {
        replicas = UsherProcess.startAll(2, TestDynamoDb.endpoint(), PREFIX, Map.of());
        here = new ApiClient(replicas.get(0).uri());
        there = new ApiClient(replicas.get(1).uri());
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
            rows.users("p", SEATS + WAITING + NEWCOMERS);
        }
    }

    @AfterAll
    static void stop() {
        replicas.forEach(UsherProcess::close);
    }

    @BeforeEach
    void bothServe() throws Exception {
        if (ended) {
            replicas.get(0).start();
            ended = false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstInLineGetTheSeatsAndNobodyOvertakes(boolean killed) throws Exception {
        var event = "raised-" + killed;
        here.event(event, SEATS, true);
        ConcurrentRunner.act(SEATS, 1, i -> register(here, event, i));
        ConcurrentRunner.act(WAITING, HANDS, i -> register(i % 2 == 0 ? here : there, event, SEATS + i));
        var line = all(event, "waitlisted");
        assertThat(line).hasSize(WAITING);

        var raised = new CountDownLatch(1);
        var newcomers = CompletableFuture.runAsync(() -> newcomers(event, raised));
        var answer = here.patch(event, "{\"capacity\":" + RAISED + "}");
        raised.countDown();
        if (killed) {
            replicas.get(0).kill();
            ended = true;
        }
        assertThat(answer.status()).isEqualTo(200);
        int promotedAtOnce = answer.body().get("currentRegistrations").asInt() - SEATS;
        newcomers.get(4, TimeUnit.MINUTES);

        Eventually.holds(() -> assertThat(taken(event)).isEqualTo(RAISED));
        System.out.println("raise: killed " + killed + ", promoted with the answer " + promotedAtOnce);
        assertThat(new TreeSet<>(all(event, "registered"))).isEqualTo(expected(line));
        assertThat(all(event, "waitlisted").subList(0, WAITING + SEATS - RAISED))
                .isEqualTo(line.subList(RAISED - SEATS, WAITING));
        Eventually.holds(
                () -> TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean());
    }

    /** The survivor has served the event, and remembers it as it was before the raise. No request comes afterwards. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void seatsThatAnEndedReplicaOwesAreHandedOnByOneThatRemembersTheEvent(boolean killed) throws Exception {
        var event = "owed-" + killed;
        there.event(event, SEATS, true);
        ConcurrentRunner.act(SEATS + WAITING, HANDS, i -> register(there, event, i));
        var answer = here.patch(event, "{\"capacity\":" + (SEATS + WAITING) + "}");
        ended = true;
        if (killed) {
            replicas.get(0).kill();
        } else {
            assertThat(replicas.get(0).stop()).isZero();
        }
        assertThat(answer.status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(taken(event)).isEqualTo(SEATS + WAITING));
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    private static int taken(String event) throws IOException {
        return there.get("/events/" + event).body().get("currentRegistrations").asInt();
    }

    /** Repeats the request until the store of a busy machine has confirmed it. */
    private static int register(ApiClient api, String event, int person) {
        Eventually.holds(
                () -> assertThat(api.register(event, "p" + person).status()).isIn(200, 409));
        return person;
    }

    /** Who had a seat, and the first in line. */
    private static Set<String> expected(List<String> line) {
        var expected = new TreeSet<>(line.subList(0, RAISED - SEATS));
        IntStream.range(0, SEATS).forEach(i -> expected.add("p" + i));
        return expected;
    }

    /** They come before, while and after the seats are added; each is told a place in line, or nothing. */
    private static void newcomers(String event, CountDownLatch raised) {
        try {
            ConcurrentRunner.act(NEWCOMERS, HANDS, i -> {
                if (i >= NEWCOMERS / 2) {
                    raised.await();
                }
                try {
                    var reply = (i % 2 == 0 ? here : there).register(event, "p" + (SEATS + WAITING + i));
                    assertThat(reply.word()).isIn("waitlisted", "503 busy");
                } catch (IOException gone) {
                    // The process was killed, and said nothing.
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
