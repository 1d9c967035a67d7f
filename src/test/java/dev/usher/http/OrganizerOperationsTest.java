package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.PageCursor;
import dev.usher.events.CreateEvent;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.events.GetEvent;
import dev.usher.events.InvalidField;
import dev.usher.events.PurgeEvent;
import dev.usher.registrations.GetRegistration;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.RegisterResult;
import dev.usher.registrations.RegisterUsers;
import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Organizer's operations: their requests to the services, and the answers made from the results. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizerOperationsTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private final ApiFixture api = new ApiFixture(2_000);
    private final AtomicReference<Object> asked = new AtomicReference<>();

    @BeforeAll
    void serve() {
        api.serve(CreateEvent.class, q -> {
            var event = new Event(
                    "made", q.terms(), Event.Status.SCHEDULED, Event.Counts.NEW, Timestamp.of(NOON), null, null);
            return done(q, new CreateResult<>(event, false));
        });
        api.serve(GetEvent.class, q -> done(q, event(q.eventId())));
        api.serve(UpdateEvent.class, q -> {
            asked.set(q);
            if ("unknown".equals(q.owner())) {
                return Future.succeededFuture(Outcome.refused(RefusalReason.USER_NOT_FOUND));
            }
            return q.eventId().equals("backwards")
                    ? Future.succeededFuture(Outcome.refused(
                            RefusalReason.INVALID_DETAILS,
                            new InvalidField("registrationClosesAt", "must be later than registrationOpensAt")))
                    : Future.succeededFuture(Outcome.done(event(q.eventId())));
        });
        api.serve(InviteGuest.class, q -> {
            asked.set(q);
            return q.eventId().equals("huge")
                    ? Future.succeededFuture(Outcome.refused(RefusalReason.CAPACITY_AT_MAXIMUM))
                    : Future.succeededFuture(Outcome.done(standing(q.eventId(), q.userId(), 0)));
        });
        api.serve(CancelEvent.class, q -> done(q, cancelled(q.eventId())));
        api.serve(PurgeEvent.class, q -> done(q, event(q.eventId())));
        api.serve(
                ListRegistrations.class,
                q -> done(
                        q,
                        new Page<>(
                                List.of(new RosterEntry(standing(q.eventId(), "ada", 1), "Ada")),
                                q.after() == null ? "17" : null)));
        api.serve(
                RegisterUsers.class,
                q -> done(
                        q,
                        q.users().stream()
                                .map(user -> new RegisterResult(user.userId(), result(user)))
                                .toList()));
        api.serve(GetRegistration.class, q -> done(q, standing(q.eventId(), q.userId(), 3)));
    }

    @BeforeEach
    void forget() {
        asked.set(null);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void createsEventOfWhichEverythingIsSaid() {
        var response = api.post(
                "/events",
                "{\"name\":\"Slam\",\"capacity\":40,\"hasWaitlist\":true,\"waitlistCapacity\":10,"
                        + "\"description\":\"Ten poets,\\none stage.\",\"location\":\"Cellar\","
                        + "\"startsAt\":\"2027-03-01T20:00:00.12345+01:00\","
                        + "\"registrationOpensAt\":\"2027-03-01T11:59:59Z\","
                        + "\"registrationClosesAt\":\"2027-03-01T12:00:00Z\"}");
        var starts = Instant.parse("2027-03-01T19:00:00.123Z");
        var terms = new EventDetails("Slam", 40, true)
                .with(EventField.WAITLIST_CAPACITY, 10)
                .with(EventField.DESCRIPTION, "Ten poets,\none stage.")
                .with(EventField.LOCATION, "Cellar")
                .with(EventField.STARTS_AT, starts)
                .with(EventField.REGISTRATION_OPENS_AT, NOON.minusSeconds(1))
                .with(EventField.REGISTRATION_CLOSES_AT, NOON);
        assertThat(asked).hasValue(new CreateEvent(null, terms, null, null));
        assertThat(response.headers().firstValue("ETag")).contains("\"1.1.o\"");
        var shown = new JsonObject(response.body());
        assertThat(shown.getInstant("startsAt")).isEqualTo(starts);
        assertThat(shown.getInstant("registrationOpensAt")).isEqualTo(NOON.minusSeconds(1));
        assertThat(shown.getInstant("registrationClosesAt")).isEqualTo(NOON);
        assertThat(shown.getString("description")).isEqualTo("Ten poets,\none stage.");
        assertThat(shown.getString("location")).isEqualTo("Cellar");
        assertThat(shown.getInteger("waitlistCapacity")).isEqualTo(10);
    }

    @Test
    void changesWhatIsNamedAndTakesAwayWhatIsNull() {
        var response = patch("jazz", "{\"capacity\":110,\"description\":null,\"startsAt\":\"2027-03-01T12:00:00Z\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).contains("\"12.1.o\"");
        var amendment = new EventPatch(
                null,
                110,
                null,
                Map.of(EventField.DESCRIPTION, Optional.empty(), EventField.STARTS_AT, Optional.of(NOON)));
        assertThat(asked.get()).isInstanceOfSatisfying(UpdateEvent.class, q -> assertThat(q.amendment())
                .isEqualTo(amendment));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}||must have at least one member",
                "{\"name\":null}|/name|must be of type string",
                "{\"owner\":null}|/owner|must be of type string",
                "{\"capacity\":null}|/capacity|must be an integer",
                "{\"hasWaitlist\":null}|/hasWaitlist|must be of type boolean",
                "{\"capacity\":0}|/capacity|must be at least 1",
                "{\"waitlistCapacity\":0}|/waitlistCapacity|must be at least 1",
                "{\"waitlistCapacity\":\"1\"}|/waitlistCapacity|must be an integer or null",
                "{\"description\":\"\"}|/description|must have a length of at least 1",
                "{\"location\":5}|/location|must be of type string or null",
                "{\"startsAt\":\"2027-02-30T12:00:00Z\"}|/startsAt|must be an existing date and time, such as"
                        + " 2026-11-22T09:30:00Z",
                "{\"startsAt\":\"2027-02-03T24:00:01Z\"}|/startsAt|must be an existing date and time, such as"
                        + " 2026-11-22T09:30:00Z",
                "{\"startsAt\":\"2027-02-03T12:00:00+19:00\"}|/startsAt|must be an existing date and time,"
                        + " such as 2026-11-22T09:30:00Z",
                "{\"startsAt\":\"2027-02-03 12:00:00Z\"}|/startsAt|does not match the required pattern",
                "{\"status\":\"cancelled\"}|/status|must be scheduled",
                "{\"status\":null}|/status|must be of type string",
                "{\"eventId\":\"other\"}|/eventId|is unknown"
            })
    void refusesChange(String body, String pointer, String message) {
        assertThat(errors(patch("jazz", body)))
                .contains(new JsonObject()
                        .put("in", "body")
                        .put("pointer", pointer == null ? "" : pointer)
                        .put("message", message));
        assertThat(asked).hasValue(null);
    }

    @Test
    void handsTheEventOver() {
        assertThat(patch("jazz", "{\"owner\":\"oscar\"}").statusCode()).isEqualTo(200);
        assertThat(asked.get()).isInstanceOfSatisfying(UpdateEvent.class, q -> assertThat(q.owner())
                .isEqualTo("oscar"));
        assertThat(ApiFixture.code(patch("jazz", "{\"owner\":\"unknown\"}"))).isEqualTo("user-not-found");
    }

    @Test
    void reinstatesTheEventOnRequestAlone() {
        for (var body : List.of("{\"status\":\"scheduled\",\"capacity\":7}", "{\"capacity\":7}")) {
            assertThat(patch("jazz", body).statusCode()).isEqualTo(200);
            assertThat(asked.get()).isInstanceOfSatisfying(UpdateEvent.class, q -> {
                assertThat(q.reinstates()).isEqualTo(body.contains("status"));
                assertThat(q.amendment().capacity()).isEqualTo(7);
            });
        }
    }

    @Test
    void namesThePlaceWhenTheWindowIsBackwards() {
        assertThat(errors(patch("backwards", "{\"registrationOpensAt\":\"2027-03-01T12:00:00Z\"}")))
                .containsExactly(new JsonObject()
                        .put("in", "body")
                        .put("pointer", "/registrationClosesAt")
                        .put("message", "must be later than registrationOpensAt"));
    }

    @Test
    void cancels() {
        var response = api.send(api.request("/events/jazz").DELETE());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getString("status")).isEqualTo("cancelled");
        assertThat(asked.get()).isInstanceOfSatisfying(CancelEvent.class, q -> assertThat(q.eventId())
                .isEqualTo("jazz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"12.1.o\"", "W/\"12.1.o\"", "*", "\"1\", \"12.1.o\"", "\"a,b\",W/\"12.1.o\"", "  * "})
    void isNotModifiedForWhoHasThisVersion(String ifNoneMatch) {
        var response = api.send(
                api.request("/events/jazz").header("If-None-Match", ifNoneMatch).GET());
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).contains("\"12.1.o\"");
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"11.1.o\"", "12.1.o", "W/12.1.o", "\"112.1.o\"", "\"12.1.o", "garbage", "\"*\"", "\"12.1\""})
    void isShownToWhoHasAnother(String ifNoneMatch) {
        var response = api.send(
                api.request("/events/jazz").header("If-None-Match", ifNoneMatch).GET());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).contains("\"12.1.o\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "any",
            value = {
                "|any",
                "*|any",
                " * |any",
                "\"12.7\"|7",
                "\"12.7.o\"|7",
                "\"99.7\", W/\"12.8\",\"12.9.o\"|7 9",
                "W/\"12.7\"|''",
                "12.7|''",
                "\"12\"|''",
                "\"12.7.x\"|''",
                "\"12.99999999999999999999\"|''",
                "\"*\"|''"
            })
    void judgesChangesByTheDetailsOfTheTag(String ifMatch, String versions) {
        var condition = versions == null
                ? DetailsCondition.ANY
                : new DetailsCondition(Stream.of(versions.split(" "))
                        .filter(version -> !version.isEmpty())
                        .map(Long::valueOf)
                        .collect(Collectors.toSet()));
        var headers = ifMatch == null ? new String[] {"X-None", "x"} : new String[] {"If-Match", ifMatch};
        api.send(api.request("/events/jazz")
                .header("Content-Type", "application/json")
                .headers(headers)
                .method("PATCH", BodyPublishers.ofString("{\"capacity\":7}")));
        assertThat(asked.get()).isInstanceOfSatisfying(UpdateEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
        api.send(api.request("/events/jazz?purge=false").headers(headers).DELETE());
        assertThat(asked.get()).isInstanceOfSatisfying(CancelEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
        api.send(api.request("/events/jazz?purge=true").headers(headers).DELETE());
        assertThat(asked.get()).isInstanceOfSatisfying(PurgeEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
    }

    @Test
    void listsSeatsUnlessTheLineIsAskedFor() {
        assertThat(api.get("/events/jazz/registrations").statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(new ListRegistrations("jazz", Registration.Status.REGISTERED, 50, null));
        var page = new JsonObject(
                api.get("/events/jazz/registrations?status=waitlisted&limit=1").body());
        assertThat(asked).hasValue(new ListRegistrations("jazz", Registration.Status.WAITLISTED, 1, null));
        var entry = page.getJsonArray("registrations").getJsonObject(0);
        assertThat(entry.getInteger("waitlistPosition")).isEqualTo(1);
        assertThat(entry.getString("name")).isEqualTo("Ada");
        api.get("/events/jazz/registrations?status=waitlisted&cursor=" + page.getString("nextCursor"));
        assertThat(asked).hasValue(new ListRegistrations("jazz", Registration.Status.WAITLISTED, 50, "17"));
    }

    @Test
    void registersUsersInTheirOrder() {
        var response = api.post(
                "/events/jazz/registrations", "{\"userIds\":[\"bob\",\"ada\",\"eve\"]}", "Idempotency-Key", "k");
        assertThat(asked.get()).isInstanceOfSatisfying(RegisterUsers.class, q -> {
            assertThat(q.eventId()).isEqualTo("jazz");
            assertThat(q.users()).extracting(Register::userId).containsExactly("bob", "ada", "eve");
            assertThat(q.users()).extracting(Register::requestKey).containsOnly("k");
        });
        var results = new JsonObject(response.body()).getJsonArray("results");
        assertThat(results.getJsonObject(0).getJsonObject("registration"))
                .isEqualTo(
                        new JsonObject(api.get("/events/jazz/registrations/bob").body()));
        assertThat(results.stream().skip(1).map(JsonObject.class::cast))
                .extracting(result -> result.getString("userId") + " "
                        + result.getJsonObject("problem").getString("type"))
                .containsExactly("ada /problems/user-not-found", "eve /problems/internal-error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/userIds|is missing",
                "{\"userIds\":[]}|/userIds|must have at least 1 entry",
                "{\"userIds\":\"ada\"}|/userIds|must be of type array",
                "{\"userIds\":[\"ada\",\"bob\",\"ada\"]}|/userIds/2|occurs more than once",
                "{\"userIds\":[\"ada\",\"-\"]}|/userIds/1|does not match the required pattern",
                "{\"userIds\":[null]}|/userIds/0|must be of type string"
            })
    void refusesUsers(String body, String pointer, String message) {
        assertThat(errors(api.post("/events/jazz/registrations", body)))
                .containsExactly(new JsonObject()
                        .put("in", "body")
                        .put("pointer", pointer)
                        .put("message", message));
        assertThat(asked).hasValue(null);
    }

    @Test
    void registersAtMostAHundredUsers() {
        var ids = IntStream.range(0, 101).mapToObj(i -> "user-" + i).toList();
        assertThat(errors(api.post(
                        "/events/jazz/registrations",
                        new JsonObject().put("userIds", ids).encode())))
                .extracting(error -> error.getString("message"))
                .containsExactly("must have at most 100 entries");
        var hundred = new JsonObject().put("userIds", ids.subList(0, 100)).encode();
        assertThat(api.post("/events/jazz/registrations", hundred).statusCode()).isEqualTo(200);
    }

    @Test
    void takesCursorThatCarriesPosition() {
        assertThat(api.get("/events/jazz/registrations?status=waitlisted&cursor=" + PageCursor.encode("17.5.9"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(asked).hasValue(new ListRegistrations("jazz", Registration.Status.WAITLISTED, 50, "17.5.9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ada", "017", "0", "1234567890123456789", "1.5", "1.5.", "1.0.7", "1.5.07", "1.1234567890.7"})
    void refusesCursorThatIsNoTicket(String after) {
        var response = api.get("/events/jazz/registrations?status=waitlisted&cursor=" + PageCursor.encode(after));
        assertThat(errors(response).get(0).getString("name")).isEqualTo("cursor");
        assertThat(asked).hasValue(null);
    }

    @Test
    void showsOneRegistration() {
        assertThat(new JsonObject(api.get("/events/jazz/registrations/ada").body()))
                .isEqualTo(new JsonObject()
                        .put("eventId", "jazz")
                        .put("userId", "ada")
                        .put("status", "waitlisted")
                        .put("registeredAt", NOON.toString())
                        .put("waitlistPosition", 3)
                        .put("waitlistTicket", 17));
        assertThat(asked).hasValue(new GetRegistration("jazz", "ada"));
    }

    @Test
    void invitesAGuest() {
        var response = api.post("/events/jazz/guests", "{\"userId\":\"ada\"}", "Idempotency-Key", "k");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(asked.get()).isInstanceOfSatisfying(InviteGuest.class, q -> {
            assertThat(q.eventId()).isEqualTo("jazz");
            assertThat(q.userId()).isEqualTo("ada");
            assertThat(q.requestKey()).isEqualTo("k");
        });
        assertThat(errors(api.post("/events/jazz/guests", "{}"))).hasSize(1);
        assertThat(ApiFixture.code(api.post("/events/huge/guests", "{\"userId\":\"ada\"}")))
                .isEqualTo("capacity-at-maximum");
    }

    private HttpResponse<String> patch(String eventId, String body) {
        return api.send(api.request("/events/" + eventId)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private static List<JsonObject> errors(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.code(response)).isEqualTo("invalid-request");
        return new JsonObject(response.body())
                .getJsonArray("errors").stream().map(JsonObject.class::cast).toList();
    }

    private <A> Future<Outcome<A>> done(Object request, A answer) {
        asked.set(request);
        return Future.succeededFuture(Outcome.done(answer));
    }

    /** A seat for bob, a refusal for ada, and an error for all others. */
    private static Optional<Outcome<RegistrationView>> result(Register user) {
        return switch (user.userId()) {
            case "bob" -> Optional.of(Outcome.done(standing(user.eventId(), "bob", 3)));
            case "ada" -> Optional.of(Outcome.refused(RefusalReason.USER_NOT_FOUND));
            default -> Optional.empty();
        };
    }

    private static Event cancelled(String eventId) {
        var event = event(eventId);
        return event.amended(event.terms(), Event.Status.CANCELLED, event.version());
    }

    private static Event event(String eventId) {
        return new Event(eventId, "Jazz", 5, true, new Event.Counts(5, 2, 9, 7, 12), Timestamp.of(NOON), null);
    }

    private static RegistrationView standing(String eventId, String userId, int position) {
        var row =
                new Registration(eventId, userId, Registration.Status.WAITLISTED, Timestamp.of(NOON), 17L, null, null);
        return new RegistrationView(row, position);
    }
}
