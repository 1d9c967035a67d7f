package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store is down while clients keep sending: all are refused at once, no queue grows, and service resumes soon after
 * the store's return, without an operator.
 *
 * <p>{@code -Dusher.outage.seconds=120} makes each outage that long, at 500 requests a second and with the documented
 * times; without it the outages are short, and the times leave room for a busy machine.
 */
@Tag("soak")
@Tag("measured")
class StoreDownIT {
    private static final long SECONDS = Long.getLong("usher.outage.seconds", 3);
    private static final boolean LONG = SECONDS >= 60;
    private static final int PER_SECOND = LONG ? 500 : 150;
    private static final long ANSWERED_MILLIS = LONG ? 1_000 : 2_000;
    private static final long BACK_MILLIS = LONG ? 5_000 : 10_000;
    /** Event loops and collectors that had nothing to do before. */
    private static final int MORE_THREADS = 8;

    private static final int MORE_MEGABYTES = 16;
    private static final int PEOPLE = 40;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static final List<String> EVENTS = List.of("small", "large", "line");

    private static Vertx vertx;
    private static StoreProxy store;
    private static UsherProcess usher;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        store = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
        usher = UsherProcess.start(store.endpoint(), PREFIX, UsherProcess.AS_SHIPPED);
        api = new ApiClient(usher.uri());
        ConcurrentRunner.act(PEOPLE, 4, i -> api.user("p" + i));
        api.event("small", 1, false);
        api.event("large", 100_000, false);
        api.event("line", 1, true);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(usher.stop()).isZero();
        vertx.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("connections are refused", FaultProfile.KIND.withOutage(Outage.REFUSED)),
                Arguments.of(
                        "nobody answers",
                        FaultProfile.KIND.withFaults(Faults.always(Fault.STALL).withStall(TimeUnit.HOURS.toMillis(1)))),
                Arguments.of(
                        "every request fails inside", FaultProfile.KIND.withFaults(Faults.always(Fault.ERROR_500))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void everybodyIsToldAtOnceAndNothingPilesUp(String outage, FaultProfile manners) throws Exception {
        try (var pressure = new LoadGenerator(vertx, usher.uri(), 1_000)) {
            LocalUsher.get(pressure.run(PER_SECOND, 2_000, StoreDownIT::call));
            var before = ProcessStats.of(usher.pid());

            LocalUsher.get(store.behave(manners));
            var told = pressure.run(PER_SECOND, TimeUnit.SECONDS.toMillis(SECONDS), StoreDownIT::call);
            Eventually.holds(() -> assertThat(usher.ready()).isFalse());
            var tally = told.toCompletionStage().toCompletableFuture().get(SECONDS + 60, TimeUnit.SECONDS);
            var after = ProcessStats.of(usher.pid());

            long returned = System.nanoTime();
            LocalUsher.get(store.behave(FaultProfile.KIND));
            Eventually.holds(() -> {
                assertThat(usher.ready()).isTrue();
                assertThat(api.register("large", "p0").status()).isIn(200, 409);
                assertThat(api.get("/users/p1").status()).isEqualTo(200);
            });
            long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - returned);
            System.out.printf("%s: %s, before %s, after %s, back in %d ms%n", outage, tally, before, after, back);

            assertThat(tally.answers()).isEqualTo(Map.of("503", (int) (PER_SECOND * SECONDS)));
            assertThat(tally.slowest(503)).isLessThan(ANSWERED_MILLIS);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + MORE_THREADS);
            assertThat(after.liveMegabytes()).isLessThanOrEqualTo(before.liveMegabytes() + MORE_MEGABYTES);
            assertThat(back).isLessThan(BACK_MILLIS);
        }
    }

    private static LoadGenerator.Call call(int number) {
        var person = "p" + number % PEOPLE;
        var event = EVENTS.get(number % EVENTS.size());
        return switch (number % 5) {
            case 0 -> LoadGenerator.Call.get("/users/" + person);
            case 1 -> LoadGenerator.Call.get("/events/" + event);
            case 2 -> LoadGenerator.Call.delete("/events/" + event + "/register/" + person);
            default -> LoadGenerator.Call.register(event, person);
        };
    }
}
