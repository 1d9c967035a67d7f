package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Many events that became untold while the endpoint was down: all are delivered, with a flat heap. */
@Tag("soak")
class WebhookOutageIT {
    private static final int EVENTS = 10_000;
    private static final String PREFIX = TestDynamoDb.newPrefix();

    @Test
    void tenThousandEventsDrainWithAFlatHeap() throws Exception {
        try (var receiver = new WebhookReceiver();
                var usher = UsherProcess.start(
                        TestDynamoDb.endpoint(),
                        PREFIX,
                        receiver.settings(),
                        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"))) {
            receiver.die();
            var api = new ApiClient(usher.uri());
            api.event("first", 1, true);
            try (var stored = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
                var event = stored.all("Events").get(0);
                var change = stored.all("Changes").get(0);
                stored.putAll("Changes", copies(change));
                stored.putAll("Events", copies(event));
            }
            Eventually.holds(() -> assertThat(Scrape.of(usher.metrics()).value("usher_webhook_lag_seconds"))
                    .isGreaterThan(5));
            long before = ProcessStats.of(usher.pid()).liveMegabytes();
            receiver.comeBack();
            long most = before;
            for (int so = 0; so <= EVENTS; so = receiver.arrived()) {
                int next = Math.min(so + 500, EVENTS + 1);
                Eventually.holds(() -> assertThat(receiver.arrived()).isGreaterThanOrEqualTo(next));
                most = Math.max(most, ProcessStats.of(usher.pid()).liveMegabytes());
            }
            System.out.println("webhook: live heap before=" + before + " MiB, at most=" + most + " MiB");
            assertThat(most - before).isLessThan(16);
        }
    }

    private static List<Map<String, AttributeValue>> copies(Map<String, AttributeValue> row) {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> {
                    var copy = new HashMap<>(row);
                    copy.put("eventId", StoredRows.text("e" + i));
                    return (Map<String, AttributeValue>) copy;
                })
                .toList();
    }
}
