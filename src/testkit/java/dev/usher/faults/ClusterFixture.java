package dev.usher.faults;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.acceptance.UsherProcess;
import dev.usher.audit.LocalClient;
import dev.usher.audit.TableAudit;
import dev.usher.history.Action;
import dev.usher.history.Answer.Kind;
import dev.usher.history.CheckResult;
import dev.usher.history.EventHistory;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Servers, their store on disk, the proxy in between, and the clients. Blocks its callers. */
final class ClusterFixture implements AutoCloseable {
    private static final String PREFIX = "rig-";
    /** Deadline of requests, which ends before some of the faults do. Their clients wait twice as long. */
    private static final long DEADLINE_MILLIS = 3_000;

    private static final List<WorkloadEvent> PARTIES = List.of(
            new WorkloadEvent("line", 12, true, 40),
            new WorkloadEvent("door", 8, false, 24),
            new WorkloadEvent("duo", 1, true, 6));
    private static final Path HISTORIES = Path.of("target", "histories");
    private static final int REST_PAUSE_MILLIS = 250;

    private final Vertx vertx = Vertx.vertx();
    private final List<UsherProcess> servers = new ArrayList<>();
    private final ProcessSupervisor supervisor = new ProcessSupervisor();
    private final long seed;
    private StoreOnDisk store;
    private StoreProxy proxy;
    private FaultInjector fate;
    private DynamoDbAsyncClient dynamo;
    private ChangeStreamReader streams;
    private CommitTimeBounds watch;
    private WorkloadClients guests;

    private ClusterFixture(long seed) {
        this.seed = seed;
    }

    /** @param data a directory for the store */
    static ClusterFixture start(Path data, int servers, long seed, PlantedBug sabotage) throws Exception {
        var rig = new ClusterFixture(seed);
        try {
            rig.open(data, servers, sabotage);
            return rig;
        } catch (Exception e) {
            rig.close();
            throw e;
        }
    }

    private void open(Path data, int count, PlantedBug sabotage) throws Exception {
        store = StoreOnDisk.start(data);
        proxy = get(sabotage.before(vertx, store.endpoint())
                .compose(behind -> StoreProxy.start(vertx, behind, 0, FaultProfile.KIND)));
        dynamo = LocalClient.of(store.endpoint());
        var settings = Map.of("USHER_REQUEST_TIMEOUT_MS", Long.toString(DEADLINE_MILLIS));
        servers.addAll(UsherProcess.startAll(count, proxy.endpoint(), PREFIX, settings));
        fate = new FaultInjector(store, new StoreFaultControl(proxy), servers, supervisor, seed);
        streams = new ChangeStreamReader(dynamo, store.endpoint(), PREFIX);
        streams.open();
        var client = HttpClient.newHttpClient();
        int most = PARTIES.stream().mapToInt(WorkloadEvent::guests).max().orElseThrow();
        for (int i = 0; i < most; i++) {
            create(client, "/users", "{\"userId\":\"%1$s\",\"name\":\"%1$s\"}".formatted(WorkloadEvent.guest(i)));
        }
        for (var party : PARTIES) {
            create(
                    client,
                    "/events",
                    "{\"eventId\":\"%1$s\",\"name\":\"%1$s\",\"capacity\":%2$d,\"hasWaitlist\":%3$s,\"confirmMinutes\":1}"
                            .formatted(party.event(), party.capacity(), party.hasWaitlist()));
        }
        watch = new CommitTimeBounds(
                dynamo, PREFIX, PARTIES.stream().map(WorkloadEvent::event).toList());
        List<ServerClient> nodes = new ArrayList<>();
        for (var server : servers) {
            nodes.add(new ServerClient(nodes.size(), server.uri(), Duration.ofMillis(2 * DEADLINE_MILLIS)));
        }
        guests = new WorkloadClients(nodes, PARTIES, seed, sabotage::heard);
        guests.begin();
    }

    /** Repeats the request until the store of a busy machine has confirmed it. */
    private void create(HttpClient client, String path, String body) {
        var request = HttpRequest.newBuilder(servers.get(0).uri().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        Eventually.holds(
                () -> assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .as(path)
                        .isIn(201, 409));
    }

    FaultInjector fate() {
        return fate;
    }

    /** Runs without faults for a while. */
    void rest(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** The kinds of the answers so far. */
    Set<Kind> answered() {
        return guests.answered();
    }

    /** Runs without faults until enough has happened, or until the time is over. */
    void rest(BooleanSupplier enough, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!enough.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(REST_PAUSE_MILLIS);
        }
    }

    /**
     * Stops the clients, waits until nothing is pending, kills the servers, and checks all answers and versions.
     *
     * @param patienceSeconds how long to wait for tables that pass the audit
     */
    FaultReport end(int patienceSeconds) throws Exception {
        var actions = guests.end();
        var audit = TableAudit.strict(store.endpoint(), PREFIX);
        for (int i = 0; i < patienceSeconds * 1_000 / REST_PAUSE_MILLIS && !audit.clean(); i++) {
            TimeUnit.MILLISECONDS.sleep(REST_PAUSE_MILLIS);
            audit = TableAudit.strict(store.endpoint(), PREFIX);
        }
        // Seats lapse at any time, and no version may be committed between the reads of two streams.
        servers.forEach(UsherProcess::close);
        watch.end();
        Map<String, List<Action>> byEvent = actions.stream().collect(Collectors.groupingBy(Action::eventId));
        var origin = Instant.now().minusNanos(System.nanoTime());
        List<CheckResult> judgements = new ArrayList<>();
        for (var versions : streams.read(watch).entrySet()) {
            var event = versions.getKey();
            var history = new EventHistory(event, versions.getValue(), byEvent.getOrDefault(event, List.of()), origin);
            var judgement = CheckResult.of(history);
            if (!judgement.violations().isEmpty()) {
                note(history);
            }
            judgements.add(judgement);
        }
        var answers = new CountByKind();
        actions.forEach(action -> answers.count(action.answer().kind()));
        return new FaultReport(
                seed,
                servers.size(),
                answers,
                fate.troubles(),
                supervisor.failedStarts(),
                proxy.counts(),
                judgements,
                audit.violations());
    }

    /** The same seed does not reproduce the same history, so a failing one is kept. */
    private void note(EventHistory history) throws IOException {
        var lines = Stream.concat(history.versions().stream(), history.actions().stream())
                .map(Record::toString)
                .toList();
        Files.createDirectories(HISTORIES);
        Files.write(HISTORIES.resolve(seed + "-" + history.eventId() + ".txt"), lines);
    }

    @Override
    public void close() {
        servers.forEach(UsherProcess::close);
        if (dynamo != null) {
            dynamo.close();
        }
        if (store != null) {
            store.close();
        }
        vertx.close();
    }
}
