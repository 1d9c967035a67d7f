package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dev.FreePort;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    private static Process nginx;
    private static URI proxy;
    /** An nginx of no settings but where to pass requests, which it does for one path. */
    private static URI plain;

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "nginx")));
    }

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(isInstalled(), "nginx is not installed: its sample is not tried");
        usher = LocalUsher.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of("USHER_RATE_LIMIT", Integer.toString(LIMIT), "USHER_TRUSTED_PROXIES", "127.0.0.1"));
        int port = FreePort.any();
        proxy = URI.create("http://127.0.0.1:" + port);
        plain = URI.create("http://127.0.0.1:" + FreePort.any());
        nginx = new ProcessBuilder(
                        "nginx",
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        configuration(port).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        untilItServes();
    }

    /** The sample as it is, but for ports and the names of replicas. */
    private static Path configuration(int port) throws IOException {
        var sample = Files.readString(Path.of("deploy", "routing", "nginx.conf"));
        var here = sample.replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replaceAll("usher-[0-9]:8080", "127.0.0.1:" + usher.uri().getPort());
        assertThat(here).isNotEqualTo(sample).doesNotContain("8080");
        var folders = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> "  %s_temp_path %s;%n".formatted(kind, folder.resolve(kind)))
                .reduce("", String::concat);
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                %s
                pid %s;
                events {}
                http {
                  access_log off;
                %s
                %s
                  server {
                    listen %s;
                    location /usher/ { proxy_pass %s/; }
                  }
                }
                """
                        .formatted(
                                user, folder.resolve("nginx.pid"), folders, here, plain.getAuthority(), usher.uri()));
    }

    private static void untilItServes() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                status("/openapi.yaml");
                return;
            } catch (IOException notYet) {
                assertThat(nginx.isAlive())
                        .as(() -> read("output.log") + read("error.log"))
                        .isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static String read(String log) {
        try {
            return Files.readString(folder.resolve(log));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor(20, TimeUnit.SECONDS);
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
        var request = HttpRequest.newBuilder(proxy.resolve(path));
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
            var watcher = Watcher.watch(client, plain.resolve("/usher"), event, 0, true);
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
        var users = plain.resolve("/usher/users");
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
        var docs =
                HTTP.send(HttpRequest.newBuilder(plain.resolve("/usher/docs/")).build(), BodyHandlers.discarding());
        assertThat(plain.resolve("/usher/docs/")
                        .resolve(docs.headers().firstValue("Location").orElseThrow()))
                .isEqualTo(plain.resolve("/usher/docs"));
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
            var watcher = Watcher.watch(client, proxy, event, 0, true);
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
