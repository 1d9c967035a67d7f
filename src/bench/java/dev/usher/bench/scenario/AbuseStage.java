package dev.usher.bench.scenario;

import dev.usher.bench.load.Abuser;
import dev.usher.bench.load.Call;
import dev.usher.bench.load.Driver;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.bench.process.Store;
import dev.usher.storeproxy.FaultProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Scenario (j): many clients at a low rate, with and without one that sends as fast as it is answered. Each client has
 * the default limit; the many come by a trusted proxy, the one does not. The abuser shares the two processors with the
 * server, the store and the driver, so that its own cost counts against the server, too.
 *
 * <p>The full form is one round of a minute a side instead of many short ones, because an abuser's effect needs time.
 */
public final class AbuseStage {
    public static final String ID = "j";
    private static final int CLIENTS = 200;
    private static final int PER_SECOND = 200;
    private static final int EVENTS = 500;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Map<String, String> LIMITED =
            Map.of("USHER_RATE_LIMIT", "100", "USHER_TRUSTED_PROXIES", "127.0.0.1");

    private AbuseStage() {}

    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        if (!wanted.test(ID)) {
            return;
        }
        Duration time = form.thorough() ? MINUTE : SHORT;
        int rounds = form.thorough() ? 1 : form.rounds();
        List<Comparison.Pair> pairs = new ArrayList<>();
        try (var store = Store.start("memory", logs);
                var driver = Driver.forClients(CLIENTS);
                var server = Server.start(Peer.LEDGER, store.endpoint(), "j-", logs, LIMITED);
                var subject = new Subject(store, driver, List.of(server), form.calls(Scenarios.USERS))) {
            Subject.warmUp(List.of(subject), form.warmUp());
            Duration warmUp = form.thorough() ? form.warmUp() : SHORT;
            subject.run(scenario(warmUp), "j-warm-up");
            abused(warmUp, subject, server, "j-abused-warm-up");
            for (int round = 1; round <= rounds; round++) {
                Measurement quiet = subject.run(scenario(time), "j" + round);
                pairs.add(new Comparison.Pair(abused(time, subject, server, "j-abused" + round), quiet));
            }
            subject.audit();
        }
        results.accept(new Comparison(
                ID,
                "200 calls/s of 200 clients, 25 ms, conflicts, beside one abuser",
                "abused",
                "quiet",
                pairs,
                List.of(Goal.ratioAtMost(Metric.P99, 2))));
    }

    private static Measurement abused(Duration time, Subject subject, Server server, String round) {
        List<Call> calls = List.of(
                Call.get("/users/" + Seed.user(0)),
                Call.get("/events"),
                Call.register("nowhere", Seed.user(0)),
                Call.register("warm-up", Seed.user(0)));
        try (var abuser = Abuser.comes(server.uri(), calls)) {
            Measurement measured = subject.run(scenario(time), round);
            System.out.printf(
                    "j: the abuser was served %d times, refused %d times%n", abuser.served(), abuser.refused());
            return measured;
        }
    }

    private static Scenario scenario(Duration time) {
        int calls = (int) (PER_SECOND * time.toSeconds());
        return new Scenario(
                ID,
                "",
                FaultProfile.CONTENDED,
                PER_SECOND,
                Scenarios.CONNECTIONS,
                time.multipliedBy(2),
                Openings.manyEvents(EVENTS, calls),
                List.of());
    }
}
