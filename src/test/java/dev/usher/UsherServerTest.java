package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.usher.acceptance.CapturedLog;
import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.config.Settings;
import dev.usher.issuer.IssuerStub;
import dev.usher.metrics.Metrics;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** Order of the start and of the stop, observed from outside. */
class UsherServerTest {
    private static final Settings SETTINGS = Settings.from(
            Map.of("USHER_HTTP_PORT", "0", "USHER_MANAGEMENT_PORT", "0", "USHER_REQUEST_TIMEOUT_MS", "60000"));
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Promise<Void> release = Promise.promise();
    private final List<Context> contexts = new ArrayList<>();

    @Test
    void servesAndStopsInOrder() throws Exception {
        var server = Eventually.get(
                UsherServer.start(SETTINGS, (vertx, bus, settings) -> Future.succeededFuture(new TestBackend(bus))));
        Eventually.holds(() -> assertThat(health(server, "ready")).isEqualTo("200 {\"status\":\"ready\"}"));
        assertThat(health(server, "live")).isEqualTo("200 {\"status\":\"live\"}");
        assertThat(health(server, "other")).startsWith("404");
        var answer = get(server.httpPort(), "/users/ada");
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

        var stopped = server.stop();
        assertThat(health(server, "ready")).isEqualTo("503 {\"status\":\"stopping\"}");
        release.complete();

        assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        Eventually.get(stopped);
        assertThat(server.stop()).isSameAs(stopped);
        assertThat(order)
                .containsExactly(
                        "prepare",
                        "start users",
                        "start promotion",
                        "answered",
                        "stop promotion",
                        "stop users",
                        "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USHER_HTTP_PORT", "USHER_MANAGEMENT_PORT"})
    void namesTheSettingOfAPortThatIsTaken(String setting) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            var settings = new HashMap<>(Map.of("USHER_HTTP_PORT", "0", "USHER_MANAGEMENT_PORT", "0"));
            settings.put(setting, port);
            var started = UsherServer.start(
                    Settings.from(settings), (vertx, bus, read) -> Future.succeededFuture(new TestBackend(bus)));
            assertThatThrownBy(() -> Eventually.get(started)).hasMessageContaining(setting + "=" + port);
        }
    }

    @Test
    void isNotReadyWhileStoreDoesNotAnswer() throws Exception {
        var server = Eventually.get(UsherServer.start(
                SETTINGS,
                (vertx, bus, settings) -> Future.succeededFuture(new TestBackend(bus) {
                    @Override
                    public Future<Void> ready() {
                        return Future.failedFuture("gone");
                    }
                })));
        Eventually.holds(() ->
                assertThat(health(server, "ready")).isEqualTo("503 {\"status\":\"unavailable\",\"reason\":\"gone\"}"));
        assertThat(health(server, "live")).startsWith("200");
        Eventually.get(server.stop());
    }

    @Test
    void managementPortAnswersWhileEveryEventLoopIsBlocked() throws Exception {
        var loops = Runtime.getRuntime().availableProcessors();
        var blocked = new CountDownLatch(loops);
        var unblock = new CountDownLatch(1);
        var server = Eventually.get(UsherServer.start(SETTINGS, (vertx, bus, settings) -> {
            for (int loop = 0; loop < loops; loop++) {
                contexts.add(((VertxInternal) vertx).createEventLoopContext());
            }
            return Future.succeededFuture(new TestBackend(bus));
        }));
        try {
            contexts.forEach(context -> context.runOnContext(block -> {
                blocked.countDown();
                uninterruptibly(unblock);
            }));
            assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(health(server, "live")).isEqualTo("200 {\"status\":\"live\"}");
            assertThat(health(server, "ready"))
                    .isEqualTo("503 {\"status\":\"unavailable\",\"reason\":\"no answer in 2000 ms\"}");
        } finally {
            unblock.countDown();
        }
        Eventually.get(server.stop());
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void undoesFailedStart() {
        var start = UsherServer.start(
                SETTINGS,
                (vertx, bus, settings) -> Future.succeededFuture(new TestBackend(bus) {
                    @Override
                    public List<Service> services() {
                        return List.of(service("users"), new Service("broken", 1, () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                return Future.failedFuture(new IllegalStateException("broken"));
                            }
                        }));
                    }
                }));
        assertThatThrownBy(() -> Eventually.get(start)).hasMessageContaining("broken");
        assertThat(order).containsExactly("prepare", "start users", "stop users", "close");
    }

    @Test
    void waitsForTheIssuerOfTokensAndIsNotReadySoLong() throws Exception {
        try (var issuer = IssuerStub.start()) {
            issuer.breaks(true);
            var server = asking(issuer);
            var started = server.start();
            untilItWaits();
            assertThat(health(server, "ready")).startsWith("503");
            assertThat(health(server, "live")).startsWith("200");
            assertThat(server.httpPort()).isZero();

            issuer.breaks(false);
            Eventually.get(started);
            Eventually.holds(() -> assertThat(health(server, "ready")).startsWith("200"));
            assertThat(get(server.httpPort(), "/users/ada")
                            .get(60, TimeUnit.SECONDS)
                            .statusCode())
                    .isEqualTo(401);
            Eventually.get(server.stop());
        }
    }

    @Test
    void canBeStoppedWhileItWaitsForTheIssuerOfTokens() throws Exception {
        try (var log = new CapturedLog(Logger.ROOT_LOGGER_NAME)) {
            try (var issuer = IssuerStub.start()) {
                issuer.breaks(true);
                var server = asking(issuer);
                var started = server.start();
                untilItWaits();
                Eventually.get(server.stop());
                assertThatThrownBy(() -> Eventually.get(started)).hasMessageContaining("told to stop");
                assertThat(order).endsWith("stop promotion", "stop users", "close");
            }
            assertThat(log.lines())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .doesNotContain("Unhandled exception", "Caught unexpected Throwable");
        }
    }

    private UsherServer asking(IssuerStub issuer) {
        var environment = new HashMap<>(issuer.settings());
        environment.put("USHER_HTTP_PORT", "0");
        environment.put("USHER_MANAGEMENT_PORT", "0");
        return UsherServer.of(
                Settings.from(environment),
                new Metrics(Usher.version()),
                Optional.empty(),
                (vertx, bus, settings) -> Future.succeededFuture(new TestBackend(bus)));
    }

    private void untilItWaits() throws Exception {
        Eventually.holds(() -> assertThat(order).contains("start promotion"));
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private class TestBackend implements Backend {
        private final ServiceBus bus;

        TestBackend(ServiceBus bus) {
            this.bus = bus;
        }

        @Override
        public Future<Void> prepare() {
            order.add("prepare");
            return Future.succeededFuture();
        }

        @Override
        public List<Service> services() {
            return List.of(service("users"), service("promotion"));
        }

        @Override
        public Future<Void> ready() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> close() {
            order.add("close");
            return Future.succeededFuture();
        }

        Service service(String name) {
            return new Service(name, 1, () -> new VerticleBase() {
                @Override
                public Future<?> start() {
                    order.add("start " + name);
                    return name.equals("users") ? bus.serve(GetUser.class, q -> answer(q)) : Future.succeededFuture();
                }

                @Override
                public Future<?> stop() {
                    order.add("stop " + name);
                    return Future.succeededFuture();
                }
            });
        }

        private Future<Outcome<User>> answer(GetUser find) {
            if (!find.userId().equals("ada")) {
                return Future.succeededFuture(Outcome.refused(RefusalReason.USER_NOT_FOUND));
            }
            asked.countDown();
            return release.future().map(go -> {
                order.add("answered");
                return Outcome.done(new User(find.userId(), "Ada", Timestamp.now(), null));
            });
        }
    }

    private String health(UsherServer server, String check) throws Exception {
        var response = get(server.managementPort(), "/health/" + check).get(60, TimeUnit.SECONDS);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return response.statusCode() + " " + response.body();
    }

    private CompletableFuture<HttpResponse<String>> get(int port, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
