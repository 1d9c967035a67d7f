package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.client.ApiException;
import dev.usher.client.model.Event;
import dev.usher.client.model.EventInput;
import dev.usher.client.model.EventPatch;
import dev.usher.client.model.GuestInput;
import dev.usher.client.model.Registration;
import dev.usher.client.model.RegistrationInput;
import dev.usher.client.model.RegistrationResult;
import dev.usher.client.model.RegistrationsInput;
import dev.usher.client.model.UserEvent;
import dev.usher.client.model.UserInput;
import dev.usher.client.model.UserPatch;
import dev.usher.client.model.ValidationError;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operation and member of the contract, through the generated client. */
class GeneratedClientIT extends AgainstUsher {
    private static final OffsetDateTime LATER = OffsetDateTime.parse("2099-03-01T20:00:00+01:00");
    private static UsherClient usher;

    @BeforeAll
    static void connect() {
        usher = new UsherClient(uri());
    }

    @Test
    void createsAndFindsUsers() throws Exception {
        var grace = new UserInput().userId("grace").name("Grace Hopper");
        var created = usher.users.createUserWithHttpInfo(grace, "key-1");
        assertThat(created.getStatusCode()).isEqualTo(201);
        assertThat(UsherClient.header(created, "location")).isEqualTo("users/grace");
        assertThat(created.getData().getUserId()).isEqualTo("grace");
        assertThat(created.getData().getName()).isEqualTo("Grace Hopper");
        assertThat(created.getData().getCreatedAt()).isCloseTo(OffsetDateTime.now(), within(5, ChronoUnit.MINUTES));
        assertThat(usher.users.getUser("grace")).isEqualTo(created.getData());

        var repeated = usher.users.createUserWithHttpInfo(grace, "key-1");
        assertThat(repeated.getStatusCode()).isEqualTo(200);
        assertThat(UsherClient.header(repeated, "location")).isEqualTo("users/grace");
        assertThat(repeated.getData()).isEqualTo(created.getData());
        usher.refused(409, "user-exists", () -> usher.users.createUser(grace, null));
        usher.refused(404, "user-not-found", () -> usher.users.getUser("unknown"));

        var renamed = usher.users.updateUser("grace", new UserPatch().name("Admiral Hopper"));
        assertThat(renamed.getName()).isEqualTo("Admiral Hopper");
        assertThat(renamed.getCreatedAt()).isEqualTo(created.getData().getCreatedAt());
        assertThat(usher.users.createUserWithHttpInfo(grace, "key-1").getData()).isEqualTo(renamed);
        usher.refused(404, "user-not-found", () -> usher.users.updateUser("unknown", new UserPatch().name("x")));
        usher.refused(400, "invalid-request", () -> usher.users.updateUser("grace", new UserPatch()));

        var erasing = usher.users.eraseUserWithHttpInfo("grace");
        assertThat(erasing.getStatusCode()).isEqualTo(202);
        assertThat(erasing.getData().getStatus()).isEqualTo("erasing");
        assertThat(usher.users.eraseUser("grace").getErasedAt())
                .isEqualTo(erasing.getData().getErasedAt());
        usher.refused(404, "user-not-found", () -> usher.users.getUser("grace"));
        usher.refused(404, "user-not-found", () -> usher.users.updateUser("grace", new UserPatch().name("x")));
        usher.refused(409, "user-exists", () -> usher.users.createUser(grace, "key-1"));
        usher.refused(404, "user-not-found", () -> usher.users.eraseUser("unknown"));
        assertThat(usher.users
                        .createUser(new UserInput().name("Somebody"), null)
                        .getUserId())
                .isNotEmpty();
    }

