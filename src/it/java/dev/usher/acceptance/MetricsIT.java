package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics of a crowd, as an operator reads them. */
class MetricsIT {
    private static final int EVENTS = 15;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static final Pattern METRIC = Pattern.compile("\\b(usher|jvm|process)_[a-z_]+");
    private static LocalUsher usher;

    @BeforeAll
    static void aCrowdComes() throws Exception {
        usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of());
        ConcurrentRunner.act(40, 8, person -> usher.api().user("p" + person));
        usher.api().event("jazz", 10, true);
        usher.api().register("jazz", "p1");
        ConcurrentRunner.act(40, 16, person -> usher.api().register("jazz", "p" + person));
        usher.api().unregister("jazz", "p1");
        for (int event = 0; event < EVENTS; event++) {
            usher.api().event("quiet-" + event, 1, false);
            usher.api().register("quiet-" + event, "p1");
        }
        usher.api().register("quiet-0", "p2");
        usher.api().get("/nowhere");
        Eventually.holds(() -> assertThat(usher.scrape().value("usher_http_requests_seconds_count"))
                .isEqualTo(40 + 1 + 40 + 2 + 2 * EVENTS + 2));
    }

    @AfterAll
    static void stop() {
        usher.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @Test
    void countsRequestsByOperationAndOutcome() throws Exception {
        var seen = usher.scrape();
        assertThat(seen.value("usher_http_requests_seconds_count", "operation=\"register\"", "outcome=\"ok\""))
                .isEqualTo(40 + EVENTS);
        assertThat(seen.value("usher_http_requests_seconds_count", "outcome=\"event-full\"", "status=\"409\""))
                .isEqualTo(1);
        assertThat(seen.value("usher_http_requests_seconds_count", "outcome=\"already-registered\""))
                .isEqualTo(1);
        assertThat(seen.value("usher_http_requests_seconds_count", "operation=\"none\"", "status=\"404\""))
                .isEqualTo(1);
        assertThat(seen.value("usher_http_requests_seconds_bucket", "operation=\"register\"", "le=\"+Inf\""))
                .isEqualTo(40 + EVENTS + 2);
    }

    @Test
    void countsWhatGoesOverTheBusAndToTheStore() throws Exception {
        var seen = usher.scrape();
        assertThat(seen.value("usher_bus_requests_seconds_count", "request=\"Register\""))
                .isEqualTo(40 + EVENTS + 2);
        assertThat(seen.value("usher_bus_in_flight", "request=\"Register\"")).isZero();
        assertThat(seen.value("usher_build_info", "version=\"")).isOne();
        assertThat(seen.value(
                        "usher_dynamodb_calls_seconds_count", "operation=\"TransactWriteItems\"", "outcome=\"ok\""))
                .isGreaterThan(EVENTS);
        assertThat(seen.value("usher_dynamodb_calls_seconds_count", "outcome=\"condition_failed\""))
                .isPositive();
    }

    @Test
    void tellsHowTheLedgerWorks() throws Exception {
        var seen = usher.scrape();
        assertThat(seen.value("usher_ledger_turn_size_sum")).isEqualTo(40 + 1 + 1 + EVENTS + 1);
        assertThat(seen.value("usher_ledger_turn_seconds_count", "committed=\"true\""))
                .isBetween(EVENTS + 2.0, EVENTS + 41.0);
        assertThat(seen.value("usher_ledger_promotions_total")).isEqualTo(1);
        assertThat(seen.value("usher_ledger_promotion_lag_seconds_count")).isEqualTo(1);
        assertThat(seen.value("usher_ledger_pending")).isZero();
        assertThat(seen.value("usher_ledger_retries_total", "reason=\"known_row\""))
                .isPositive();
    }

    @Test
    void showsOnlyTheBusiestEvents() throws Exception {
        var seen = usher.scrape();
        assertThat(seen.value("usher_event_capacity", "event=\"jazz\"")).isEqualTo(10);
        assertThat(seen.value("usher_event_registered", "event=\"jazz\"")).isEqualTo(10);
        assertThat(seen.value("usher_event_waitlisted", "event=\"jazz\"")).isEqualTo(29);
        assertThat(IntStream.range(0, EVENTS)
                        .filter(event -> seen.has("usher_event_waitlisted", "event=\"quiet-" + event + "\""))
                        .count())
                .isEqualTo(9);
    }

    /**
     * Every name in the dashboard and in the alerts is one that is shown; {@link WebhookIT} looks at the webhook's, and
     * without TLS no certificate is read.
     */
    @ParameterizedTest
    @ValueSource(strings = {"dashboard.json", "alerts.yaml"})
    void showsAllThatIsLookedAt(String file) throws Exception {
        var text = Files.readString(Path.of("deploy", "observability", file));
        var names = METRIC.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name ->
                        !name.startsWith("usher_webhook_") && !name.equals("usher_tls_certificate_reloads_total"))
                .collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(5);
        System.gc();
        Eventually.holds(() -> {
            var seen = usher.scrape();
            assertThat(names).allMatch(seen::has);
        });
    }

    @Test
    void tellsOfTheJvm() throws Exception {
        var seen = usher.scrape();
        assertThat(seen.value("jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
        assertThat(seen.has("jvm_gc_memory_allocated_bytes_total")).isTrue();
        assertThat(seen.has("process_cpu_usage")).isTrue();
    }
}
