package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All users register at once: on one server, and on two with the same tables. */
class CrowdIT extends AgainstUsher {
    private static final int CROWD = 300;
    private static List<ApiClient> nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = List.of(api, replica(Map.of()).api());
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix())) {
            rows.users("p", CROWD);
        }
    }

    @AfterEach
    void audit() {
        TableAudit.strict(TestDynamoDb.endpoint(), prefix()).assertClean();
    }

    private static ApiClient node(int person, int count) {
        return nodes.get(person % count);
    }

    private static List<ApiClient.Reply> everybodyRegisters(String event, int people, int connections, int count)
            throws Exception {
        return ConcurrentRunner.act(
                people, connections, person -> node(person, count).register(event, "p" + person));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aHundredSeatsAndAWaitlist(int count) throws Exception {
        var event = "line-" + count;
        nodes.get(0).event(event, 100, true);
        var replies = everybodyRegisters(event, CROWD, 64, count);
        var words = words(replies);
        assertThat(Collections.frequency(words, "registered")).isEqualTo(100);
        assertThat(Collections.frequency(words, "waitlisted")).isEqualTo(CROWD - 100);
        assertThat(replies.stream()
                        .filter(reply -> reply.word().equals("waitlisted"))
                        .map(reply -> reply.body().get("waitlistPosition").asInt())
                        .sorted()
                        .toList())
                .isEqualTo(IntStream.rangeClosed(1, CROWD - 100).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aHundredSeatsWithoutAWaitlist(int count) throws Exception {
        var event = "full-" + count;
        nodes.get(0).event(event, 100, false);
        var words = words(everybodyRegisters(event, CROWD, 64, count));
        assertThat(Collections.frequency(words, "registered")).isEqualTo(100);
        assertThat(Collections.frequency(words, "409 event-full")).isEqualTo(CROWD - 100);
    }

    @Test
    void twoHundredClientsForTheLastOfFiftySeats() throws Exception {
        nodes.get(0).event("last", 50, false);
        for (int i = 200; i < 249; i++) {
            nodes.get(0).register("last", "p" + i);
        }
        var words = words(everybodyRegisters("last", 200, 200, 1));
        assertThat(Collections.frequency(words, "registered")).isEqualTo(1);
        assertThat(Collections.frequency(words, "409 event-full")).isEqualTo(199);
    }

    @Test
    void theSameUserOnTenConnectionsToTwoNodes() throws Exception {
        nodes.get(0).event("same", 5, true);
        var words = words(ConcurrentRunner.act(10, 10, hand -> node(hand, 2).register("same", "p1")));
        assertThat(Collections.frequency(words, "registered")).isEqualTo(1);
        assertThat(Collections.frequency(words, "409 already-registered")).isEqualTo(9);
        var repeated = words(ConcurrentRunner.act(
                10, 10, hand -> node(hand, 2).register("same", "p2", "Idempotency-Key", "the-same-click")));
        assertThat(repeated).containsOnly("registered");
    }

    @Test
    void leavingRacesWithJoining() throws Exception {
        nodes.get(0).event("race", 20, true);
        everybodyRegisters("race", 100, 32, 2);
        var words = ConcurrentRunner.act(
                200,
                32,
                hand -> hand % 2 == 0
                        ? node(hand, 2).unregister("race", "p" + hand / 2).status() + " left"
                        : node(hand / 2, 2).register("race", "p" + (100 + hand)).word());
        assertThat(words.stream().collect(Collectors.toSet())).containsOnly("200 left", "waitlisted");
        var event = nodes.get(1).get("/events/race").body();
        assertThat(event.get("currentRegistrations").asInt()).isEqualTo(20);
        assertThat(event.get("waitlistCount").asInt()).isEqualTo(80);
    }

    private static List<String> words(List<ApiClient.Reply> replies) {
        return replies.stream().map(ApiClient.Reply::word).toList();
    }
}
