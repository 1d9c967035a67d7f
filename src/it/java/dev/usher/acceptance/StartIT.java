package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.UsherServer;
import dev.usher.config.Settings;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Start on a store that is not ready: the server waits for temporary conditions only. */
class StartIT {
    private static final String WAITING = "not started yet: step=store: ";

    private final Vertx vertx = Vertx.vertx();
    private StoreProxy store;

    @BeforeEach
    void start() throws Exception {
        store = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
    }

    @AfterEach
    void stop() throws Exception {
        LocalUsher.get(vertx.close());
    }

    private static FaultProfile always(Fault fault, String... operations) {
        return FaultProfile.KIND.withFaults(Faults.always(fault, operations));
    }

    @Test
    void waitsForAStoreThatRefusesConnections() throws Exception {
        LocalUsher.get(store.behave(FaultProfile.KIND.withOutage(Outage.REFUSED)));
        try (var usher = UsherProcess.launch(store.endpoint(), TestDynamoDb.newPrefix())) {
            Eventually.holds(() -> assertThat(usher.log()).contains(WAITING));
            assertThat(usher.health("live")).isEqualTo(200);
            assertThat(usher.ready()).isFalse();

            LocalUsher.get(store.behave(FaultProfile.KIND));
            usher.awaitReady();
            assertThat(usher.stop()).isZero();
        }
    }

    @Test
    void waitsForAStoreThatThrottlesOrFails() throws Exception {
        List<StoreProxy> stores = new ArrayList<>();
        List<Future<UsherServer>> starting = new ArrayList<>();
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger("dev.usher.StartStep");
        log.start();
        logger.addAppender(log);
        try {
            for (var fault : List.of(
                    always(Fault.THROTTLED),
                    always(Fault.ERROR_500),
                    always(Fault.ERROR_503, ProxiedUsher.TRANSACTION))) {
                var faulty = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, fault));
                var settings = settings(faulty.endpoint());
                settings.put("USHER_TABLE_PREFIX", TestDynamoDb.newPrefix());
                settings.put("USHER_CREATE_TABLES", "true");
                stores.add(faulty);
                starting.add(UsherServer.start(Settings.from(settings)));
            }
            Eventually.holds(() -> assertThat(List.copyOf(log.list))
                    .filteredOn(line -> line.getFormattedMessage().startsWith(WAITING))
                    .hasSizeGreaterThanOrEqualTo(starting.size()));
            assertThat(starting).noneMatch(Future::isComplete);

            for (var faulty : stores) {
                LocalUsher.get(faulty.behave(FaultProfile.KIND));
            }
            for (var server : starting) {
                LocalUsher.get(server).stop();
            }
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void endsWhenAccessIsDenied() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        LocalUsher.start(store.endpoint(), prefix, Map.of()).close();
        LocalUsher.get(store.behave(always(Fault.DENIED, ProxiedUsher.TRANSACTION)));
        var settings = settings(store.endpoint());
        settings.put("USHER_TABLE_PREFIX", prefix);
        var run = JarRun.of(settings, "");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .contains("the store denied access")
                .contains("not authorized to perform: dynamodb:TransactWriteItems");
    }

    private static Map<String, String> settings(URI endpoint) {
        var settings = JarRun.environment(endpoint);
        settings.put("USHER_HTTP_PORT", "0");
        settings.put("USHER_MANAGEMENT_PORT", "0");
        return settings;
    }
}
