package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole of it once, as somebody would try it out: the jar as a process, beside a DynamoDB of its own. */
class StoryIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();

    @Test
    void threePeopleAndTwoSeats() throws Exception {
        try (var process = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX)) {
            var api = new ApiClient(process.uri());
            for (var person : List.of("ada", "bob", "cleo")) {
                assertThat(api.user(person).status()).isEqualTo(201);
            }
            assertThat(api.event("jazz", 2, true).status()).isEqualTo(201);
            assertThat(api.register("jazz", "ada").text("status")).isEqualTo("registered");
            assertThat(api.register("jazz", "bob").text("status")).isEqualTo("registered");
            var third = api.register("jazz", "cleo");
            assertThat(third.text("status")).isEqualTo("waitlisted");
            assertThat(third.body().get("waitlistPosition").asInt()).isEqualTo(1);
            assertThat(lists(api)).containsExactly("ada registered", "bob registered", "cleo waitlisted 1");

            assertThat(process.stop()).isZero();
            process.start();
            assertThat(lists(api)).containsExactly("ada registered", "bob registered", "cleo waitlisted 1");

            assertThat(api.unregister("jazz", "ada").text("promoted")).isEqualTo("cleo");
            assertThat(lists(api)).containsExactly("bob registered", "cleo registered");
            var event = api.get("/events/jazz").body();
            assertThat(event.get("currentRegistrations").asInt()).isEqualTo(2);
            assertThat(event.get("waitlistCount").asInt()).isZero();
            assertThat(api.get("/events").body().get("events")).containsExactly(event);
        }
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    /** Everybody's events, one line each. */
    private static List<String> lists(ApiClient api) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var person : List.of("ada", "bob", "cleo")) {
            for (var event : api.get("/users/" + person + "/events").body().get("events")) {
                var place = event.has("waitlistPosition") ? " " + event.get("waitlistPosition") : "";
                lines.add(person + " " + event.get("status").asText() + place);
            }
        }
        return lines;
    }
}
