package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.LocalClient;
import dev.usher.audit.UsherTables;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Start on a store that is not ready: the server waits for temporary conditions only. */
class StartIT {
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

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("connections are refused", FaultProfile.KIND.withOutage(Outage.REFUSED)),
                Arguments.of("every request is throttled", always(Fault.THROTTLED)),
                Arguments.of("every request fails inside", always(Fault.ERROR_500)),
                Arguments.of("transactions alone fail", always(Fault.ERROR_503, ProxiedUsher.TRANSACTION)));
    }

    private static FaultProfile always(Fault fault, String... operations) {
        return FaultProfile.KIND.withFaults(Faults.always(fault, operations));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void waitsForTheStore(String fault, FaultProfile manners) throws Exception {
        var endpoint = store.endpoint();
        LocalUsher.get(store.behave(manners));
        try (var usher = UsherProcess.launch(endpoint, TestDynamoDb.newPrefix())) {
            Eventually.holds(() -> assertThat(usher.log()).contains("not started yet: step=store: "));
            assertThat(usher.health("live")).isEqualTo(200);
            assertThat(usher.ready()).isFalse();

            LocalUsher.get(store.behave(FaultProfile.KIND));
            usher.awaitReady();
            assertThat(usher.stop()).isZero();
        }
    }

    @Test
    void givesASlowStoreMoreTimeThanARequestHas() throws Exception {
        var slow = FaultProfile.KIND.withFaults(
                Faults.always(Fault.STALL, "BatchGetItem").withStall(1_500));
        LocalUsher.get(store.behave(slow));
        var settings = settings(store.endpoint());
        settings.put("USHER_REQUEST_TIMEOUT_MS", "1000");
        settings.put("USHER_CREATE_TABLES", "false");
        var check = JarRun.of(settings, "--check");
        assertThat(check.said()).contains("missing: table ");
    }

    @ParameterizedTest(name = "argument {0}")
    @ValueSource(strings = {"", "--check"})
    void endsWhenAccessIsDenied(String argument) throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        LocalUsher.start(store.endpoint(), prefix, Map.of()).close();
        LocalUsher.get(store.behave(always(Fault.DENIED, ProxiedUsher.TRANSACTION)));
        var settings = settings(store.endpoint());
        settings.put("USHER_TABLE_PREFIX", prefix);
        var run = JarRun.of(settings, argument);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .contains("the store denied access")
                .contains("not authorized to perform: dynamodb:TransactWriteItems");
    }

    @Test
    void namesTablesAndIndexesThatAreMissing() throws Exception {
        var prefix = TestDynamoDb.newPrefix();
        try (var dynamo = LocalClient.of(TestDynamoDb.endpoint())) {
            UsherTables.create(dynamo, prefix);
        }
        var settings = settings(store.endpoint());
        settings.put("USHER_TABLE_PREFIX", prefix);
        settings.put("USHER_CREATE_TABLES", "false");
        for (var argument : new String[] {"", "--check"}) {
            var run = JarRun.of(settings, argument);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.said())
                    .contains("missing: index SeatsOwed of " + prefix + "Events, index EventsByStart of " + prefix
                            + "Events, index EventsByOwner of " + prefix + "Events, index UserRegistrations of "
                            + prefix + "Registrations");
        }
    }

    private static Map<String, String> settings(URI endpoint) {
        var settings = JarRun.environment(endpoint);
        settings.put("USHER_HTTP_PORT", "0");
        settings.put("USHER_MANAGEMENT_PORT", "0");
        return settings;
    }
}
