package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The feed of an event on several replicas that are killed at random while 500 users come and go.
 * {@code -Dusher.feed.seconds} makes the long form longer, {@code -Dusher.seed} repeats the choices of a run.
 */
class FeedIT {
    private static final String EVENT = "feed";
    private static final int PEOPLE = 500;
    private static final int CAPACITY = 20;
    private static final int CLIENTS = 12;
    /** Users that one client has registered at most. */
    private static final int CROWD = 8;

    /** Leaves time to the process that starts. */
    private static final long PAUSE_MILLIS = 50;

    private static final int OK = 200;
    private static final int UNKNOWN = 503;
    private static final int MIN_VERSIONS = 100;
    private static final long SEED = Long.getLong("usher.seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("usher.feed.seconds", 40);
    private static final int TIMEOUT_SECONDS = 60;
    private static final Map<String, String> OFTEN = Map.of("USHER_SWEEP_INTERVAL_MS", "1000");

    private final String prefix = TestDynamoDb.newPrefix();
    private final List<UsherProcess> replicas = new ArrayList<>();

    private final List<FeedReader> readers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var reader : readers) {
            reader.stop();
        }
        replicas.forEach(UsherProcess::close);
    }

    @Test
    void everyReaderReceivesEveryVersionWhileReplicasDie() throws Exception {
        try (var survivor = LocalUsher.start(TestDynamoDb.endpoint(), prefix, OFTEN)) {
            readersReplayTheTables(List.of(survivor.uri()), 1, 3);
        }
    }

    @Test
    @Tag("soak")
    void everyReaderReceivesEveryVersionWhileThreeReplicasDie() throws Exception {
        readersReplayTheTables(List.of(), 3, SECONDS);
    }

    /**
     * @param others replicas besides those that are killed
     * @param count number of processes, which are killed at random
     */
    private void readersReplayTheTables(List<URI> others, int count, int seconds) throws Exception {
        replicas.addAll(UsherProcess.startAll(count, TestDynamoDb.endpoint(), prefix, Map.of()));
        var uris = Stream.concat(replicas.stream().map(UsherProcess::uri), others.stream())
                .toList();
        var nodes = uris.stream().map(ApiClient::new).toList();
        nodes.get(0).event(EVENT, CAPACITY, true);

        var wanderer = FeedReader.wandering(uris, EVENT, SEED);
        readers.addAll(List.of(wanderer, FeedReader.paging(uris, EVENT, SEED)));
        uris.forEach(uri -> readers.add(FeedReader.staying(uri, EVENT)));
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            rows.users("p", PEOPLE);
            int kills = comeAndGo(nodes, seconds);
            Eventually.holds(
                    () -> TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean());
            var event = rows.all("Events").get(0);
            long last = number(event, "version");
            for (var reader : readers) {
                reader.reaches(last);
                reader.end();
                assertThat(reader.version()).isEqualTo(last);
                assertThat(reader.entries()).isEqualTo(wanderer.entries());
            }
            var replay = FeedReplay.of(wanderer.entries());
            assertThat(replay.registrations()).isEqualTo(registrations(rows));
            assertThat(replay.waitlist()).isEqualTo(waitlist(rows, number(event, "lineFloor")));
            System.out.println("feed: seed " + SEED + ", " + last + " versions, " + replay.promotions()
                    + " promotions, " + kills + " kills, "
                    + readers.stream().map(FeedReader::connections).toList() + " connections");
            assertThat(replay.promotions()).isPositive();
        }
    }

    /** Returns how often a replica was killed. */
    private int comeAndGo(List<ApiClient> nodes, int seconds) throws Exception {
        var over = new AtomicBoolean();
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(comeAndGo(nodes, new Random(SEED + i), over)));
            }
            int kills = kill(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            readers.get(0).reaches(MIN_VERSIONS);
            over.set(true);
            for (var client : clients) {
                client.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
            return kills;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Registers users, and unregisters those that have been in for longest. */
    private static Callable<Void> comeAndGo(List<ApiClient> nodes, Random random, AtomicBoolean over) {
        return () -> {
            var in = new ArrayDeque<String>();
            while (!over.get()) {
                var node = nodes.get(random.nextInt(nodes.size()));
                boolean comes = in.size() <= random.nextInt(CROWD);
                var person = comes ? "p" + random.nextInt(PEOPLE) : in.remove();
                int status = status(comes, node, person);
                if (comes && (status == OK || status == UNKNOWN)) {
                    in.add(person);
                } else if (!comes && status == UNKNOWN) {
                    in.addFirst(person);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return null;
        };
    }

    private static int status(boolean comes, ApiClient node, String person) throws InterruptedException {
        try {
            var reply = comes ? node.register(EVENT, person) : node.unregister(EVENT, person);
            assertThat(reply.status()).as("%s", reply).isIn(OK, 404, 409, UNKNOWN);
            return reply.status();
        } catch (IOException dead) {
            TimeUnit.MILLISECONDS.sleep(20);
            return UNKNOWN;
        }
    }

    private int kill(long end) throws Exception {
        var random = new Random(SEED);
        int kills = 0;
        do {
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1_500));
            var victim = replicas.get(random.nextInt(replicas.size()));
            victim.kill();
            kills++;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
            victim.start();
        } while (kills < replicas.size() || System.nanoTime() < end);
        return kills;
    }

    private static Map<String, String> registrations(StoredRows rows) {
        Map<String, String> registrations = new HashMap<>();
        for (var row : rows.all("Registrations")) {
            long ticket = row.containsKey("ticket") ? number(row, "ticket") : 0;
            registrations.put(row.get("userId").s(), row.get("status").s() + " " + ticket);
        }
        return registrations;
    }

    private static Map<Long, String> waitlist(StoredRows rows, long floor) {
        Map<Long, String> waiting = new HashMap<>();
        for (var row : rows.all("Waitlist")) {
            if (row.get("eventId").s().equals(EVENT) && number(row, "ticket") > floor && !row.containsKey("left")) {
                waiting.put(number(row, "ticket"), row.get("userId").s());
            }
        }
        return waiting;
    }

    /** As left by replicas from before the change log: rows are missing between others, and then at the end. */
    @Test
    void versionsWithoutARowAreReportedAsGaps() throws Exception {
        var vertx = Vertx.vertx();
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, Map.of());
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            var api = usher.api();
            api.event(EVENT, 9, true);
            for (var person : AgainstUsher.PEOPLE) {
                api.user(person);
            }
            for (var person : AgainstUsher.PEOPLE.subList(0, 4)) {
                api.register(EVENT, person);
            }
            for (int version = 3; version < 5; version++) {
                rows.delete(
                        "Changes", Map.of("eventId", StoredRows.text(EVENT), "version", StoredRows.number(version)));
            }
            assertThat(page(api, 1)).isEqualTo("[2]");
            assertThat(page(api, 2)).isEqualTo("[3 to 4]");
            assertThat(page(api, 4)).isEqualTo("[5]");
            var watcher = Watcher.watch(Watcher.client(vertx, 1), usher.uri(), EVENT, 1, true)
                    .reaches(5);

            var event = new HashMap<>(rows.all("Events").get(0));
            event.put("version", StoredRows.number(7));
            rows.putAll("Events", List.of(event));
            watcher.reaches(7);
            assertThat(page(api, 5)).isEqualTo("[6 to 7]");
            api.register(EVENT, "fay");
            watcher.reaches(8);
            assertThat(watcher.told().stream().map(told -> told.event() + " " + told.version()))
                    .containsExactly("changes 2", "gap 4", "changes 5", "gap 7", "changes 8");
            assertThat(watcher.told().get(3).json().get("gap").toString()).isEqualTo("{\"from\":6,\"to\":7}");
        } finally {
            LocalUsher.get(vertx.close());
        }
    }

    /** The versions and gaps of a page. */
    private static String page(ApiClient api, long after) throws IOException {
        List<String> versions = new ArrayList<>();
        for (JsonNode entry : api.get("/events/" + EVENT + "/changes?after=" + after, "Accept", "application/json")
                .body()
                .get("changes")) {
            versions.add(
                    entry.has("gap")
                            ? entry.at("/gap/from").asText() + " to "
                                    + entry.at("/gap/to").asText()
                            : entry.get("version").asText());
        }
        return versions.toString();
    }

    private static long number(Map<String, AttributeValue> row, String attribute) {
        return Long.parseLong(row.get(attribute).n());
    }
}
