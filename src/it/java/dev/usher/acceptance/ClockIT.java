package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.FaultProfile;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Responses of the store with another date than this machine's. */
class ClockIT {
    private static ProxiedUsher usher;

    @BeforeAll
    static void start() throws Exception {
        usher = ProxiedUsher.start(TestDynamoDb.newPrefix(), Map.of());
    }

    @AfterAll
    static void stop() {
        usher.close();
    }

    @Test
    void aClockThatDiffersIsCountedAndBeyondThirtySecondsNotReady() throws Exception {
        Eventually.holds(() -> assertThat(usher.ready()).isEqualTo("200 {\"status\":\"ready\"}"));
        assertThat(usher.scrape().value("usher_dynamodb_skewed_responses_total"))
                .isZero();

        usher.storeBehaves(FaultProfile.KIND.withDateOffset(10_000));
        assertThat(usher.api().user("behind").status()).isEqualTo(201);
        Eventually.holds(() -> assertThat(usher.ready()).isEqualTo("200 {\"status\":\"ready\"}"));
        assertThat(usher.scrape().value("usher_dynamodb_skewed_responses_total"))
                .isPositive();
        assertThat(usher.scrape().value("usher_dynamodb_clock_skew_seconds")).isBetween(-10.0, -2.0);

        usher.storeBehaves(FaultProfile.KIND.withDateOffset(-3_600_000));
        assertThat(usher.api().user("ahead").status()).isEqualTo(201);
        Eventually.holds(() -> assertThat(usher.ready())
                .startsWith("503 {\"status\":\"unavailable\",\"reason\":\"the clock differs from DynamoDB's: it is 3")
                .endsWith(" s ahead\"}"));

        usher.storeBehaves(FaultProfile.KIND);
        Eventually.holds(() -> assertThat(usher.ready()).isEqualTo("200 {\"status\":\"ready\"}"));
        assertThat(usher.scrape().value("usher_dynamodb_clock_skew_seconds")).isZero();
    }
}