    @Test
    void createsAnEventOfWhichEverythingIsSaid() throws Exception {
        var slam = new EventInput()
                .eventId("slam")
                .name("Poetry slam")
                .description("Ten poets,\none stage.")
                .location("The cellar")
                .startsAt(LATER)
                .endsAt(LATER.plusHours(2))
                .timeZone("Europe/Berlin")
                .registrationOpensAt(OffsetDateTime.parse("2020-01-01T00:00:00Z"))
                .registrationClosesAt(LATER.minusHours(8))
                .capacity(40)
                .hasWaitlist(true)
                .waitlistCapacity(10);
        var created = usher.events.createEventWithHttpInfo(slam, "key-1");
        assertThat(created.getStatusCode()).isEqualTo(201);
        assertThat(UsherClient.header(created, "location")).isEqualTo("events/slam");
        assertThat(UsherClient.header(created, "etag")).isEqualTo("\"1.1.o\"");
        var event = created.getData();
        assertThat(event.getEventId()).isEqualTo("slam");
        assertThat(event.getName()).isEqualTo("Poetry slam");
        assertThat(event.getDescription()).isEqualTo("Ten poets,\none stage.");
        assertThat(event.getLocation()).isEqualTo("The cellar");
        assertThat(event.getStartsAt()).isEqualTo("2099-03-01T19:00:00Z");
        assertThat(event.getEndsAt()).isEqualTo("2099-03-01T21:00:00Z");
        assertThat(event.getTimeZone()).isEqualTo("Europe/Berlin");
        assertThat(event.getRegistrationOpensAt()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(event.getRegistrationClosesAt()).isEqualTo("2099-03-01T11:00:00Z");
        assertThat(event.getCapacity()).isEqualTo(40);
        assertThat(event.getHasWaitlist()).isTrue();
        assertThat(event.getWaitlistCapacity()).isEqualTo(10);
        assertThat(event.getStatus()).isEqualTo("scheduled");
        assertThat(event.getCurrentRegistrations()).isZero();
        assertThat(event.getWaitlistCount()).isZero();
        assertThat(event.getVersion()).isEqualTo(1);
        assertThat(event.getCreatedAt()).isCloseTo(OffsetDateTime.now(), within(5, ChronoUnit.MINUTES));

        register("slam", "ada");
        var repeated = usher.events.createEventWithHttpInfo(slam, "key-1");
        assertThat(repeated.getStatusCode()).isEqualTo(200);
        assertThat(repeated.getData()).isEqualTo(usher.events.getEvent("slam", null));
        assertThat(repeated.getData().getCurrentRegistrations()).isEqualTo(1);
        usher.refused(409, "event-exists", () -> usher.events.createEvent(slam, null));
        usher.refused(404, "event-not-found", () -> usher.events.getEvent("nothing", null));
        var plain = usher.events.createEvent(new EventInput().name("Plain").capacity(1), null);
        assertThat(plain.getHasWaitlist()).isFalse();
        assertThat(plain.getDescription()).isNull();
    }

    @Test
    void asksForAnEventOnlyIfItChanged() throws Exception {
        event("known", 1);
        var known = usher.events.getEventWithHttpInfo("known", null);
        var tag = UsherClient.header(known, "etag");
        try {
            usher.events.getEvent("known", tag);
            throw new AssertionError("was sent again");
        } catch (ApiException unchanged) {
            assertThat(unchanged.getCode()).isEqualTo(304);
        }
        usher.registrations.register("known", new RegistrationInput().userId("ada"), null);
        assertThat(usher.events.getEvent("known", tag).getCurrentRegistrations())
                .isEqualTo(1);
    }

    @Test
    void listsEveryEventPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            event("listed-" + i, 1);
        }
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            var page = usher.events.listEvents(2, cursor, null, null, null, null);
            assertThat(page.getEvents()).hasSizeBetween(1, 2);
            page.getEvents().forEach(event -> ids.add(event.getEventId()));
            cursor = page.getNextCursor();
        } while (cursor != null);
        assertThat(ids).doesNotHaveDuplicates().contains("listed-0", "listed-1", "listed-2", "listed-3", "listed-4");
    }

    @Test
    void changesWhatIsNamedAndTakesAwayWhatIsNull() throws Exception {
        usher.events.createEvent(
                new EventInput()
                        .eventId("edited")
                        .name("Before")
                        .location("Cellar")
                        .description("Old")
                        .capacity(2)
                        .hasWaitlist(true)
                        .startsAt(LATER),
                null);
        var changed = usher.events.updateEventWithHttpInfo(
                "edited",
                new EventPatch()
                        .name("After")
                        .description(null)
                        .location("Hall")
                        .startsAt(null)
                        .registrationOpensAt(LATER.minusYears(90))
                        .registrationClosesAt(LATER)
                        .capacity(1)
                        .hasWaitlist(true)
                        .waitlistCapacity(1),
                null);
        assertThat(changed.getStatusCode()).isEqualTo(200);
        assertThat(UsherClient.header(changed, "etag")).isEqualTo("\"2.2.o\"");
        var event = changed.getData();
        assertThat(event.getName()).isEqualTo("After");
        assertThat(event.getDescription()).isNull();
        assertThat(event.getLocation()).isEqualTo("Hall");
        assertThat(event.getStartsAt()).isNull();
        assertThat(event.getRegistrationClosesAt().toInstant()).isEqualTo(LATER.toInstant());
        assertThat(event.getWaitlistCapacity()).isEqualTo(1);
        assertThat(usher.events.getEvent("edited", null)).isEqualTo(event);
        register("edited", "ada");
        register("edited", "bob");
        usher.refused(409, "waitlist-full", () -> register("edited", "cleo"));
        assertThat(usher.events
                        .updateEvent("edited", new EventPatch().capacity(2), null)
                        .getLocation())
                .isEqualTo("Hall");
        Eventually.holds(() -> assertThat(
                        usher.registrations.getRegistration("edited", "bob").getStatus())
                .isEqualTo("registered"));
        usher.refused(
                409,
                "capacity-below-registrations",
                () -> usher.events.updateEvent("edited", new EventPatch().capacity(1), null));
        usher.events.updateEvent("edited", new EventPatch().registrationClosesAt(LATER.minusYears(80)), null);
        usher.refused(409, "registration-closed", () -> register("edited", "cleo"));
        usher.refused(
                404, "event-not-found", () -> usher.events.updateEvent("nothing", new EventPatch().capacity(1), null));
        var empty =
                usher.refused(400, "invalid-request", () -> usher.events.updateEvent("edited", new EventPatch(), null));
        assertThat(empty.getErrors()).extracting(ValidationError::getIn).containsExactly("body");
    }

    @Test
    void cancelsAnEvent() throws Exception {
        event("off", 1);
        var cancelled = usher.events.cancelEvent("off", null, null);
        assertThat(cancelled.getStatus()).isEqualTo("cancelled");
        assertThat(usher.events.getEvent("off", null)).isEqualTo(cancelled);
        usher.refused(409, "event-cancelled", () -> register("off", "ada"));
        usher.refused(404, "event-not-found", () -> usher.events.cancelEvent("nothing", null, null));
    }

    @Test
    void registersAndTellsTheSeatFromTheWaitlistEntry() throws Exception {
        event("seats", 1);
        var seat = usher.registrations.register("seats", new RegistrationInput().userId("ada"), "click");
        assertThat(seat.getEventId()).isEqualTo("seats");
        assertThat(seat.getUserId()).isEqualTo("ada");
        assertThat(seat.getStatus()).isEqualTo("registered");
        assertThat(seat.getWaitlistPosition()).isNull();
        assertThat(seat.getVersion()).isEqualTo(2);
        assertThat(seat.getRegisteredAt()).isCloseTo(OffsetDateTime.now(), within(5, ChronoUnit.MINUTES));
        assertThat(usher.registrations.register("seats", new RegistrationInput().userId("ada"), "click"))
                .isEqualTo(seat);

        var waiting = register("seats", "bob");
        assertThat(waiting.getStatus()).isEqualTo("waitlisted");
        assertThat(waiting.getWaitlistPosition()).isEqualTo(1);
        assertThat(usher.registrations.getRegistration("seats", "bob")).isEqualTo(waiting);
        var again = usher.refused(409, "already-registered", () -> register("seats", "bob"));
        assertThat(again.getRegistration()).isEqualTo(waiting);
        var receipt = usher.events
                .watchEvent("seats", waiting.getVersion() - 1, 1, null, null, null)
                .getChanges()
                .get(0);
        assertThat(receipt.getVersion()).isEqualTo(waiting.getVersion());
        assertThat(receipt.getChanges().get(0).getKind()).isEqualTo("waitlisted");
        assertThat(receipt.getChanges().get(0).getWaitlistTicket()).isEqualTo(waiting.getWaitlistTicket());

        usher.events.createEvent(
                new EventInput().eventId("no-line").name("No line").capacity(1), null);
        register("no-line", "ada");
        usher.refused(409, "event-full", () -> register("no-line", "bob"));
        usher.refused(404, "event-not-found", () -> register("nothing", "ada"));
        usher.refused(404, "user-not-found", () -> register("seats", "unknown"));
        usher.refused(404, "registration-not-found", () -> usher.registrations.getRegistration("seats", "cleo"));
    }

    @Test
    void leavesAndNamesWhoGotTheSeat() throws Exception {
        event("left", 1);
        register("left", "ada");
        register("left", "bob");
        var left = usher.registrations.unregister("left", "ada");
        assertThat(left.getEventId()).isEqualTo("left");
        assertThat(left.getUserId()).isEqualTo("ada");
        assertThat(left.getPromoted()).isEqualTo("bob");
        assertThat(usher.registrations.unregister("left", "bob").getPromoted()).isNull();
        usher.refused(404, "registration-not-found", () -> usher.registrations.unregister("left", "ada"));
        usher.refused(404, "event-not-found", () -> usher.registrations.unregister("nothing", "ada"));
        usher.refused(404, "user-not-found", () -> usher.registrations.unregister("left", "unknown"));
    }

    @Test
    void invitesAGuestWithoutTakingASeat() throws Exception {
        event("honour", 1);
        for (var person : List.of("ada", "bob", "cleo")) {
            register("honour", person);
        }
        var seat = usher.registrations.inviteGuest("honour", new GuestInput().userId("cleo"), "k");
        assertThat(seat.getStatus()).isEqualTo("registered");
        assertThat(usher.registrations.inviteGuest("honour", new GuestInput().userId("cleo"), "k"))
                .isEqualTo(seat);
        var event = usher.events.getEvent("honour", null);
        assertThat(event.getCapacity()).isEqualTo(2);
        assertThat(event.getCurrentRegistrations()).isEqualTo(2);
        assertThat(event.getWaitlistCount()).isEqualTo(1);
        assertThat(usher.registrations.getRegistration("honour", "bob").getWaitlistPosition())
                .isEqualTo(1);
        var again = usher.refused(409, "already-registered", () -> invite("honour", "ada"));
        assertThat(again.getRegistration().getUserId()).isEqualTo("ada");
        usher.events.createEvent(new EventInput().eventId("huge").name("Huge").capacity(1_000_000), null);
        usher.refused(409, "capacity-at-maximum", () -> invite("huge", "ada"));
        usher.refused(404, "user-not-found", () -> invite("honour", "unknown"));
        usher.refused(404, "event-not-found", () -> invite("nothing", "ada"));
        usher.events.cancelEvent("honour", null, null);
        usher.refused(409, "event-cancelled", () -> invite("honour", "dan"));
    }

    private static Registration invite(String eventId, String userId) throws ApiException {
        return usher.registrations.inviteGuest(eventId, new GuestInput().userId(userId), null);
    }

    @Test
    void listsTheRosterAndTheRegistrationsOfAUser() throws Exception {
        event("roster", 2);
        for (var person : List.of("ada", "bob", "cleo", "dan")) {
            register("roster", person);
        }
        var seats = usher.registrations.listRegistrations("roster", null, null, null);
        assertThat(seats.getRegistrations()).extracting(Registration::getUserId).containsExactly("ada", "bob");
        assertThat(seats.getRegistrations()).extracting(Registration::getName).doesNotContainNull();
        assertThat(seats.getNextCursor()).isNull();
        var head = usher.registrations.listRegistrations("roster", "waitlisted", 1, null);
        assertThat(head.getRegistrations()).extracting(Registration::getUserId).containsExactly("cleo");
        var next = usher.registrations.listRegistrations("roster", "waitlisted", 1, head.getNextCursor());
        assertThat(next.getRegistrations())
                .extracting(Registration::getWaitlistPosition)
                .containsExactly(2);

        var waits = usher.registrations.listUserEvents("dan", "waitlisted", 10, null, null);
        assertThat(waits.getEvents()).extracting(UserEvent::getEventId).containsExactly("roster");
        var dan = waits.getEvents().get(0);
        assertThat(dan.getName()).isEqualTo("Event roster");
        assertThat(dan.getStatus()).isEqualTo("waitlisted");
        assertThat(dan.getWaitlistPosition()).isEqualTo(2);
        assertThat(dan.getRegisteredAt()).isNotNull();
        usher.refused(
                404, "user-not-found", () -> usher.registrations.listUserEvents("unknown", null, null, null, null));
        usher.refused(404, "event-not-found", () -> usher.registrations.listRegistrations("nothing", null, null, null));
    }

    @Test
    void registersSeveralUsersAtOnce() throws Exception {
        event("several", 1);
        register("several", "cleo");
        var users = new RegistrationsInput();
        List.of("dan", "unknown", "cleo", "ada").forEach(users::addUserIdsItem);
        var results = usher.registrations.registerUsers("several", users, null).getResults();
        assertThat(results).extracting(RegistrationResult::getUserId).containsExactly("dan", "unknown", "cleo", "ada");
        assertThat(results.get(0).getRegistration().getWaitlistPosition()).isEqualTo(1);
        assertThat(results.get(1).getProblem().getType()).hasToString("/problems/user-not-found");
        assertThat(results.get(2).getProblem().getRegistration().getStatus()).isEqualTo("registered");
        assertThat(results.get(3).getRegistration().getWaitlistPosition()).isEqualTo(2);
        usher.refused(404, "event-not-found", () -> usher.registrations.registerUsers("nothing", users, null));
    }

    @Test
    void namesEveryPlaceThatIsWrong() throws Exception {
        var wrong = new EventInput().eventId("-").name("").capacity(0);
        var problem = usher.refused(400, "invalid-request", () -> usher.events.createEvent(wrong, null));
        assertThat(problem.getErrors())
                .extracting(ValidationError::getPointer)
                .contains("/eventId", "/name", "/capacity");
        assertThat(problem.getErrors()).extracting(ValidationError::getIn).containsOnly("body");
        var backwards =
                new EventInput().name("Never").capacity(1).startsAt(LATER).endsAt(LATER);
        var end = usher.refused(400, "invalid-request", () -> usher.events.createEvent(backwards, null));
        assertThat(end.getErrors()).extracting(ValidationError::getPointer).containsExactly("/endsAt");
        var query =
                usher.refused(400, "invalid-request", () -> usher.events.listEvents(101, null, null, null, null, null));
        assertThat(query.getErrors()).hasSize(1);
        assertThat(query.getErrors().get(0).getIn()).isEqualTo("query");
        assertThat(query.getErrors().get(0).getName()).isEqualTo("limit");
        assertThat(query.getErrors().get(0).getMessage()).isEqualTo("must be at most 100");
        var key = usher.refused(
                400, "invalid-request", () -> usher.users.createUser(new UserInput().name("x"), "k".repeat(256)));
        assertThat(key.getErrors().get(0).getIn()).isEqualTo("header");
        var path = usher.refused(400, "invalid-request", () -> usher.users.getUser("-"));
        assertThat(path.getErrors().get(0).getIn()).isEqualTo("path");
    }

    @Test
    void isToldWhatIsTooMuch() throws Exception {
        var large = new UserInput().name("x".repeat(70_000));
        usher.refused(413, "body-too-large", () -> usher.users.createUser(large, null));
        usher.refused(414, "uri-too-long", () -> usher.users.getUser("x".repeat(5_000)));
        usher.refused(431, "headers-too-large", () -> usher.users.getUser("ada", Map.of("X-Much", "x".repeat(9_000))));
        usher.refused(
                415,
                "unsupported-media-type",
                () -> usher.users.createUser(new UserInput().name("x"), null, Map.of("Content-Type", "text/plain")));
    }

    /** The generated call reads pages; the stream is read beside it, and its messages with the generated models. */
    @Test
    void watchesAnEvent() throws Exception {
        usher.refused(404, "event-not-found", () -> usher.events.watchEvent("nothing", null, null, null, null, null));
        usher.refused(400, "invalid-request", () -> usher.events.watchEvent("-", null, null, null, null, null));
        event("watched", 1);
        var request = HttpRequest.newBuilder(uri().resolve("/events/watched/changes"));
        var answer = HttpClient.newHttpClient()
                .sendAsync(request.build(), BodyHandlers.ofLines())
                .get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var lines = answer.body()) {
            var told = lines.filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .iterator();
            assertThat(usher.read(told.next(), Event.class)).isEqualTo(usher.events.getEvent("watched", null));
            register("watched", "ada");
            var change = usher.read(told.next(), JsonNode.class);
            assertThat(change.at("/changes/0/userId").asText()).isEqualTo("ada");
            usher.events.updateEvent("watched", new EventPatch().name("Renamed"), null);
            var amended = usher.read(told.next(), JsonNode.class).get("event").toString();
            assertThat(usher.read(amended, Event.class)).isEqualTo(usher.events.getEvent("watched", null));
            usher.registrations.unregister("watched", "ada");
            assertThat(usher.read(told.next(), JsonNode.class)
                            .at("/changes/0/kind")
                            .asText())
                    .isEqualTo("left");
        }
        var page = usher.events.watchEvent("watched", 1L, 2, 20, null, null);
        assertThat(page.getVersion()).isEqualTo(4);
        assertThat(page.getChanges().get(0).getChanges().get(0).getUserId()).isEqualTo("ada");
        assertThat(page.getChanges().get(1).getDetails().getName()).isEqualTo("Renamed");
        assertThat(page.getChanges()).hasSize(2);
    }

    private static Event event(String eventId, int capacity) throws ApiException {
        return usher.events.createEvent(
                new EventInput()
                        .eventId(eventId)
                        .name("Event " + eventId)
                        .capacity(capacity)
                        .hasWaitlist(true),
                null);
    }

    private static Registration register(String eventId, String userId) throws ApiException {
        return usher.registrations.register(eventId, new RegistrationInput().userId(userId), null);
    }
}
