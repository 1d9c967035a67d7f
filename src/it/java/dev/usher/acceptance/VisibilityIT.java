package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.authz.UserIds;
import dev.usher.client.model.EventInput;
import dev.usher.client.model.EventPatch;
import dev.usher.client.model.RegistrationInput;
import dev.usher.client.model.RegistrationsInput;
import dev.usher.client.model.UserInput;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that each user can see of the others, through the generated client with a token. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VisibilityIT {
    private static IssuerStub issuer;
    private static LocalUsher usher;
    private static UsherClient ada;
    private static UsherClient bob;
    private static UsherClient olga;
    private static UsherClient oscar;
    private static UsherClient root;

    @BeforeAll
    static void open() throws Exception {
        issuer = IssuerStub.start();
        var settings = new HashMap<>(issuer.settings());
        settings.put("USHER_RATE_LIMIT", "0");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings);
        ada = client("ada");
        bob = client("bob");
        olga = client("olga", "usher:events");
        oscar = client("oscar", "usher:events");
        root = client("root", "usher:admin");
        for (var person : List.of(ada, bob)) {
            person.users.createUser(new UserInput().name("A name"), null);
        }
    }

    @AfterAll
    static void close() {
        usher.close();
        issuer.close();
    }

    private static UsherClient client(String subject, String... scopes) {
        return new UsherClient(usher.uri(), issuer.token(subject, scopes));
    }

    private static void event(String eventId) throws Exception {
        olga.events.createEvent(
                new EventInput().eventId(eventId).name("Event").capacity(1).hasWaitlist(true), null);
    }

    private static void register(String eventId, UsherClient person, String userId) throws Exception {
        person.registrations.register(eventId, new RegistrationInput().userId(userId), null);
    }

    @Test
    void whoNamesNobodyMakesTheirOwnUser() throws Exception {
        assertThat(ada.users.getUser("ada").getUserId()).isEqualTo("ada");
        assertThat(ada.users.getMe().getUserExists()).isTrue();
        assertThat(root.users.getMe().getScopes()).extracting(Object::toString).containsExactly("admin");
        var stranger = client("auth0|somebody");
        assertThat(stranger.users.createUser(new UserInput().name("X"), null).getUserId())
                .isEqualTo(UserIds.of("auth0|somebody"));
    }

    @Test
    void whoseAnEventIsOnlyItsOwnerAndAdminsSee() throws Exception {
        event("owned");
        assertThat(olga.events.getEvent("owned", null).getOwner()).isEqualTo("olga");
        assertThat(root.events.getEvent("owned", null).getOwner()).isEqualTo("olga");
        assertThat(oscar.events.getEvent("owned", null).getOwner()).isNull();
        assertThat(ada.events.getEvent("owned", null).getOwner()).isNull();
        assertThat(olga.events
                        .updateEvent("owned", new EventPatch().capacity(2), null)
                        .getOwner())
                .isEqualTo("olga");
        assertThat(ada.events.listEvents(100, null, null, null, null, null).getEvents())
                .allSatisfy(event -> assertThat(event.getOwner()).isNull());
        assertThat(olga.events.listEvents(100, null, null, null, null, null).getEvents())
                .anySatisfy(event -> assertThat(event.getOwner()).isEqualTo("olga"));
    }

    @Test
    void aTurnLeavesAnEventToItsOwner() throws Exception {
        event("kept");
        register("kept", ada, "ada");
        ada.registrations.unregister("kept", "ada");
        assertThat(olga.events.cancelEvent("kept", null, null).getOwner()).isEqualTo("olga");
        oscar.refused(403, "forbidden", () -> oscar.events.cancelEvent("kept", null, null));
        oscar.refused(403, "forbidden", () -> oscar.events.cancelEvent("kept", null, true));
        olga.refused(409, "event-has-history", () -> olga.events.cancelEvent("kept", null, true));
    }

    @Test
    void whoIsPromotedOnlyAdminsSee() throws Exception {
        event("handed-on");
        register("handed-on", ada, "ada");
        register("handed-on", bob, "bob");
        assertThat(ada.registrations.unregister("handed-on", "ada").getPromoted())
                .isNull();
        register("handed-on", ada, "ada");
        assertThat(root.registrations.unregister("handed-on", "bob").getPromoted())
                .isEqualTo("ada");
    }

    @Test
    void theOwnerRegistersOthersAndTheLogNamesTheOwner() throws Exception {
        event("guests");
        register("guests", ada, "ada");
        register("guests", olga, "bob");
        ada.refused(403, "forbidden", () -> ada.registrations.unregister("guests", "bob"));
        oscar.refused(403, "forbidden", () -> oscar.registrations.unregister("guests", "bob"));
        olga.registrations.unregister("guests", "ada");
        root.registrations.unregister("guests", "bob");
        var list = new RegistrationsInput().addUserIdsItem("bob").addUserIdsItem("ada");
        oscar.refused(403, "forbidden", () -> oscar.registrations.registerUsers("guests", list, null));
        assertThat(olga.registrations.registerUsers("guests", list, null).getResults())
                .extracting(result -> result.getRegistration().getStatus())
                .containsExactly("registered", "waitlisted");
        assertThat(changes("guests", issuer.token("olga", "usher:events")))
                .containsExactly(
                        "registered ada by null",
                        "waitlisted bob by olga",
                        "left ada by olga",
                        "promoted bob by null",
                        "left bob by root",
                        "registered bob by olga",
                        "waitlisted ada by olga");
        assertThat(changes("guests", issuer.token("ada"))).allMatch(change -> change.endsWith(" null by null"));
    }

    @Test
    void anEventIsHandedOver() throws Exception {
        event("handed");
        root.users.createUser(new UserInput().userId("oscar").name("Oscar"), null);
        oscar.refused(
                403, "forbidden", () -> oscar.events.updateEvent("handed", new EventPatch().owner("oscar"), null));
        olga.refused(404, "user-not-found", () -> olga.events.updateEvent("handed", new EventPatch().owner("x"), null));
        try (var before = open("handed", issuer.token("olga", "usher:events"));
                var visitor = open("handed", issuer.token("ada"))) {
            line(before, "\"version\":");
            line(visitor, "\"version\":");
            var waiting = CompletableFuture.supplyAsync(() -> nextPage("handed", issuer.token("olga", "usher:events")));
            assertThat(olga.events
                            .updateEvent("handed", new EventPatch().owner("oscar"), null)
                            .getOwner())
                    .isNull();
            assertThat(line(before, "\"details\":"))
                    .as("the stream of the previous owner")
                    .isNull();
            assertThat(line(visitor, "\"details\":")).doesNotContain("oscar", "olga");
            assertThat(waiting.get(60, TimeUnit.SECONDS))
                    .as("the page that the previous owner waited for")
                    .contains("\"details\"")
                    .doesNotContain("oscar");
        }
        olga.refused(403, "forbidden", () -> olga.registrations.listRegistrations("handed", null, null, null));
        register("handed", oscar, "ada");
        assertThat(oscar.events.getEvent("handed", null).getOwner()).isEqualTo("oscar");
        var log = new ApiClient(usher.uri(), issuer.token("oscar", "usher:events"))
                .get("/events/handed/changes", "Accept", "application/json")
                .body();
        assertThat(log.at("/changes/1/details/owner").asText()).isEqualTo("oscar");
        assertThat(log.at("/changes/1/details/by").asText()).isEqualTo("olga");
        assertThat(root.events
                        .updateEvent("handed", new EventPatch().owner("ada"), null)
                        .getOwner())
                .isEqualTo("ada");
        ada.refused(403, "forbidden", () -> ada.events.cancelEvent("handed", null, null));
    }

    /** The page behind the first version, once it has one. */
    private static String nextPage(String eventId, String token) {
        try {
            return new ApiClient(usher.uri(), token)
                    .get("/events/" + eventId + "/changes?after=1&wait=20", "Accept", "application/json")
                    .body()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every change of the log, in the form {@code kind user by caller}. */
    private static List<String> changes(String eventId, String token) throws IOException {
        List<String> changes = new ArrayList<>();
        new ApiClient(usher.uri(), token)
                .get("/events/" + eventId + "/changes", "Accept", "application/json")
                .body()
                .get("changes")
                .forEach(version -> version.get("changes")
                        .forEach(change -> changes.add(change.get("kind").asText() + " "
                                + change.path("userId").asText(null) + " by "
                                + change.path("by").asText(null))));
        return changes;
    }

    @Test
    void anOrganizerDoesNotLearnWhichUsersThereAre() throws Exception {
        event("asked-about");
        olga.refused(404, "registration-not-found", () -> olga.registrations.getRegistration("asked-about", "ada"));
        olga.refused(404, "registration-not-found", () -> olga.registrations.getRegistration("asked-about", "unknown"));
        root.refused(404, "user-not-found", () -> root.registrations.getRegistration("asked-about", "unknown"));
        olga.refused(404, "event-not-found", () -> olga.events.cancelEvent("nothing", null, null));
    }

    @Test
    void whoComesAndGoesOnlyTheOwnerAndAdminsHear() throws Exception {
        event("watched");
        for (var reader : List.of("olga", "root", "oscar", "ada")) {
            var scope = reader.equals("root") ? "usher:admin" : reader.equals("ada") ? "" : "usher:events";
            try (var stream = open("watched", issuer.token(reader, scope))) {
                line(stream, "\"version\":");
                register("watched", bob, "bob");
                var change = line(stream, "\"changes\":");
                boolean insider = reader.equals("olga") || reader.equals("root");
                assertThat(change.contains("\"userId\":\"bob\""))
                        .as(reader + ": " + change)
                        .isEqualTo(insider);
                assertThat(change).contains("\"kind\":\"registered\"");
                bob.registrations.unregister("watched", "bob");
            }
        }
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        event("ending");
        long begun = System.nanoTime();
        var seconds = new AtomicInteger(5);
        var opened = new AtomicReference<BufferedReader>();
        Eventually.holds(() -> {
            var end = Instant.now().minusSeconds(30 - seconds.getAndUpdate(before -> 2 * before));
            var ending = issuer.claims("ada").expirationTime(Date.from(end)).build();
            opened.set(open("ending", issuer.sign(ending)));
        });
        List<String> lines = new ArrayList<>();
        try (var stream = opened.get()) {
            for (var line = stream.readLine(); line != null; line = stream.readLine()) {
                lines.add(line);
            }
        }
        assertThat(lines).anyMatch(line -> line.startsWith("data: ")).contains("retry: 2000");
        assertThat((System.nanoTime() - begun) / 1_000_000_000.0).isGreaterThan(1.0);
    }

    private static BufferedReader open(String eventId, String token) throws Exception {
        var request = HttpRequest.newBuilder(usher.uri().resolve("/events/" + eventId + "/changes"))
                .header("Authorization", "Bearer " + token)
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String line(BufferedReader stream, String with) throws IOException {
        var line = stream.readLine();
        while (line != null && !line.contains(with)) {
            line = stream.readLine();
        }
        return line;
    }
}
