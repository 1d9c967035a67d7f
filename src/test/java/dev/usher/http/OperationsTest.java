package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.PageCursor;
import dev.usher.events.CreateEvent;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventListCursor;
import dev.usher.events.GetEvent;
import dev.usher.events.ListEvents;
import dev.usher.registrations.ListUserEvents;
import dev.usher.registrations.UserRegistration;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.RequestKey;
import dev.usher.service.Timestamp;
import dev.usher.users.CreateUser;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of each operation to the services, and the answers made from their results. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00.123Z");
    private static final Instant START = Instant.parse("2027-03-01T19:00:00Z");
    private final ApiFixture api = new ApiFixture(2_000);
    private final AtomicReference<Object> asked = new AtomicReference<>();

    @BeforeAll
    void serve() {
        api.serve(
                CreateUser.class,
                q -> done(q, new CreateResult<>(new User(id(q.userId()), q.name(), NOW, null), false)));
        api.serve(GetUser.class, q -> done(q, new User(q.userId(), "Ada", NOW, null)));
        api.serve(CreateEvent.class, q -> done(q, new CreateResult<>(event(id(q.eventId())), q.requestKey() != null)));
        api.serve(GetEvent.class, q -> done(q, event(q.eventId())));
        api.serve(ListEvents.class, q -> done(q, new Page<>(List.of(event("a"), event("b")), "none.b")));
        api.serve(
                ListUserEvents.class,
                q -> done(
                        q,
                        q.userId().equals("many")
                                ? new Page<>(
                                        List.of(new UserRegistration(event("fixed"), standing("a", q.userId(), 0))),
                                        "fixed")
                                : new Page<>(
                                        List.of(new UserRegistration(event("a"), standing("a", q.userId(), 3))),
                                        null)));
        api.serve(Register.class, q -> done(q, standing(q.eventId(), q.userId(), 0)));
        api.serve(
                ConfirmSeat.class,
                q -> q.userId().equals("eve")
                        ? Future.succeededFuture(Outcome.refused(RefusalReason.NO_SEAT_YET))
                        : done(q, standing(q.eventId(), q.userId(), 0)));
        api.serve(Unregister.class, q -> done(q, new Unregistered(q.eventId(), q.userId(), "grace")));
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
    void createsUserAndSaysWhere() {
        var response = api.post("/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}", "Idempotency-Key", "k1");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("users/ada");
        assertThat(new JsonObject(response.body()))
                .isEqualTo(
                        new JsonObject().put("userId", "ada").put("name", "Ada").put("createdAt", NOW.text()));
        assertThat(asked)
                .hasValue(new CreateUser("ada", "Ada", new RequestKey("k1", "{\"name\":\"Ada\",\"userId\":\"ada\"}")));
    }

    @Test
    void leavesOutWhatWasNotGiven() {
        api.post("/users", "{\"name\":\"Ada\"}");
        assertThat(asked).hasValue(new CreateUser(null, "Ada", null));
    }

    @Test
    void takesNameOf200CodePoints() {
        var name = "😀".repeat(200);
        var response = api.post("/users", new JsonObject().put("name", name).encode());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(new JsonObject(response.body()).getString("name")).isEqualTo(name);
    }

    @Test
    void takesIdThatLooksLikeNumber() {
        assertThat(api.get("/users/1.5").statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(new GetUser("1.5"));
    }

    @Test
    void decodesPathOnce() {
        assertThat(api.get("/users/a%7Eb").statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(new GetUser("a~b"));
    }

    @Test
    void createsEventWithDefaultOfContract() {
        var response = api.post("/events", "{\"eventId\":\"jazz\",\"name\":\"Jazz\",\"capacity\":2}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("events/jazz");
        assertThat(asked).hasValue(new CreateEvent("jazz", new EventDetails("Jazz", 2, false), null, null));
    }

    @Test
    void createsEventWithLine() {
        api.post("/events", "{\"name\":\"Jazz\",\"capacity\":1e2,\"hasWaitlist\":true}");
        assertThat(asked).hasValue(new CreateEvent(null, new EventDetails("Jazz", 100, true), null, null));
    }

    @Test
    void answersRepeatedCreateWith200AndLocation() {
        var response = api.post("/events", "{\"name\":\"Jazz\",\"capacity\":2}", "Idempotency-Key", "again");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Location").orElseThrow()).matches("events/[0-9a-f-]{36}");
    }

    @Test
    void showsEvent() {
        assertThat(new JsonObject(api.get("/events/jazz").body()))
                .isEqualTo(new JsonObject("{\"eventId\":\"jazz\",\"name\":\"Jazz\",\"capacity\":5,\"hasWaitlist\":true,"
                        + "\"status\":\"scheduled\",\"currentRegistrations\":5,\"waitlistCount\":2,\"createdAt\":\""
                        + NOW.text()
                        + "\",\"version\":12}"));
    }

    @Test
    void pagesEvents() {
        var first = new JsonObject(api.get("/events").body());
        assertThat(asked).hasValue(new ListEvents(null, null, null, null, 8, null));
        assertThat(first.getJsonArray("events")).hasSize(2);
        api.get("/events?limit=7&cursor=" + first.getString("nextCursor"));
        assertThat(asked).hasValue(new ListEvents(null, null, null, null, 7, new EventListCursor(null, "b")));
    }

    @Test
    void listsEventsOfPeriodStatusAndOwner() {
        var cursor = PageCursor.encode("1803925800123." + "x".repeat(64));
        api.get("/events?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00%2B01:00&status=cancelled&owner=olga&cursor="
                + cursor);
        assertThat(asked)
                .hasValue(new ListEvents(
                        Instant.parse("2027-03-01T00:00:00Z"),
                        Instant.parse("2027-03-31T23:00:00Z"),
                        Event.Status.CANCELLED,
                        "olga",
                        8,
                        new EventListCursor(Instant.ofEpochMilli(1_803_925_800_123L), "x".repeat(64))));
    }

    @ParameterizedTest
    @CsvSource({
        "from=2027-02-30T00:00:00Z, from, 'must be an existing date and time, such as 2026-11-22T09:30:00Z'",
        "from=2027-03-01, from, must have a length of at least 20",
        "from=1969-12-31T23:59:59Z, from, must be in the years 1970 to 9999 (UTC)",
        "from=2027-03-01T00:00:00Z&to=2027-03-01T00:00:00Z, to, must be later than from",
        "owner=me, owner, must be a user id: the caller is not a user",
        "status=over, status, 'must be one of scheduled, cancelled'",
        "cursor=Yg, cursor, is not a cursor of this list"
    })
    void rejectsListThatMakesNoSense(String query, String name, String message) {
        var response = api.get("/events?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        var error = new JsonObject(response.body()).getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString("name")).isEqualTo(name);
        assertThat(error.getString("message")).isEqualTo(message);
    }

    @Test
    void listsEventsOfUser() {
        var page = new JsonObject(
                api.get("/users/ada/events?status=waitlisted&limit=100").body());
        assertThat(asked).hasValue(new ListUserEvents("ada", Registration.Status.WAITLISTED, null, 100, null));
        assertThat(page.containsKey("nextCursor")).isFalse();
        assertThat(page.getJsonArray("events").getJsonObject(0).getInteger("waitlistPosition"))
                .isEqualTo(3);
        api.get("/users/ada/events?from=2027-03-01T00:00:00Z");
        assertThat(asked).hasValue(new ListUserEvents("ada", null, Instant.parse("2027-03-01T00:00:00Z"), 50, null));
    }

    @Test
    void calendarOfEventIsAnotherRepresentation() {
        var calendar = api.get("/events/fixed", "Accept", "text/calendar;q=0.9, application/json;q=0.8");
        assertThat(calendar.statusCode()).isEqualTo(200);
        assertThat(calendar.headers().firstValue("content-type")).contains("text/calendar; charset=utf-8");
        assertThat(calendar.headers().firstValue("etag")).contains("\"12.1.c\"");
        assertThat(calendar.headers().allValues("vary")).contains("accept");
        assertThat(calendar.body()).contains("\r\nUID:fixed@usher\r\n").contains("\r\nDTSTART:20270301T190000Z\r\n");
        var known = api.get("/events/fixed", "Accept", "text/calendar", "If-None-Match", "\"12.1.c\"");
        assertThat(known.statusCode()).isEqualTo(304);
        var json = api.get("/events/fixed", "Accept", "*/*", "If-None-Match", "\"12.1.c\"");
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.headers().firstValue("content-type")).contains("application/json");
        assertThat(json.headers().allValues("vary")).contains("accept");
        var head = api.send(
                api.request("/events/fixed").header("Accept", "text/calendar").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("content-length"))
                .contains(Integer.toString(calendar.body().getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void eventWithoutStartHasNoCalendarEntry() {
        var response = api.get("/events/jazz", "Accept", "text/calendar");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(ApiFixture.code(response)).isEqualTo("calendar-entry-not-found");
    }

    @Test
    void calendarOfUserLinksTheNextPage() {
        var first = api.get(
                "/users/many/events?limit=7&status=registered&from=2027-03-01T00:00:00Z", "Accept", "text/calendar");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("UID:fixed@usher");
        assertThat(first.headers().firstValue("link"))
                .contains("<?limit=7&cursor=Zml4ZWQ&status=registered&from=2027-03-01T00:00:00Z>; rel=\"next\"");
        var last = api.get("/users/ada/events", "Accept", "text/calendar");
        assertThat(last.headers().firstValue("link")).isEmpty();
    }

    @Test
    void registers() {
        var response = api.post("/events/jazz/register", "{\"userId\":\"ada\"}", "Idempotency-Key", "!~k");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).containsKey("waitlistPosition"))
                .isFalse();
        assertThat(asked.get()).isInstanceOfSatisfying(Register.class, q -> {
            assertThat(q.eventId()).isEqualTo("jazz");
            assertThat(q.userId()).isEqualTo("ada");
            assertThat(q.requestKey()).isEqualTo("!~k");
            assertThat(q.deadline().remainingMillis()).isBetween(0L, 2_000L);
        });
    }

    @Test
    void unregistersAndNamesWhoIsPromoted() {
        var response = api.send(api.request("/events/jazz/register/ada").DELETE());
        assertThat(new JsonObject(response.body()).getString("promoted")).isEqualTo("grace");
    }

    @Test
    void confirmsASeat() {
        var response = api.send(api.request("/events/jazz/register/ada/confirm").POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(asked.get()).isInstanceOfSatisfying(ConfirmSeat.class, q -> {
            assertThat(q.eventId()).isEqualTo("jazz");
            assertThat(q.userId()).isEqualTo("ada");
        });
        var waiting = api.send(api.request("/events/jazz/register/eve/confirm").POST(BodyPublishers.noBody()));
        assertThat(ApiFixture.code(waiting)).isEqualTo("no-seat-yet");
    }

    @Test
    void carriesRegistrationThatStands() {
        var other = new ApiFixture(2_000);
        try (other) {
            other.serve(
                    Register.class,
                    q -> Future.succeededFuture(
                            Outcome.refused(RefusalReason.ALREADY_REGISTERED, standing(q.eventId(), q.userId(), 4))));
            var response = other.post("/events/jazz/register", "{\"userId\":\"ada\"}");
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(ApiFixture.code(response)).isEqualTo("already-registered");
            assertThat(new JsonObject(response.body()).getJsonObject("registration"))
                    .isEqualTo(new JsonObject()
                            .put("eventId", "jazz")
                            .put("userId", "ada")
                            .put("status", "waitlisted")
                            .put("registeredAt", NOW.text())
                            .put("waitlistPosition", 4)
                            .put("waitlistTicket", 4)
                            .put("version", 12));
        }
    }

    private <A> Future<Outcome<A>> done(Object request, A answer) {
        asked.set(request);
        return Future.succeededFuture(Outcome.done(answer));
    }

    private static String id(String given) {
        return given == null ? "made" : given;
    }

    private static Event event(String eventId) {
        if (eventId.equals("fixed")) {
            return new Event(
                    eventId,
                    new EventDetails("Jazz", 5, true).with(EventField.STARTS_AT, START),
                    Event.Status.SCHEDULED,
                    new Event.Counts(5, 2, 9, 7, 12),
                    NOW,
                    null,
                    null);
        }
        return new Event(eventId, "Jazz", 5, true, new Event.Counts(5, 2, 9, 7, 12), NOW, null);
    }

    private static RegistrationView standing(String eventId, String userId, int position) {
        var status = position > 0 ? Registration.Status.WAITLISTED : Registration.Status.REGISTERED;
        return new RegistrationView(
                new Registration(eventId, userId, status, NOW, 4L, null, null, 12L, null), position);
    }
}
