package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.WebhookReceiver.Answer;
import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook of a server, as its receiver sees it. */
class WebhookIT {
    private final String prefix = TestDynamoDb.newPrefix();
    private WebhookReceiver receiver;
    private LocalUsher usher;
    private ApiClient api;

    @BeforeEach
    void start() throws Exception {
        receiver = new WebhookReceiver();
        usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, receiver.settings());
        api = usher.api();
        for (var user : List.of("ada", "bob")) {
            api.user(user);
        }
    }

    @AfterEach
    void stop() {
        usher.close();
        receiver.close();
        TableAudit.strict(TestDynamoDb.endpoint(), prefix).assertClean();
    }

    @Test
    void everyVersionIsPostedAsTheFeedShowsIt() throws Exception {
        api.event("jazz.1", 1, true);
        api.register("jazz.1", "ada");
        api.register("jazz.1", "bob");
        api.unregister("jazz.1", "ada");
        api.patch("jazz.1", "{\"name\":\"Jazz \u266b\"}");
        delivered("jazz.1", 5);

        var feed = api.get("/events/jazz.1/changes", "Accept", "application/json")
                .body()
                .get("changes");
        var messages = receiver.attempts();
        for (int i = 0; i < 5; i++) {
            var message = messages.get(i).json();
            assertThat(message.get("type").asText()).isEqualTo("event.changed");
            assertThat(message.get("timestamp")).isEqualTo(feed.get(i).get("at"));
            feed.get(i).properties().forEach(field -> assertThat(
                            message.get("data").get(field.getKey()))
                    .isEqualTo(field.getValue()));
        }
        assertThat(messages.get(3).json().at("/data/changes").toString())
                .contains("\"kind\":\"left\",\"userId\":\"ada\"", "\"kind\":\"promoted\",\"userId\":\"bob\"");
        assertThat(messages.get(4).json().at("/data/event/name").asText()).isEqualTo("Jazz \u266b");
        NodeScript.run("webhook.mjs", receiver.record().toString(), WebhookReceiver.SECRET);
    }

    @Test
    void markIsRemovedWhenEverythingIsDelivered() throws Exception {
        api.event("jazz", 1, true);
        api.register("jazz", "ada");
        delivered("jazz", 2);
        try (var stored = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            Eventually.holds(
                    () -> assertThat(stored.all("Events")).singleElement().satisfies(event -> assertThat(event)
                            .doesNotContainKey("untold")));
            assertThat(stored.all("Deliveries"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("cursor").n()).isEqualTo("2"));
        }
        api.unregister("jazz", "ada");
        delivered("jazz", 3);
    }

    @Test
    void redirectIsAFailureAndRetried() throws Exception {
        var first = new AtomicInteger();
        var elsewhere = receiver.uri().resolve("/elsewhere").toString();
        receiver.answer(
                message -> first.getAndIncrement() == 0 ? new Answer(308, 0, "Location", elsewhere) : Answer.OK);
        api.event("jazz", 1, true);
        endPause();
        delivered("jazz", 1);
        assertThat(receiver.attempts())
                .extracting(WebhookReceiver.Message::path)
                .containsOnly("/hook");
        assertThat(usher.scrape().value("usher_webhook_deliveries_total", "outcome=\"redirected\""))
                .isOne();
    }

    @Test
    void goneStopsTheWebhookUntilARestartAndNothingElse() throws Exception {
        receiver.answer(message -> new Answer(410, 0));
        api.event("jazz", 1, true);
        Eventually.holds(
                () -> assertThat(usher.scrape().value("usher_webhook_gone")).isOne());
        assertThat(api.register("jazz", "ada").status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(usher.health("ready")).isEqualTo(200));
        endPause();
        receiver.answer(message -> Answer.OK);
        TimeUnit.SECONDS.sleep(2);
        assertThat(receiver.attempts()).hasSize(1);
        Eventually.holds(() ->
                assertThat(usher.scrape().value("usher_webhook_lag_seconds")).isGreaterThan(1));
        var next = LocalUsher.start(TestDynamoDb.endpoint(), prefix, receiver.settings());
        try {
            delivered("jazz", 2);
        } finally {
            next.close();
        }
    }

    /** Waits for the first failure, and ends the pause of its message. */
    private void endPause() {
        try (var stored = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            Eventually.holds(() -> assertThat(stored.all("Deliveries")).anyMatch(row -> row.containsKey("since")));
            stored.endDeliveryPauses();
        }
    }

    private void delivered(String eventId, long version) {
        Eventually.holds(
                () -> assertThat(receiver.firstArrivals(eventId)).isEqualTo(WebhookReceiver.ids(eventId, version)));
    }
}
