package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.UsherServer;
import dev.usher.config.Settings;
import dev.usher.dev.FreePort;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Start on a store that is not ready: the server waits for temporary conditions only. */
class StartIT {
    private static final String WAITING = "not started yet: step=store: ";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        Eventually.get(vertx.close());
    }

    private static FaultProfile always(Fault fault, String... operations) {
        return FaultProfile.KIND.withFaults(Faults.always(fault, operations));
    }

    /** The management port says so meanwhile. */
    @Test
    void waitsForAStoreThatRefusesConnectionsThrottlesOrFails() throws Exception {
        int management = FreePort.any();
        List<StoreProxy> stores = new ArrayList<>();
        List<Future<UsherServer>> starting = new ArrayList<>();
        try (var log = new CapturedLog("dev.usher.StartStep")) {
            for (var fault : List.of(
                    FaultProfile.KIND.withOutage(Outage.REFUSED),
                    always(Fault.THROTTLED),
                    always(Fault.ERROR_500),
                    always(Fault.ERROR_503, ProxiedUsher.TRANSACTION))) {
                var faulty = Eventually.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
                Eventually.get(faulty.behave(fault));
                var settings = settings(faulty.endpoint());
                settings.put("USHER_TABLE_PREFIX", TestDynamoDb.newPrefix());
                settings.put("USHER_CREATE_TABLES", "true");
                if (stores.isEmpty()) {
                    settings.put("USHER_MANAGEMENT_PORT", Integer.toString(management));
                }
                stores.add(faulty);
                starting.add(UsherServer.start(Settings.from(settings)));
            }
            Eventually.holds(() -> assertThat(log.lines())
                    .filteredOn(line -> line.getFormattedMessage().startsWith(WAITING))
                    .hasSizeGreaterThanOrEqualTo(starting.size()));
            assertThat(starting).noneMatch(Future::isComplete);
            assertThat(health(management, "live")).isEqualTo(200);
            assertThat(health(management, "ready")).isEqualTo(503);

            for (var faulty : stores) {
                Eventually.get(faulty.behave(FaultProfile.KIND));
            }
            for (var server : starting) {
                Eventually.get(server);
            }
            Eventually.holds(() -> assertThat(health(management, "ready")).isEqualTo(200));
            for (var server : starting) {
                server.result().stop();
            }
        }
    }

    @Test
    void endsWhenAccessIsDenied() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        var store = Eventually.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
        LocalUsher.start(store.endpoint(), prefix, Map.of()).close();
        Eventually.get(store.behave(always(Fault.DENIED, ProxiedUsher.TRANSACTION)));
        var settings = settings(store.endpoint());
        settings.put("USHER_TABLE_PREFIX", prefix);
        var run = JarRun.of(settings, "");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .contains("the store denied access")
                .contains("not authorized to perform: dynamodb:TransactWriteItems");
    }

    private static int health(int management, String check) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + management + "/health/" + check);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static Map<String, String> settings(URI endpoint) {
        var settings = JarRun.environment(endpoint);
        settings.put("USHER_HTTP_PORT", "0");
        settings.put("USHER_MANAGEMENT_PORT", "0");
        return settings;
    }
}
