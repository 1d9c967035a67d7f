package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An operator revokes a permission of the running server: the server reports it, and recovers once it is granted again.
 */
class DeniedIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();

    private static ProxiedUsher usher;
    private static ApiClient api;

    private final CapturedLog log = new CapturedLog("dev.usher");

    @BeforeAll
    static void start() throws Exception {
        usher = ProxiedUsher.start(PREFIX, Map.of());
        api = usher.api();
        api.user("ada");
        api.event("e", 1, true);
    }

    @AfterAll
    static void stop() {
        usher.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @AfterEach
    void hang() {
        log.close();
    }

    @Test
    void aDeniedWriteIsAnErrorAtOnceAndTheProcessIsNotReadyUntilItIsAllowed() throws Exception {
        usher.storeBehaves(FaultProfile.KIND.withFaults(Faults.always(Fault.DENIED, ProxiedUsher.TRANSACTION)));
        usher.resetCounts();
        for (int i = 0; i < 3; i++) {
            assertThat(api.register("e", "ada").word()).isEqualTo("500 internal-error");
            assertThat(api.user("bob" + i).word()).isEqualTo("500 internal-error");
        }
        assertThat(usher.sent().requests(ProxiedUsher.TRANSACTION)).isEqualTo(6);
        assertThat(api.get("/events/e").status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(usher.ready())
                .isEqualTo("503 {\"status\":\"unavailable\",\"reason\":\"access denied:"
                        + " User: usher is not authorized to perform: dynamodb:TransactWriteItems on resource: a"
                        + " table\"}"));
        assertThat(log.lines())
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("access denied: User: usher is not authorized to perform:"
                        + " dynamodb:TransactWriteItems on resource: a table");

        usher.storeBehaves(FaultProfile.KIND);
        Eventually.holds(() -> assertThat(usher.ready()).isEqualTo("200 {\"status\":\"ready\"}"));
        assertThat(api.register("e", "ada").word()).isEqualTo("registered");
    }

    @Test
    void aDeniedReadIsAnErrorToo() throws Exception {
        usher.storeBehaves(FaultProfile.KIND.withFaults(Faults.always(Fault.DENIED, "GetItem")));
        assertThat(api.get("/events/e").word()).isEqualTo("500 internal-error");
        Eventually.holds(() -> assertThat(usher.ready()).startsWith("503 ").contains("dynamodb:GetItem"));

        usher.storeBehaves(FaultProfile.KIND);
        Eventually.holds(() -> assertThat(usher.ready()).startsWith("200 "));
    }
}
