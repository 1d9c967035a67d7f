package dev.usher.bench.scenario;

import dev.usher.audit.AuditReport;
import dev.usher.audit.LocalClient;
import dev.usher.audit.TableAudit;
import dev.usher.bench.load.Answers;
import dev.usher.bench.load.Call;
import dev.usher.bench.load.Driver;
import dev.usher.bench.load.Load;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.process.JavaProcess;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.ProxyCounters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** One side of a comparison: server processes on the same tables. Blocks its thread. */
final class Subject implements AutoCloseable {
    private static final int WARM_UP_USERS = 1_000;
    private static final int WARM_UP_EVENTS = 500;
    private static final int WARM_UP_FULL = 100;
    private static final int WARM_UP_CROWD = 100;
    /** By each: one is over in no time. */
    private static final int WARM_UP_REFUSALS = 5;

    /** How much longer than asked a warm-up may last while the servers still become faster. */
    private static final int MAX_WARM_UPS = 5;

    private static final double FASTER = 0.9;

    private static final int AUDITS = 5;
    private static final int SETTLING_MILLIS = 1_000;
    private static final int MAX_REST_MILLIS = 10_000;

    private final Store store;
    private final Driver driver;
    private final List<Server> servers;
    private final Seed seed;
    private final String tablePrefix;

    /** @param users that exist on its tables */
    Subject(Store store, Driver driver, List<Server> servers, int users) {
        this.store = store;
        this.driver = driver;
        this.servers = List.copyOf(servers);
        tablePrefix = servers.get(0).tablePrefix();
        seed = new Seed(store.endpoint(), tablePrefix);
        seed.users(Math.max(WARM_UP_USERS, users));
    }

    /** Warms up all in parallel, on shared processors; then pauses, so that the compilers can finish. */
    static void warmUp(Collection<Subject> subjects, Duration duration) {
        var running = subjects.stream()
                .map(subject ->
                        CompletableFuture.runAsync(() -> subject.warmUp(duration), work -> new Thread(work).start()))
                .toList();
        running.forEach(CompletableFuture::join);
        pause(Math.min(MAX_REST_MILLIS, (int) duration.toMillis() / 3));
    }

    /**
     * Some users register and leave again, and then the next, at one hot event, at some full ones, and at many that are
     * new each time, on a store without added latency. Goes on beyond the duration for as long as each time is clearly
     * faster than those before: on a slow machine the compilers need longer.
     */
    private void warmUp(Duration duration) {
        seed.event("warm-up", WARM_UP_CROWD / 2, true);
        IntStream.range(0, WARM_UP_FULL).forEach(n -> seed.event("warm-up-full-" + n, 10, false, 10, 0));
        long begun = System.nanoTime();
        long end = begun + MAX_WARM_UPS * duration.toNanos();
        long fastest = Long.MAX_VALUE;
        boolean faster = true;
        for (int time = 1;
                System.nanoTime() < end && (faster || System.nanoTime() - begun < duration.toNanos());
                time++) {
            String quiet = "warm-up-" + time + "-";
            seed.events(
                    IntStream.range(0, WARM_UP_EVENTS).mapToObj(n -> quiet + n).toList(), 1, true);
            long start = System.nanoTime();
            driver.send(new Load(
                    uris(), warmUpCalls(quiet), 0, Scenarios.CONNECTIONS, Duration.ofNanos(Math.max(1, end - start))));
            long took = System.nanoTime() - start;
            faster = took < FASTER * fastest;
            fastest = Math.min(fastest, took);
        }
    }

    private static List<Call> warmUpCalls(String quiet) {
        List<Call> calls = new ArrayList<>();
        for (int from = 0; from < WARM_UP_USERS; from += WARM_UP_CROWD) {
            for (int n = from; n < from + WARM_UP_CROWD; n++) {
                calls.add(Call.register("warm-up", Seed.user(n)));
                calls.add(Call.register(quiet + n % WARM_UP_EVENTS, Seed.user(n)));
                calls.add(Call.get("/users/" + Seed.user(n)));
            }
            for (int n = from; n < from + WARM_UP_CROWD; n++) {
                calls.add(Call.unregister("warm-up", Seed.user(n)));
                calls.add(Call.unregister(quiet + n % WARM_UP_EVENTS, Seed.user(n)));
                calls.add(Call.get("/events/warm-up"));
                for (int time = 0; time < WARM_UP_REFUSALS; time++) {
                    calls.add(Call.inVain("warm-up-full-" + (n + time) % WARM_UP_FULL, Seed.user(n)));
                }
            }
        }
        return calls;
    }

    /**
     * @param round also the seed of random draws, the same for both sides
     * @throws AssertionError when a call got another answer than expected
     */
    Measurement run(Scenario scenario, String round) {
        List<Call> calls = scenario.opening().open(seed, round);
        store.behave(scenario.manners().withSeed(round.hashCode()));
        store.resetCounts();
        Cpu before = cpu();
        Answers answers =
                driver.send(new Load(uris(), calls, scenario.perSecond(), scenario.connections(), scenario.limit()));
        Spent spent = cpu().since(before, store.counts());
        store.behave(FaultProfile.KIND);
        if (answers.wrong() > 0) {
            throw new AssertionError(
                    scenario.id() + " was answered " + answers.statuses() + ", wrongly " + answers.wrong() + " times");
        }
        return Measurement.of(answers, spent);
    }

    /**
     * Audits the events of all runs until now. Calls cut off by a limit may still be on their way to the store; after a
     * while it must be at rest.
     *
     * @throws AssertionError when the audit finds a violation
     */
    void audit() {
        AuditReport report = null;
        try (var dynamo = LocalClient.of(store.endpoint())) {
            for (int i = 0; i < AUDITS && (report == null || !report.clean()); i++) {
                pause(i == 0 ? SETTLING_MILLIS / 4 : SETTLING_MILLIS);
                report = TableAudit.of(dynamo, tablePrefix)
                        .whenDeparturesMayBeUncounted()
                        .run();
            }
        }
        report.assertClean();
    }

    private Cpu cpu() {
        return new Cpu(servers.stream().map(Server::cpu).toList(), store.cpu(), JavaProcess.ownCpu());
    }

    /** CPU times since each process started. */
    private record Cpu(List<Duration> servers, Duration store, Duration driver) {
        Spent since(Cpu before, ProxyCounters counts) {
            return new Spent(
                    IntStream.range(0, servers.size())
                            .mapToObj(n -> servers.get(n).minus(before.servers.get(n)))
                            .toList(),
                    store.minus(before.store),
                    driver.minus(before.driver),
                    counts);
        }
    }

    /** Blocks until the webhook has delivered every change of its events. */
    void awaitDelivered() {
        seed.awaitDelivered();
    }

    /** Addresses of its processes. */
    List<URI> uris() {
        return servers.stream().map(Server::uri).toList();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
        seed.close();
    }
}
