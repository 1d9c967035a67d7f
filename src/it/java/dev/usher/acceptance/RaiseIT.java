package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event of 10 seats with 250 waiting users is raised to 210 while newcomers register on two processes: the first 200
 * on the waitlist get the seats, and no other user does. The process that raised it may be killed right after its
 * answer.
 */
class RaiseIT {
    private static final int SEATS = 10;
    private static final int WAITING = 250;
    private static final int RAISED = 210;
    private static final int NEWCOMERS = 100;
    private static final int HANDS = 8;

    private final String prefix = TestDynamoDb.newPrefix();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstInLineGetTheSeatsAndNobodyOvertakes(boolean killed) throws Exception {
        try (var one = UsherProcess.start(TestDynamoDb.endpoint(), prefix);
                var other = UsherProcess.start(TestDynamoDb.endpoint(), prefix)) {
            var here = new ApiClient(one.uri());
            var there = new ApiClient(other.uri());
            here.event("raised", SEATS, true);
            ConcurrentRunner.act(SEATS + WAITING + NEWCOMERS, HANDS, i -> create(here, i));
            ConcurrentRunner.act(SEATS, 1, i -> register(here, i));
            ConcurrentRunner.act(WAITING, HANDS, i -> register(i % 2 == 0 ? here : there, SEATS + i));
            var line = line(there);
            assertThat(line).hasSize(WAITING);

            var raised = new CountDownLatch(1);
            var newcomers = CompletableFuture.runAsync(() -> newcomers(here, there, raised));
            var answer = here.patch("raised", "{\"capacity\":" + RAISED + "}");
            raised.countDown();
            if (killed) {
                one.kill();
            }
            assertThat(answer.status()).isEqualTo(200);
            int promotedAtOnce = answer.body().get("currentRegistrations").asInt() - SEATS;
            newcomers.get(2, TimeUnit.MINUTES);

            Eventually.holds(() -> assertThat(there.get("/events/raised")
                            .body()
                            .get("currentRegistrations")
                            .asInt())
                    .isEqualTo(RAISED));
            System.out.println("raise: killed " + killed + ", promoted with the answer " + promotedAtOnce);
            assertThat(seats(there)).isEqualTo(expected(line));
            assertThat(line(there).subList(0, WAITING + SEATS - RAISED))
                    .isEqualTo(line.subList(RAISED - SEATS, WAITING));
            Eventually.holds(
                    () -> TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean());
        }
    }

    /** The survivor has served the event, and remembers it as it was before the raise. No request comes afterwards. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void seatsThatAnEndedReplicaOwesAreHandedOnByOneThatRemembersTheEvent(boolean killed) throws Exception {
        try (var ending = UsherProcess.start(TestDynamoDb.endpoint(), prefix);
                var survivor = UsherProcess.start(TestDynamoDb.endpoint(), prefix)) {
            var api = new ApiClient(survivor.uri());
            api.event("raised", SEATS, true);
            ConcurrentRunner.act(SEATS + WAITING, HANDS, i -> create(api, i));
            ConcurrentRunner.act(SEATS + WAITING, HANDS, i -> register(api, i));
            var answer = new ApiClient(ending.uri()).patch("raised", "{\"capacity\":" + (SEATS + WAITING) + "}");
            if (killed) {
                ending.kill();
            } else {
                assertThat(ending.stop()).isZero();
            }
            assertThat(answer.status()).isEqualTo(200);
            Eventually.holds(() -> assertThat(api.get("/events/raised")
                            .body()
                            .get("currentRegistrations")
                            .asInt())
                    .isEqualTo(SEATS + WAITING));
            TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
        }
    }

    /** Repeats the request until the store of a busy machine has confirmed it. */
    private static int create(ApiClient api, int person) {
        Eventually.holds(() -> assertThat(api.user("p" + person).status()).isIn(201, 409));
        return person;
    }

    /** As above. */
    private static int register(ApiClient api, int person) {
        Eventually.holds(
                () -> assertThat(api.register("raised", "p" + person).status()).isIn(200, 409));
        return person;
    }

    /** Who had a seat, and the first in line. */
    private static Set<String> expected(List<String> line) {
        var expected = new TreeSet<>(line.subList(0, RAISED - SEATS));
        IntStream.range(0, SEATS).forEach(i -> expected.add("p" + i));
        return expected;
    }

    /** They come before, while and after the seats are added; each is told a place in line, or nothing. */
    private static void newcomers(ApiClient here, ApiClient there, CountDownLatch raised) {
        try {
            ConcurrentRunner.act(NEWCOMERS, HANDS, i -> {
                if (i >= NEWCOMERS / 2) {
                    raised.await();
                }
                try {
                    var reply = (i % 2 == 0 ? here : there).register("raised", "p" + (SEATS + WAITING + i));
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

    private static Set<String> seats(ApiClient api) throws IOException {
        return new TreeSet<>(all(api, "registered"));
    }

    private static List<String> line(ApiClient api) throws IOException {
        return all(api, "waitlisted");
    }

    private static List<String> all(ApiClient api, String status) throws IOException {
        List<String> people = new ArrayList<>();
        var path = "/events/raised/registrations?limit=100&status=" + status;
        JsonNode page;
        var cursor = "";
        do {
            page = api.get(path + cursor).body();
            page.get("registrations")
                    .forEach(row -> people.add(row.get("userId").asText()));
            cursor = "&cursor=" + page.path("nextCursor").asText();
        } while (page.has("nextCursor"));
        return people;
    }
}
