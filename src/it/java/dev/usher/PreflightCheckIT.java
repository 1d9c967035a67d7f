package dev.usher;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.LocalClient;
import dev.usher.audit.UsherTables;
import dev.usher.config.Settings;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code --check} reports of the store and the issuer. {@code CommandLineIT} runs the command itself. */
class PreflightCheckIT {
    private static final long TIMEOUT_MILLIS = 1_000;
    private static final String ANSWERED = "answered";
    private static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgd2ViaG9vaw==";

    private final Vertx vertx = Vertx.vertx();
    private final String prefix = TestDynamoDb.newPrefix();
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void settings() {
        useStore(TestDynamoDb.endpoint());
        settings.put("USHER_TABLE_PREFIX", prefix);
        settings.put("USHER_HTTP_PORT", "0");
        settings.put("USHER_MANAGEMENT_PORT", "0");
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    private void useStore(URI endpoint) {
        settings.put("USHER_DYNAMODB_ENDPOINT", endpoint.toString());
    }

    private void useStore(FaultProfile manners) throws Exception {
        useStore(get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, manners))
                .endpoint());
    }

    private String check() throws Exception {
        return said(PreflightCheck.run(vertx, Settings.from(settings), TIMEOUT_MILLIS));
    }

    private static String said(Future<?> outcome) throws Exception {
        return get(outcome.map(ANSWERED).recover(failure -> Future.succeededFuture(PreflightCheck.why(failure))));
    }

    @Test
    void storeThatCannotBeReachedIsNamed() throws Exception {
        useStore(URI.create("http://127.0.0.1:1"));
        assertThat(check()).startsWith("DynamoDB at http://127.0.0.1:1 does not answer as it should: ");
    }

    @Test
    void storeMayBeSlowerThanARequest() throws Exception {
        useStore(FaultProfile.KIND.withFaults(
                Faults.always(Fault.STALL, "BatchGetItem").withStall(1_500)));
        settings.put("USHER_REQUEST_TIMEOUT_MS", "1000");
        assertThat(check()).contains("missing: table ");
    }

    @Test
    void tablesMayBeMissingIfTheyWillBeCreated() throws Exception {
        assertThat(check()).contains(" does not answer as it should: missing: table ");
        settings.put("USHER_CREATE_TABLES", "true");
        assertThat(check()).isEqualTo(ANSWERED);
    }

    @Test
    void tableOfTheWebhookIsNamed() throws Exception {
        settings.put("USHER_WEBHOOK_URL", "http://127.0.0.1:1/hook");
        settings.put("USHER_WEBHOOK_SECRET", SECRET);
        assertThat(check()).contains("table " + prefix + "Deliveries").doesNotContain(SECRET);
    }

    @Test
    void tablesAndIndexesThatAreMissingAreNamedByCheckAndStart() throws Exception {
        try (var dynamo = LocalClient.of(TestDynamoDb.endpoint())) {
            UsherTables.create(dynamo, prefix);
        }
        var missing = "missing: index SeatsOwed of " + prefix + "Events, index EventsByStart of " + prefix
                + "Events, index EventsByOwner of " + prefix + "Events, index UserRegistrations of " + prefix
                + "Registrations";
        assertThat(check()).contains(missing);
        assertThat(said(UsherServer.start(Settings.from(settings)))).contains(missing);
    }

    @Test
    void deniedRightIsNamed() throws Exception {
        settings.put("USHER_CREATE_TABLES", "true");
        get(get(UsherServer.start(Settings.from(settings))).stop());
        useStore(FaultProfile.KIND.withFaults(Faults.always(Fault.DENIED, "TransactWriteItems")));
        assertThat(check())
                .contains("the store denied access")
                .contains("not authorized to perform: dynamodb:TransactWriteItems");
    }

    @Test
    void issuerThatDoesNotAnswerIsNamed() throws Exception {
        settings.put("USHER_CREATE_TABLES", "true");
        try (var issuer = IssuerStub.start()) {
            settings.putAll(issuer.settings());
            assertThat(check()).isEqualTo(ANSWERED);
        }
        assertThat(check())
                .startsWith("the issuer " + settings.get("USHER_OIDC_ISSUER") + " does not answer as it should: ");
    }
}
