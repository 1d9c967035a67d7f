package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The version of a registration, compared with the feed of its event. */
class ReceiptIT extends AgainstUsher {
    private static final int CROWD = 60;
    private static final String KEY = "Idempotency-Key";

    @Test
    void theFeedContainsTheChangeOfEveryReceipt() throws Exception {
        api.event("receipt", 1, true);
        var seat = api.register("receipt", "ada", KEY, "a").body();
        var entry = api.register("receipt", "bob", KEY, "b").body();
        api.register("receipt", "cleo");
        assertInFeed("registered", seat);
        assertInFeed("waitlisted", entry);
        assertThat(api.register("receipt", "ada", KEY, "a").body()).isEqualTo(seat);
        assertThat(api.register("receipt", "bob", KEY, "b").body()).isEqualTo(entry);
        assertThat(api.register("receipt", "bob").body().get("registration")).isEqualTo(entry);
        assertThat(registration("receipt", "ada")).isEqualTo(seat);

        api.unregister("receipt", "ada");
        var promoted = api.register("receipt", "bob", KEY, "b").body();
        assertThat(promoted.get("version").asLong())
                .isGreaterThan(entry.get("version").asLong());
        assertThat(promoted.get("waitlistTicket")).isEqualTo(entry.get("waitlistTicket"));
        assertThat(registration("receipt", "bob")).isEqualTo(promoted);
        assertThat(api.register("receipt", "bob").body().get("registration")).isEqualTo(promoted);
        assertInFeed("promoted", promoted);
        assertInFeed("waitlisted", registration("receipt", "cleo"));
    }

    @Test
    void aCrowdsReceiptsAreInTheFeed() throws Exception {
        api.event("receipts", CROWD / 3, true);
        ConcurrentRunner.act(CROWD, 16, i -> api.user("r" + i));
        var crowd = ConcurrentRunner.act(
                CROWD, CROWD, i -> api.register("receipts", "r" + i).body());
        for (var receipt : crowd) {
            assertInFeed(receipt.get("status").asText(), receipt);
        }
        var seated = crowd.stream()
                .filter(receipt -> receipt.get("status").asText().equals("registered"))
                .toList();
        ConcurrentRunner.act(
                seated.size(),
                seated.size(),
                i -> api.unregister("receipts", seated.get(i).get("userId").asText()));
        for (var receipt : crowd) {
            if (receipt.has("waitlistTicket")) {
                var now = registration("receipts", receipt.get("userId").asText());
                assertInFeed(now.has("waitlistPosition") ? "waitlisted" : "promoted", now);
            }
        }
    }

    private static JsonNode registration(String eventId, String userId) throws IOException {
        return api.get("/events/" + eventId + "/registrations/" + userId).body();
    }

    private static void assertInFeed(String kind, JsonNode receipt) throws IOException {
        long version = receipt.get("version").asLong();
        var path = "/events/" + receipt.get("eventId").asText() + "/changes?limit=1&after=" + (version - 1);
        var entry = api.get(path, "Accept", "application/json").body().at("/changes/0");
        assertThat(entry.get("version").asLong()).isEqualTo(version);
        var change = JsonNodeFactory.instance.objectNode().put("kind", kind);
        change.set("userId", receipt.get("userId"));
        if (receipt.has("waitlistTicket")) {
            change.set("waitlistTicket", receipt.get("waitlistTicket"));
        }
        assertThat(entry.get("changes")).contains(change);
    }
}
