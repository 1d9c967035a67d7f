package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.StoreProxy;
import dev.usher.storeproxy.Throttling;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten times the load that the store can take, through a proxy: a client of its own may have a quarter of the
 * connections. Admitted requests are answered before the deadline, all others are refused at once, and throughput is as
 * at a load that fits.
 *
 * <p>{@code -Dusher.overload.seconds=60} runs it for that long on a store with the real one's write limit, and compares
 * throughput and response times with those before; without it the store takes a fifth of that, and only the answers
 * count.
 */
@Tag("soak")
@Tag("measured")
class OverloadIT {
    private static final String SECONDS = "usher.overload.seconds";
    private static final boolean LONG = System.getProperty(SECONDS) != null;
    private static final long OVERLOAD_SECONDS = Long.getLong(SECONDS, 6);
    private static final long PEAK_SECONDS = LONG ? 15 : 3;
    private static final int TIMES = 10;
    private static final double GOODPUT = 0.8;
    private static final int CLIENTS = 200;
    private static final int CONNECTIONS = 4_000;
    private static final int PEOPLE = LONG ? 30_000 : 6_000;
    private static final long DEADLINE_MILLIS = 5_000;
    /** For the way there and back, and for what a busy machine adds to it. */
    private static final long GRACE_MILLIS = 250;

    private static final int MORE_MEGABYTES = 8;
    private static final Throttling LIMIT = new Throttling(LONG ? 1_000 : 200, 100, Throttling.Form.REASON);
    private static final String EVENT = "hot";
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private static Vertx vertx;
    private static StoreProxy store;
    private static UsherProcess usher;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        store = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
        usher = UsherProcess.start(
                store.endpoint(),
                PREFIX,
                Map.of("USHER_REQUEST_TIMEOUT_MS", "5000", "USHER_TRUSTED_PROXIES", "127.0.0.1"));
        var api = new ApiClient(usher.uri());
        ConcurrentRunner.act(PEOPLE, 32, i -> api.user(ChurnWorkload.name(i)));
        api.event(EVENT, 1_000_000, false);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(usher.stop()).isZero();
        vertx.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void moreThanTheStoreCanTakeIsRefusedAtOnceAndTheRestIsDone() throws Exception {
        try (var pressure = new LoadGenerator(vertx, usher.uri(), CONNECTIONS)) {
            var visitors = new ChurnWorkload(EVENT, PEOPLE);
            LocalUsher.get(store.behave(FaultProfile.CONTENDED.withThrottling(LIMIT)));
            LocalUsher.get(pressure.runInTurn(CLIENTS, TimeUnit.SECONDS.toMillis(PEAK_SECONDS), visitors));
            var peak = LocalUsher.get(pressure.runInTurn(CLIENTS, TimeUnit.SECONDS.toMillis(PEAK_SECONDS), visitors));
            double perSecond = (double) peak.count("200") / PEAK_SECONDS;
            var before = ProcessStats.of(usher.pid());

            store.resetCounts();
            var overload =
                    pressure.run((int) (TIMES * perSecond), TimeUnit.SECONDS.toMillis(OVERLOAD_SECONDS), visitors);
            List<ProcessStats> during = new ArrayList<>();
            for (int look = 0; look < 3; look++) {
                TimeUnit.SECONDS.sleep(OVERLOAD_SECONDS / 3);
                during.add(ProcessStats.of(usher.pid()));
            }
            var tally = overload.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
            double goodput = (double) tally.count("200") / OVERLOAD_SECONDS;
            System.out.printf(
                    "overload: peak %.0f/s %s%n  asked %.0f/s, goodput %.0f/s (%.2f), %s%n  store %s%n  before %s,"
                            + " during %s%n",
                    perSecond,
                    peak,
                    TIMES * perSecond,
                    goodput,
                    goodput / perSecond,
                    tally,
                    store.counts(),
                    before,
                    during);

            assertThat(tally.answers().keySet()).isSubsetOf(Set.of("200", "404", "409", "503"));
            assertThat(tally.count("200")).isPositive();
            assertThat(during.get(during.size() - 1).liveMegabytes())
                    .isLessThanOrEqualTo(during.get(0).liveMegabytes() + MORE_MEGABYTES);
            if (LONG) {
                assertThat(tally.slowest(200)).isLessThan(DEADLINE_MILLIS + GRACE_MILLIS);
                assertThat(tally.slowest(503)).isLessThan(DEADLINE_MILLIS + GRACE_MILLIS);
                assertThat(goodput).isGreaterThanOrEqualTo(GOODPUT * perSecond);
            }
        }
    }
}
