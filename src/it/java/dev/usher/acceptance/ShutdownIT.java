package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Latency;
import dev.usher.storeproxy.StoreProxy;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shutdown on SIGTERM: admitted requests are answered, connections are closed, no new request is admitted, and the
 * process exits with 0.
 *
 * <p>{@code -Dusher.stops=20} does it as often.
 */
class ShutdownIT {
    private static final int STOPS = Integer.getInteger("usher.stops", 1);
    private static final int CLIENTS = 64;
    private static final int PEOPLE = 24;
    private static final int EVENTS = 5;
    private static final long LOADED_MILLIS = 1_500;
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private static Vertx vertx;
    private static StoreProxy store;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        var manners = FaultProfile.KIND.withLatency(new Latency(10, 50), new Latency(3, 10));
        store = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, manners));
    }

    @AfterAll
    static void stop() {
        vertx.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void nobodyIsCutOffWhenTheServerIsToldToEnd() throws Exception {
        for (int stop = 1; stop <= STOPS; stop++) {
            try (var usher = UsherProcess.start(store.endpoint(), PREFIX);
                    var crowd = new LoadGenerator(vertx, usher.uri(), CLIENTS)) {
                open(new ApiClient(usher.uri()));
                endsInOrder(usher, crowd);
            }
        }
    }

    @Test
    @Tag("soak")
    void nobodyIsCutOffOnHttp2Either() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        var secure = Map.of(
                "USHER_TLS_CERTIFICATE", pair.certificate().toString(),
                "USHER_TLS_KEY", pair.key().toString());
        try (var usher = UsherProcess.start(store.endpoint(), PREFIX)) {
            open(new ApiClient(usher.uri()));
        }
        for (int stop = 1; stop <= STOPS; stop++) {
            try (var usher = UsherProcess.start(store.endpoint(), PREFIX, secure);
                    var crowd = LoadGenerator.onHttp2(vertx, usher.uri(), 2, 100)) {
                endsInOrder(usher, crowd);
            }
        }
    }

    private static void open(ApiClient api) throws Exception {
        ConcurrentRunner.act(PEOPLE, 8, i -> api.user(ChurnWorkload.name(i)));
        for (int event = 0; event < EVENTS; event++) {
            api.event("e" + event, PEOPLE / 2, event % 2 == 0);
        }
    }

    private static void endsInOrder(UsherProcess usher, LoadGenerator crowd) throws Exception {
        var load = crowd.runUntilRefused(CLIENTS, calls());
        Eventually.get(vertx.timer(LOADED_MILLIS));

        int exit = usher.stop();

        var tally = Eventually.get(load);
        System.out.printf("exit %d, %s%n", exit, tally);
        assertThat(exit).isZero();
        assertThat(tally.answers().keySet()).isSubsetOf("200", "404", "409", "503", LoadGenerator.REFUSED);
        assertThat(tally.count("200")).isPositive();
        assertThat(tally.count(LoadGenerator.REFUSED)).isEqualTo(CLIENTS);
    }

    @Test
    void oneThatIsToldToEndWhileItStartsEndsInOrder() throws Exception {
        var throttled = FaultProfile.KIND.withFaults(Faults.always(Fault.THROTTLED));
        var busy = Eventually.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, throttled));
        try (var usher = UsherProcess.launch(busy.endpoint(), TestDynamoDb.newPrefix())) {
            Eventually.holds(() -> assertThat(usher.health("live")).isEqualTo(200));
            assertThat(usher.ready()).isFalse();
            assertThat(usher.stop()).isZero();
        }
    }

    /** A quarter reads; the others come to their events and leave them. */
    private static LoadGenerator.Calls calls() {
        var visitors = IntStream.range(0, EVENTS)
                .mapToObj(event -> new ChurnWorkload("e" + event, PEOPLE))
                .toList();
        return new LoadGenerator.Calls() {
            @Override
            public LoadGenerator.Call next(int number) {
                return number % 4 == 0
                        ? LoadGenerator.Call.get("/users/" + ChurnWorkload.name(number % PEOPLE))
                        : visitors.get(number % EVENTS).next(number / EVENTS);
            }

            @Override
            public void answered(int number, int status) {
                if (number % 4 != 0) {
                    visitors.get(number % EVENTS).answered(number / EVENTS, status);
                }
            }
        };
    }
}
