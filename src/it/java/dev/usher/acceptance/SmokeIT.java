package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.audit.TableAudit;
import dev.usher.client.ApiException;
import dev.usher.client.model.EventInput;
import dev.usher.client.model.RegistrationInput;
import dev.usher.client.model.UserInput;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Smoke test: the jar as a process, with the reference page that is in it, and the README's story with the generated
 * client.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmokeIT {
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static final Pattern START = Pattern.compile("serving .* after=([0-9]+)ms");

    private static long launched;
    private static UsherProcess process;

    @BeforeAll
    static void start() throws Exception {
        launched = System.nanoTime();
        process = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    /** In a browser that reaches nothing else. */
    @Test
    @Order(1)
    void referencePageListsEveryOperationAndCreatesAUser() throws Exception {
        var browser = NodeScript.onPath("chromium", "chromium-browser", "google-chrome");
        assumeTrue(browser.isPresent(), "skipped: there is no Chromium");
        var screenshot = Path.of("target", "docs.png").toAbsolutePath();
        NodeScript.run("docs.mjs", browser.get().toString(), process.uri().toString(), screenshot.toString());
    }

    /** Its last part is played by another server on the same tables. */
    @Test
    @Order(2)
    void threePeopleAndTwoSeats() throws Exception {
        assertThat(startMillis()).isBetween(1L, (System.nanoTime() - launched) / 1_000_000);
        var usher = new UsherClient(process.uri());
        for (var person : List.of("ada", "bob", "cleo")) {
            assertThat(usher.users
                            .createUser(new UserInput().userId(person).name(person), null)
                            .getUserId())
                    .isEqualTo(person);
        }
        usher.events.createEvent(
                new EventInput().eventId("jazz").name("Jazz night").capacity(2).hasWaitlist(true), null);
        assertThat(register(usher, "ada")).isEqualTo("registered");
        assertThat(register(usher, "bob")).isEqualTo("registered");
        assertThat(register(usher, "cleo")).isEqualTo("waitlisted");
        assertThat(lists(usher)).containsExactly("ada registered", "bob registered", "cleo waitlisted 1");

        assertThat(process.stop()).isZero();
        try (var next = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of())) {
            theNextServerGoesOn(new UsherClient(next.uri()));
        }
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    private static void theNextServerGoesOn(UsherClient usher) throws ApiException {
        assertThat(lists(usher)).containsExactly("ada registered", "bob registered", "cleo waitlisted 1");
        assertThat(usher.registrations.unregister("jazz", "ada").getPromoted()).isEqualTo("cleo");
        assertThat(lists(usher)).containsExactly("bob registered", "cleo registered");
        var event = usher.events.getEvent("jazz", null);
        assertThat(event.getCurrentRegistrations()).isEqualTo(2);
        assertThat(event.getWaitlistCount()).isZero();
        assertThat(usher.events.listEvents(null, null, null, null, null, null).getEvents())
                .containsExactly(event);
    }

    /** As the process itself says it. */
    private static long startMillis() throws IOException {
        var said = START.matcher(process.log());
        assertThat(said.find()).isTrue();
        return Long.parseLong(said.group(1));
    }

    private static String register(UsherClient usher, String userId) throws ApiException {
        return usher.registrations
                .register("jazz", new RegistrationInput().userId(userId), null)
                .getStatus();
    }

    /** Everybody's events, one line each. */
    private static List<String> lists(UsherClient usher) throws ApiException {
        List<String> lines = new ArrayList<>();
        for (var person : List.of("ada", "bob", "cleo")) {
            for (var event : usher.registrations
                    .listUserEvents(person, null, null, null, null)
                    .getEvents()) {
                var position = event.getWaitlistPosition() == null ? "" : " " + event.getWaitlistPosition();
                lines.add(person + " " + event.getStatus() + position);
            }
        }
        return lines;
    }
}
