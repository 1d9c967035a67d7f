package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client sends as fast as it is answered, and the other clients are served as before. Checks which client gets
 * which answer; response times are measured by the benchmarks (scenario j), and here behind an ingress.
 *
 * <p>{@code -Dusher.abuse.seconds=60} runs it for as long, and then also bounds the response times behind the ingress.
 */
@Tag("soak")
@Tag("measured")
class AbuseIT {
    private static final int SECONDS = Integer.getInteger("usher.abuse.seconds", 3);
    private static final int LIMIT = 20;
    /** That at once, and as many refusals before an answer is late. */
    private static final int BURST = 2 * LIMIT;

    private static final int HONEST = 10;
    /** Each of them, well within the limit. */
    private static final int PER_SECOND = 5;

    private static final int ABUSERS_CONNECTIONS = 32;
    private static final int FLOOD_PER_SECOND = 50 * LIMIT;
    /** From this number on, response times are asserted: a shorter run has too few. */
    private static final int LONG = 60;
    /** Of the response times without a flood: the measure of a busy machine. */
    private static final int MAX_TIMES = 2;

    private static final LoadGenerator.Calls READS = number -> LoadGenerator.Call.get("/users/ada");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    /** Results of the abuser's requests after the given number of seconds. */
    private record Outcome(LoadGenerator.Tally abuser, int seconds) {
        int mostServed() {
            return LIMIT * (2 + seconds);
        }
    }

    @Test
    void theAbuserIsRefusedAndNobodyElse() throws Exception {
        try (var usher = start(Map.of("USHER_TRUSTED_PROXIES", "127.0.0.1,::1"))) {
            usher.api().user("ada");
            var outcome = abuse(
                    usher,
                    Map.of("X-Forwarded-For", "203.0.113.66"),
                    n -> Map.of("X-Forwarded-For", "198.51.100." + n));
            assertThat(outcome.abuser().count("429"))
                    .as("an answer through a proxy is never late")
                    .isGreaterThan(outcome.mostServed());
        }
    }

    @Test
    void anAbuserOnConnectionsOfItsOwnIsHardlyEvenRefused() throws Exception {
        try (var issuer = IssuerStub.start();
                var usher = start(issuer.settings())) {
            var admin = issuer.token("root", "usher:admin");
            get(new LoadGenerator(vertx, usher.uri(), 1, bearer(admin))
                    .run(
                            1,
                            1_000,
                            number -> LoadGenerator.Call.post("/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}")));
            var outcome = abuse(
                    usher,
                    bearer(issuer.token("mallory", "usher:admin")),
                    n -> bearer(issuer.token("ada-" + n, "usher:admin")));
            assertThat(outcome.abuser().count("429"))
                    .isBetween(BURST, BURST + ABUSERS_CONNECTIONS + LIMIT * outcome.seconds());
        }
    }

    @Test
    void aFloodWithoutTokensThroughAnIngressLeavesTokenHoldersAlone(@TempDir Path folder) throws Exception {
        assumeTrue(NginxProxy.isInstalled(), "nginx is not installed");
        try (var issuer = IssuerStub.start();
                var usher = behindIngress(issuer);
                var nginx = NginxProxy.start(folder, usher.uri())) {
            var holders = IntStream.range(0, HONEST)
                    .mapToObj(n ->
                            new LoadGenerator(vertx, nginx.uri(), 4, bearer(issuer.token("ada-" + n, "usher:admin"))))
                    .toList();
            get(holders.get(0)
                    .run(
                            1,
                            1_000,
                            number -> LoadGenerator.Call.post("/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}")));
            served(holders);
            var quiet = served(holders);
            var flood = new LoadGenerator(vertx, nginx.uri(), ABUSERS_CONNECTIONS)
                    .run(FLOOD_PER_SECOND, SECONDS * 1_000L, READS);
            var flooded = served(holders);
            var refused = get(flood);
            System.out.printf(
                    "ingress: flood %s; token holders' p99 %d ms without it, %d ms beside it, ratio %.2f%n",
                    refused, quiet, flooded, (double) flooded / quiet);
            assertThat(refused.answers().keySet()).isEqualTo(Set.of("401", "429"));
            if (SECONDS >= LONG) {
                assertThat(flooded).isLessThanOrEqualTo(MAX_TIMES * quiet);
            }
        }
    }

    /** In a process of its own, with the image's memory. */
    private static UsherProcess behindIngress(IssuerStub issuer) throws Exception {
        var settings = new HashMap<>(issuer.settings());
        settings.putAll(UsherProcess.AS_SHIPPED);
        settings.put("USHER_RATE_LIMIT", Integer.toString(LIMIT));
        settings.put("USHER_TRUSTED_PROXIES", "127.0.0.1");
        return UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings, UsherProcess.IMAGE);
    }

    /** Returns the response time in milliseconds that 99 of 100 answers have at most. */
    private static long served(List<LoadGenerator> clients) throws Exception {
        List<LoadGenerator.Tally> tallies = get(Future.all(clients.stream()
                        .map(client -> client.run(PER_SECOND, SECONDS * 1_000L, READS))
                        .toList()))
                .list();
        var took = new Histogram(2);
        for (var tally : tallies) {
            assertThat(tally.answers()).isEqualTo(Map.of("200", PER_SECOND * SECONDS));
            tally.millis().values().forEach(took::add);
        }
        return took.getValueAtPercentile(99);
    }

    private static LocalUsher start(Map<String, String> more) throws Exception {
        var settings = new HashMap<>(more);
        settings.put("USHER_RATE_LIMIT", Integer.toString(LIMIT));
        return LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings);
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private Outcome abuse(LocalUsher usher, Map<String, String> abuser, IntFunction<Map<String, String>> others)
            throws Exception {
        var honest = IntStream.range(0, HONEST)
                .mapToObj(client -> new LoadGenerator(vertx, usher.uri(), 4, others.apply(client)))
                .toList();
        long begun = System.nanoTime();
        var abuse = new LoadGenerator(vertx, usher.uri(), ABUSERS_CONNECTIONS, abuser)
                .runInTurn(ABUSERS_CONNECTIONS, SECONDS * 1_000L, READS);
        List<LoadGenerator.Tally> served = get(Future.all(honest.stream()
                        .map(client -> client.run(PER_SECOND, SECONDS * 1_000L, READS))
                        .toList()))
                .list();
        var refused = get(abuse);
        int seconds = 1 + (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        System.out.printf("abuse: %s; the others %s%n", refused, served);

        assertThat(served)
                .allSatisfy(tally -> assertThat(tally.answers()).isEqualTo(Map.of("200", PER_SECOND * SECONDS)));
        var outcome = new Outcome(refused, seconds);
        assertThat(refused.answers().keySet()).isEqualTo(Set.of("200", "429"));
        assertThat(refused.count("200")).isBetween(BURST, outcome.mostServed());
        return outcome;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS + 60, TimeUnit.SECONDS);
    }
}
