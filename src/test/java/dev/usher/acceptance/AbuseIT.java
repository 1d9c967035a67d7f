package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One client sends as fast as it is answered, and others go on as before. How fast they are answered then is for the
 * benchmarks to say (scenario j); here it is who is answered what.
 *
 * <p>{@code -Dusher.abuse.seconds=60} goes on for as long.
 */
class AbuseIT {
    private static final int SECONDS = Integer.getInteger("usher.abuse.seconds", 3);
    private static final int LIMIT = 20;
    private static final int HONEST = 10;
    /** Each of them, well within the limit. */
    private static final int PER_SECOND = 5;

    private static final int ABUSERS_CONNECTIONS = 32;

    @Test
    void theAbuserIsRefusedAndNobodyElse() throws Exception {
        var vertx = Vertx.vertx();
        try (var usher = LocalUsher.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of("USHER_RATE_LIMIT", Integer.toString(LIMIT), "USHER_TRUSTED_PROXIES", "127.0.0.1,::1"))) {
            usher.api().user("ada");
            var honest = IntStream.range(0, HONEST)
                    .mapToObj(client -> new Pressure(vertx, usher.uri(), 4, "198.51.100." + client))
                    .toList();
            long begun = System.nanoTime();
            var abuse = new Pressure(vertx, usher.uri(), ABUSERS_CONNECTIONS, "203.0.113.66")
                    .runInTurn(ABUSERS_CONNECTIONS, SECONDS * 1_000L, number -> Pressure.Call.get("/users/ada"));
            var others = honest.stream()
                    .map(client -> client.run(PER_SECOND, SECONDS * 1_000L, number -> Pressure.Call.get("/users/ada")))
                    .toList();
            var served = get(Future.all(others)).<Pressure.Tally>list();
            var refused = get(abuse);
            long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            System.out.printf("abuse: %s; the others %s%n", refused, served);

            assertThat(served)
                    .allSatisfy(tally -> assertThat(tally.answers()).isEqualTo(Map.of("200", PER_SECOND * SECONDS)));
            assertThat(refused.answers().keySet()).isEqualTo(java.util.Set.of("200", "429"));
            assertThat(refused.count("200")).isBetween(2 * LIMIT, (int) (LIMIT * (2 + seconds)));
            assertThat(refused.count("429")).isGreaterThan(refused.count("200"));
        } finally {
            get(vertx.close());
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS + 60, TimeUnit.SECONDS);
    }
}
