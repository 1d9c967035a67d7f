package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client tries to use up the memory of a server that has as much of it as the image in 256 MiB, while fifty others
 * send a hundred requests a second. Each attack lasts {@code -Dusher.attack.seconds}, 5 by default; from 30 on the time
 * that the others wait is asserted, too.
 */
@Tag("soak")
class MemoryExhaustionIT {
    private static final int SECONDS = Integer.getInteger("usher.attack.seconds", 5);
    private static final boolean TIMED = SECONDS >= 30;
    private static final int CLIENTS = 50;
    private static final int PER_SECOND = 100;
    private static final int ROUND_MILLIS = 10_000;
    private static final double DIRECT_OCTETS = 32 * 1024 * 1024;

    private static final String BODY = "x".repeat(30_000);

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static UsherProcess plain;
    private static UsherProcess secure;

    @BeforeAll
    static void start() throws Exception {
        plain = UsherProcess.start(
                TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), UsherProcess.AS_SHIPPED, UsherProcess.IMAGE);
        var api = new ApiClient(plain.uri());
        api.user("ada");
        api.event("jazz", 5, true);
        var pair = TestCertificate.in(folder, "usher");
        secure = UsherProcess.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of(
                        "USHER_REQUEST_TIMEOUT_MS", "5000",
                        "USHER_TLS_CERTIFICATE", pair.certificate().toString(),
                        "USHER_TLS_KEY", pair.key().toString()),
                UsherProcess.IMAGE);
    }

    @AfterAll
    static void stop() {
        plain.close();
        secure.close();
        VERTX.close();
    }

    @Test
    void unreadResponses() throws Exception {
        attack(plain, hostile -> hostile.send(500, get("/docs/swagger-ui.js").repeat(4)));
    }

    @Test
    void unreadResponsesOverTls() throws Exception {
        attack(secure, hostile -> hostile.send(200, get("/docs/swagger-ui.js").repeat(4)));
    }

    @Test
    void closedWindowsOfHttp2() throws Exception {
        attack(secure, hostile -> hostile.request(100, 100, "/docs/swagger-ui.js"));
    }

    @Test
    void manySmallResponsesOfHttp2ThatAreNotRead() throws Exception {
        attack(secure, hostile -> hostile.request(100, 100, "/nowhere"));
    }

    @Test
    void bodiesThatAreNeverComplete() throws Exception {
        attack(plain, hostile -> hostile.send(1_000, post("/users", 31_000) + BODY));
    }

    @Test
    void headersThatAreNeverComplete() throws Exception {
        attack(plain, hostile -> hostile.send(1_000, "GET /users/ada HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(7_000)));
    }

    @Test
    void requestsThatAreSentAheadOfUnreadResponses() throws Exception {
        attack(
                plain,
                hostile -> hostile.send(
                        1_000, get("/docs/swagger-ui.js") + get("/x").repeat(1_000)));
    }

    @Test
    void idleConnections() throws Exception {
        attack(plain, hostile -> hostile.send(2_000, ""));
    }

    @Test
    void idleConnectionsOfTls() throws Exception {
        attack(secure, hostile -> hostile.send(1_000, ""));
    }

    @Test
    void liveStreams() throws Exception {
        attack(plain, hostile -> hostile.send(2_000, get("/events/jazz/changes")));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static void attack(UsherProcess usher, Consumer<HostileClient> round) throws Exception {
        boolean tls = usher.uri().getScheme().equals("https");
        try (var others =
                tls ? Pressure.onHttp2(VERTX, usher.uri(), CLIENTS) : new Pressure(VERTX, usher.uri(), CLIENTS)) {
            others.run(PER_SECOND, 500, MemoryExhaustionIT::wellBehaved)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            var answers = others.run(PER_SECOND, TimeUnit.SECONDS.toMillis(SECONDS), MemoryExhaustionIT::wellBehaved);
            var worst = 0L;
            while (!answers.isComplete()) {
                try (var hostile = new HostileClient(usher.uri().getPort(), tls, "127.0.0.2")) {
                    round.accept(hostile);
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
                    while (!answers.isComplete() && System.nanoTime() < end) {
                        long begun = System.nanoTime();
                        assertThat(usher.health("live")).isEqualTo(200);
                        worst = Math.max(worst, System.nanoTime() - begun);
                        TimeUnit.MILLISECONDS.sleep(100);
                    }
                }
            }
            var tally = answers.result();
            var metrics = Scrape.of(usher.metrics());
            System.out.printf(
                    "exhaustion: %s, liveness %d ms at most, %.0f octets direct, cut %s%n",
                    tally,
                    TimeUnit.NANOSECONDS.toMillis(worst),
                    metrics.value("jvm_buffer_memory_used_bytes", "id=\"direct\""),
                    metrics.value("usher_connections_cut_total"));
            assertThat(tally.answers().keySet()).isSubsetOf("200", "404", "503");
            assertThat(tally.count("503")).isLessThan(PER_SECOND * SECONDS / 100);
            assertThat(metrics.value("jvm_buffer_memory_used_bytes", "id=\"direct\""))
                    .isLessThan(DIRECT_OCTETS);
            assertThat(usher.log()).doesNotContain("answered 500", "OutOfMemory");
            if (TIMED) {
                assertThat(TimeUnit.NANOSECONDS.toMillis(worst)).isLessThan(1_000);
                tally.millis().values().forEach(took -> assertThat(took.getValueAtPercentile(99))
                        .isLessThan(2_000));
            }
        }
    }

    /** The store is asked for nothing in a short run: where many tests share a machine it may be late. */
    private static Pressure.Call wellBehaved(int number) {
        return switch (number % 3) {
            case 0 -> Pressure.Call.get(TIMED ? "/users/ada" : "/openapi.json");
            case 1 -> Pressure.Call.get(TIMED ? "/events" : "/nowhere");
            default -> Pressure.Call.get("/docs");
        };
    }
}
