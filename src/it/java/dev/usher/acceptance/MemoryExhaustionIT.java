package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.tls.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One client tries to use up the memory of a server that has as much of it as the image in 256 MiB, while fifty others
 * send a hundred requests a second. Each attack lasts {@code -Dusher.attack.seconds}, 5 by default; from 30 on the time
 * that the others wait is asserted, too.
 */
@Tag("soak")
@Tag("measured")
class MemoryExhaustionIT {
    private static final int SECONDS = Integer.getInteger("usher.attack.seconds", 5);
    private static final boolean TIMED = SECONDS >= 30;
    private static final int CLIENTS = 50;
    private static final int PER_SECOND = 100;
    private static final int HTTP2_AT_ONCE = 4;
    private static final int ROUND_MILLIS = 10_000;
    private static final double DIRECT_OCTETS = 32 * 1024 * 1024;

    private static final double MB = 1024 * 1024;
    private static final String PAGE = get("/docs/swagger-ui.js");

    private static final long MAX_MILLIS = 2_000;
    /** Of what others find without an attack: the measure of a busy machine. */
    private static final int TIMES = 2;

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static UsherProcess plain;
    private static UsherProcess secure;
    private static long quiet;

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

    enum Attack {
        NONE(false, hostile -> {}),
        NONE_OVER_TLS(true, hostile -> {}),
        UNREAD_RESPONSES(false, hostile -> hostile.send(500, PAGE.repeat(4))),
        UNREAD_RESPONSES_OVER_TLS(true, hostile -> hostile.send(200, PAGE.repeat(4))),
        CLOSED_WINDOWS_OF_HTTP2(true, hostile -> hostile.request(100, 100, "/docs/swagger-ui.js")),
        SMALL_RESPONSES_AND_CLOSED_WINDOWS(true, hostile -> hostile.request(100, 100, "/nowhere")),
        BODIES_THAT_ARE_NEVER_COMPLETE(
                false,
                hostile -> hostile.send(
                        1_000,
                        "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 31000\r\n\r\n"
                                + "x".repeat(30_000))),
        HEADERS_THAT_ARE_NEVER_COMPLETE(
                false, hostile -> hostile.send(1_000, "GET /users/ada HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(7_000))),
        REQUESTS_SENT_AHEAD(
                false, hostile -> hostile.send(1_000, PAGE + get("/x").repeat(1_000))),
        REQUESTS_BEHIND_A_REFUSED_ONE(
                false,
                hostile -> hostile.send(
                        1_000,
                        "POST /users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"
                                + get("/x").repeat(200))),
        IDLE_CONNECTIONS(false, hostile -> hostile.send(2_000, "")),
        IDLE_CONNECTIONS_OF_TLS(true, hostile -> hostile.send(1_000, "")),
        LIVE_STREAMS(false, hostile -> hostile.send(2_000, get("/events/jazz/changes")));

        private final boolean tls;
        private final Consumer<HostileClient> round;

        Attack(boolean tls, Consumer<HostileClient> round) {
            this.tls = tls;
            this.round = round;
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void leavesOthersAlone(Attack attack) throws Exception {
        var usher = attack.tls ? secure : plain;
        try (var others = attack.tls
                ? LoadGenerator.onHttp2(VERTX, usher.uri(), CLIENTS, HTTP2_AT_ONCE)
                : new LoadGenerator(VERTX, usher.uri(), CLIENTS)) {
            get(others.run(PER_SECOND, 500, MemoryExhaustionIT::wellBehaved));
            var answers = others.run(PER_SECOND, TimeUnit.SECONDS.toMillis(SECONDS), MemoryExhaustionIT::wellBehaved);
            var worst = 0L;
            var heap = 0.0;
            while (!answers.isComplete()) {
                try (var hostile = new HostileClient(usher.uri().getPort(), attack.tls, "127.0.0.2")) {
                    attack.round.accept(hostile);
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
                    while (!answers.isComplete() && System.nanoTime() < end) {
                        long begun = System.nanoTime();
                        assertThat(usher.health("live")).isEqualTo(200);
                        worst = Math.max(worst, System.nanoTime() - begun);
                        heap = Math.max(
                                heap, Scrape.of(usher.metrics()).value("jvm_memory_used_bytes", "area=\"heap\""));
                        TimeUnit.MILLISECONDS.sleep(100);
                    }
                }
            }
            var tally = get(answers);
            var metrics = Scrape.of(usher.metrics());
            double direct = metrics.value("jvm_buffer_memory_used_bytes", "id=\"direct\"");
            long p99 = tally.millis().values().stream()
                    .mapToLong(took -> took.getValueAtPercentile(99))
                    .max()
                    .orElseThrow();
            heap = Math.max(heap, metrics.value("jvm_memory_used_bytes", "area=\"heap\""));
            System.out.printf(
                    "%s: the others %s; liveness %d ms at most, heap %.0f MB at most, direct %.0f MB, cut %.0f%n",
                    attack,
                    tally,
                    TimeUnit.NANOSECONDS.toMillis(worst),
                    heap / MB,
                    direct / MB,
                    metrics.value("usher_connections_cut_total"));
            assertThat(tally.answers().keySet()).isSubsetOf("200", "404", "503");
            assertThat(tally.count("503")).isLessThan(PER_SECOND * SECONDS / 100);
            assertThat(direct).isLessThan(DIRECT_OCTETS);
            assertThat(usher.log()).doesNotContain("answered 500", "OutOfMemory");
            if (attack == Attack.NONE || attack == Attack.NONE_OVER_TLS) {
                quiet = p99;
            } else if (TIMED) {
                assertThat(TimeUnit.NANOSECONDS.toMillis(worst)).isLessThan(1_000);
                assertThat(p99).isLessThanOrEqualTo(Math.max(MAX_MILLIS, TIMES * quiet));
            }
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }

    /** The store is asked for nothing in a short run: where many tests share a machine it may be late. */
    private static LoadGenerator.Call wellBehaved(int number) {
        return switch (number % 3) {
            case 0 -> LoadGenerator.Call.get(TIMED ? "/users/ada" : "/openapi.json");
            case 1 -> LoadGenerator.Call.get(TIMED ? "/events" : "/nowhere");
            default -> LoadGenerator.Call.get("/docs");
        };
    }
}
