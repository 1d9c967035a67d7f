package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.contract.ContractCheck;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code GET /events/{eventId}/changes}, with two processes' worth of servers on the same tables.
 * {@code -Dusher.live.readers} and {@code -Dusher.live.registrations} make the crowd larger.
 */
class LiveIT extends AgainstUsher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractCheck CONTRACT = new ContractCheck();
    /** From one address: fewer than it may have on each event loop of a small heap. */
    private static final int READERS = Integer.getInteger("usher.live.readers", 800);

    private static final int CROWD = Integer.getInteger("usher.live.registrations", 2_000);
    private static final int MAX_LIVE_MEGABYTES = 160;

    private static LocalUsher other;
    private static Vertx vertx;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        other = replica(Map.of());
        vertx = Vertx.vertx();
        client = Watcher.client(vertx, 2 * READERS);
    }

    @AfterAll
    static void stop() throws Exception {
        Eventually.get(vertx.close());
    }

    @Test
    void tellsTheEventAsItStandsAndThenEachChange() throws Exception {
        api.event("told", 1, true);
        api.register("told", "ada");
        var watcher = Watcher.watch(client, uri(), "told", 0, true);
        watcher.reaches(2);
        api.register("told", "bob");
        api.register("told", "cleo");
        api.unregister("told", "ada");
        api.unregister("told", "cleo");
        api.patch("told", "{\"name\":\"Told\"}");
        api.cancel("told");
        watcher.reaches(8).assertInOrder();

        var told = watcher.told();
        assertThat(told.stream().map(Watcher.Told::event))
                .containsExactly("snapshot", "changes", "changes", "changes", "changes", "changes", "changes");
        CONTRACT.verify("Event", told.get(0).data());
        for (var message : told.subList(1, 7)) {
            var event = message.json();
            assertThat(event.get("eventId").asText()).isEqualTo("told");
            assertThat(event.get("version").asLong()).isEqualTo(message.version());
            assertThat(event.get("currentRegistrations").asInt()).isEqualTo(1);
        }
        assertThat(told.stream().skip(1).map(message -> kinds(message.json())).toList())
                .containsExactly(
                        "waitlisted bob 1", "waitlisted cleo 2", "left ada 0, promoted bob 1", "left cleo 2", "", "");
        assertThat(told.get(5).json().at("/event/name").asText()).isEqualTo("Told");
        assertThat(told.get(6).json().get("event"))
                .isEqualTo(api.get("/events/told").body());
        assertThat(told.get(4).json().has("event")).isFalse();
    }

    @Test
    void whoComesBackGoesOnWhereItWas() throws Exception {
        api.event("back", 9, true);
        var first = Watcher.watch(client, uri(), "back", 0, true).reaches(1);
        for (var person : PEOPLE) {
            api.register("back", person);
        }
        first.reaches(7);
        var second = Watcher.watch(client, uri(), "back", 4, true).reaches(7);
        second.assertInOrder();
        assertThat(second.told()).isEqualTo(first.told().subList(4, 7));

        var elsewhere = Watcher.watch(client, other.uri(), "back", 4, true).reaches(7);
        assertThat(elsewhere.told()).isEqualTo(second.told());
        var fromAhead = Watcher.watch(client, other.uri(), "back", 7, true);
        api.unregister("back", "ada");
        fromAhead.reaches(8);
        fromAhead.assertInOrder();
    }

    @Test
    void aChangeOfAnotherProcessIsToldTheSame() throws Exception {
        api.event("elsewhere", 1, true);
        var here = Watcher.watch(client, uri(), "elsewhere", 0, true).reaches(1);
        var there = Watcher.watch(client, other.uri(), "elsewhere", 0, true).reaches(1);
        for (var person : PEOPLE) {
            api.register("elsewhere", person);
        }
        api.unregister("elsewhere", "ada");
        there.reaches(8).assertInOrder();
        assertThat(there.told()).isEqualTo(here.reaches(8).told());
        assertThat(kinds(there.told().get(7).json())).isEqualTo("left ada 0, promoted bob 1");
    }

    @Test
    void pagesOfAnyReplicaTellTheSameAsTheStream() throws Exception {
        api.event("paged", 1, true);
        for (var person : PEOPLE) {
            api.register("paged", person);
        }
        api.patch("paged", "{\"capacity\":2}");
        var told = Watcher.watch(client, uri(), "paged", 1, true).reaches(8).told();
        long after = 1;
        for (int page = 0; page < 4; page++) {
            var server = page % 2 == 0 ? uri() : other.uri();
            var changes = json(server, "paged", "?limit=2&after=" + after).get("changes");
            for (var entry : changes) {
                var message = (ObjectNode) told.get((int) (after - 1)).json();
                message.remove(List.of("eventId", "event"));
                assertThat(entry).isEqualTo(message);
                assertThat(entry.get("version").asLong()).isEqualTo(++after);
            }
        }
        assertThat(after).isEqualTo(8);
        assertThat(told.get(6).json().at("/details/capacity").asInt()).isEqualTo(2);

        var waiting = CompletableFuture.supplyAsync(() -> json(other.uri(), "paged", "?wait=20&after=8"));
        api.unregister("paged", "bob");
        var page = waiting.get(1, TimeUnit.MINUTES);
        assertThat(kinds(page.at("/changes/0"))).isEqualTo("left bob 0, promoted cleo 2");
        CONTRACT.verify("ChangesPage", page.toString());
    }

    private static JsonNode json(URI server, String eventId, String query) {
        try {
            var request = HttpRequest.newBuilder(server.resolve("/events/" + eventId + "/changes" + query))
                    .header("Accept", "application/json")
                    .build();
            var answer = java.net.http.HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWaitingUserSeesThePositionFall() throws Exception {
        api.event("falls", 1, true);
        for (var person : PEOPLE) {
            api.register("falls", person);
        }
        var watcher = Watcher.watch(client, uri(), "falls", 0, true).reaches(7);
        var mine = api.get("/events/falls/registrations/fay").body();
        long ticket = mine.get("waitlistTicket").asLong();
        int position = mine.get("waitlistPosition").asInt();
        api.unregister("falls", "cleo");
        api.unregister("falls", "ada");
        api.unregister("falls", "eve");
        api.register("falls", "eve");
        watcher.reaches(11);
        List<Integer> seen = new ArrayList<>();
        for (var message : watcher.told().subList(1, 5)) {
            for (var change : message.json().get("changes")) {
                boolean ahead = change.path("waitlistTicket").asLong(Long.MAX_VALUE) < ticket;
                position -= ahead && !change.get("kind").asText().equals("waitlisted") ? 1 : 0;
            }
            seen.add(position);
        }
        assertThat(seen).containsExactly(4, 3, 2, 2);
        assertThat(api.get("/events/falls/registrations/fay")
                        .body()
                        .get("waitlistPosition")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void everyReaderSeesEveryVersionOfACrowdInOrder() throws Exception {
        crowd(50, 200);
    }

    @Test
    @Tag("soak")
    void manyReadersTakeLittleMemory() throws Exception {
        assertThat(crowd(READERS, CROWD).liveMegabytes()).isLessThan(MAX_LIVE_MEGABYTES);
    }

    /** On a process with a heap of 256 MiB; beside those who read is one who does not. */
    private static ProcessStats crowd(int readers, int registrations) throws Exception {
        try (var node = UsherProcess.start(TestDynamoDb.endpoint(), prefix());
                var idle = new Socket()) {
            var people = new ApiClient(node.uri());
            people.event("crowd", registrations / 2, true);
            try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix())) {
                rows.users("c", registrations);
            }
            idle.setReceiveBufferSize(2_048);
            idle.connect(new InetSocketAddress(node.uri().getHost(), node.uri().getPort()));
            idle.getOutputStream()
                    .write("GET /events/crowd/changes HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            List<Watcher> watchers = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                watchers.add(Watcher.watch(client, node.uri(), "crowd", 0, i == 0));
            }
            ConcurrentRunner.act(registrations, 64, i -> people.register("crowd", "c" + i));
            long last = people.get("/events/crowd").body().get("version").asLong();
            for (var watcher : watchers) {
                watcher.reaches(last).assertInOrder();
                assertThat(watcher.version()).isEqualTo(last);
                assertThat(watcher.snapshots()).isEqualTo(1);
                assertThat(watcher.ended()).isFalse();
            }
            int registered = 0;
            for (var message : watchers.get(0).told()) {
                registered += message.json().path("changes").size();
            }
            assertThat(registered).as("everybody once").isEqualTo(registrations);
            var footprint = ProcessStats.of(node.pid());
            System.out.println("live: " + readers + " readers saw " + last + " versions of " + registrations
                    + " registrations; the server: " + footprint);
            return footprint;
        }
    }

    private static String kinds(JsonNode message) {
        List<String> kinds = new ArrayList<>();
        for (var change : message.get("changes")) {
            kinds.add(change.get("kind").asText() + " " + change.get("userId").asText() + " "
                    + change.path("waitlistTicket").asLong());
        }
        return String.join(", ", kinds);
    }
}
