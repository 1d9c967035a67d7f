package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server behind the shipped nginx sample, on loopback. Skipped where nginx is not installed.
 *
 * <p>{@code -Dusher.stream.seconds=300} keeps the stream open for as long.
 */
@Timeout(600)
@TestMethodOrder(OrderAnnotation.class)
class NginxIT {
    private static final int STREAM_SECONDS = Integer.getInteger("usher.stream.seconds", 3);
    private static final int LIMIT = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static LocalUsher usher;
    private static NginxProxy nginx;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(NginxProxy.isInstalled(), "nginx is not installed: its sample is not tried");
        usher = LocalUsher.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of("USHER_RATE_LIMIT", Integer.toString(LIMIT), "USHER_TRUSTED_PROXIES", "127.0.0.1"));
        nginx = NginxProxy.start(folder, usher.uri());
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
        }
        if (usher != null) {
            usher.close();
        }
    }

    /** Until the store has confirmed it, at a pace that the rate limit allows: refused requests count, too. */
    private static void register(String event, String user) throws Exception {
        await().atMost(2, TimeUnit.MINUTES).pollInterval(1, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(usher.api().user(user).status()).isIn(201, 409);
            assertThat(usher.api().register(event, user).status()).isIn(200, 409);
        });
    }

    private static int status(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(nginx.uri().resolve(path));
        return HTTP.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Whatever address a client makes up, it is limited by its own. Uses up what the other test needs. */
    @Test
    @Order(2)
    void aMadeUpAddressChangesNothing() throws Exception {
        int refused = 0;
        for (int i = 0; i < 20 * LIMIT; i++) {
            int status = status(
                    "/nothing",
                    "X-Forwarded-For",
                    "203.0.113." + i + ", 198.51.100." + i,
                    "Forwarded",
                    "for=203.0.113." + i);
            refused += status == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    /** Its defaults are HTTP/1.0 and buffers that it hands on when they are full. */
    @Test
    @Order(1)
    void aStreamPassesAnNginxThatWasToldNothing() throws Exception {
        var event = "plain";
        await().atMost(2, TimeUnit.MINUTES).pollInterval(1, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        usher.api().event(event, 100, true).status())
                .isIn(201, 409));
        var vertx = Vertx.vertx();
        try {
            var client = Watcher.client(vertx, 1);
            var watcher = Watcher.watch(client, nginx.plain().resolve("/usher"), event, 0, true);
            Eventually.holds(() -> assertThat(watcher.version()).isPositive());
            register(event, "guest");
            Eventually.holds(() -> assertThat(watcher.version()).isEqualTo(2));
            assertThat(watcher.ended()).isFalse();
        } finally {
            LocalUsher.get(vertx.close());
        }
    }

    @Test
    @Order(1)
    void aLocationIsRightBehindAPath() throws Exception {
        var users = nginx.plain().resolve("/usher/users");
        Eventually.holds(() -> {
            var request = HttpRequest.newBuilder(users)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"Ada\"}"));
            var created = HTTP.send(request.build(), BodyHandlers.discarding());
            assertThat(created.statusCode()).isEqualTo(201);
            var made = users.resolve(created.headers().firstValue("Location").orElseThrow());
            var found = HTTP.send(HttpRequest.newBuilder(made).build(), BodyHandlers.discarding());
            assertThat(found.statusCode()).isEqualTo(200);
        });
        var docs = HTTP.send(
                HttpRequest.newBuilder(nginx.plain().resolve("/usher/docs/")).build(), BodyHandlers.discarding());
        assertThat(nginx.plain()
                        .resolve("/usher/docs/")
                        .resolve(docs.headers().firstValue("Location").orElseThrow()))
                .isEqualTo(nginx.plain().resolve("/usher/docs"));
    }

    /** It identifies the problem, wherever the server is; the page that it names is behind the path. */
    @Test
    @Order(1)
    void theTypeOfAProblemIsTheSameBehindAPath() {
        Eventually.holds(() -> {
            var problem = HTTP.send(
                    HttpRequest.newBuilder(nginx.plain().resolve("/usher/events/nowhere"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(problem.statusCode()).isEqualTo(404);
            var type = new JsonObject(problem.body()).getString("type");
            assertThat(type).isEqualTo("/problems/event-not-found");
            var page = HTTP.send(
                    HttpRequest.newBuilder(nginx.plain().resolve("/usher" + type))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(page.body()).getString("type")).isEqualTo(type);
        });
    }

    @Test
    @Order(1)
    void aStreamPassesPieceByPiece() throws Exception {
        var event = "nginx";
        await().atMost(2, TimeUnit.MINUTES).pollInterval(1, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        usher.api().event(event, 100, true).status())
                .isIn(201, 409));
        var vertx = Vertx.vertx();
        try {
            var client = Watcher.client(vertx, 1);
            var watcher = Watcher.watch(client, nginx.uri(), event, 0, true);
            Eventually.holds(() -> assertThat(watcher.version()).isPositive());
            long begun = System.nanoTime();
            for (int i = 0; i == 0 || System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(STREAM_SECONDS); i++) {
                long last = watcher.version();
                register(event, "guest-" + i);
                Eventually.holds(() -> assertThat(watcher.version()).isGreaterThan(last));
                TimeUnit.SECONDS.sleep(1);
            }
            assertThat(watcher.ended()).isFalse();
        } finally {
            LocalUsher.get(vertx.close());
        }
    }
}
