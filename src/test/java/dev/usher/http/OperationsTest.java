package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.contract.PageCursor;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventField;
import dev.usher.events.EventListCursor;
import dev.usher.events.EventPatch;
import dev.usher.events.ListEvents;
import dev.usher.events.PurgeEvent;
import dev.usher.registrations.RegisterUsers;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.RequestKey;
import dev.usher.users.CreateUser;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of each operation to the services, and the answers made from their results. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {
    private final ApiFixture api = new ApiFixture();
    private final SampleServices services = new SampleServices(api);

    @AfterAll
    void stop() {
        api.close();
    }

    /**
     * A call with its body, the request to the service without its deadline and what is null, false or empty, the
     * status, and a part of the answer.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    POST /users | {"name":"Ada"} | CreateUser[name=Ada] | 201 | {"userId":"made","name":"Ada","createdAt":"2026-11-22T09:30:00.123Z"}
                    GET /users/1.5 | | GetUser[userId=1.5] | 200 | {"userId":"1.5","name":"Ada","createdAt":"2026-11-22T09:30:00.123Z"}
                    GET /users/a%7Eb | | GetUser[userId=a~b] | 200 | "userId":"a~b"
                    GET /users/ada/events?from=2027-03-01T00:00:00Z | | ListUserEvents[userId=ada, from=2027-03-01T00:00:00Z, limit=50] | 200 | "waitlistPosition":3
                    GET /users/many/events?status=waitlisted&limit=100 | | ListUserEvents[userId=many, status=WAITLISTED, limit=100] | 200 | "nextCursor":"Zml4ZWQ"
                    POST /events | {"eventId":"jazz","name":"Jazz","capacity":2} | CreateEvent[eventId=jazz, terms=EventDetails[name=Jazz, capacity=2]] | 201 | "eventId":"jazz"
                    POST /events | {"name":"Jazz","capacity":1e2,"hasWaitlist":true} | CreateEvent[terms=EventDetails[name=Jazz, capacity=100, hasWaitlist=true]] | 201 | "capacity":100,"hasWaitlist":true
                    POST /events | {"name":"Jazz","capacity":2,"startsAt":"2027-03-01T20:00:00.12345+01:00"} | CreateEvent[terms=EventDetails[name=Jazz, capacity=2, fields={startsAt=2027-03-01T19:00:00.123Z}]] | 201 | "startsAt":"2027-03-01T19:00:00.123Z"
                    GET /events | | ListEvents[limit=8] | 200 | "nextCursor":"bm9uZS5i"
                    GET /events?limit=7&cursor=bm9uZS5i | | ListEvents[limit=7, after=EventListCursor[eventId=b]] | 200 | "eventId":"b"
                    GET /events/jazz | | GetEvent[eventId=jazz] | 200 | "eventId":"jazz","name":"Jazz","capacity":5,"hasWaitlist":true,"status":"scheduled","currentRegistrations":5,"waitlistCount":2,"createdAt":"2026-11-22T09:30:00.123Z","version":12
                    PATCH /events/jazz | {"capacity":7} | UpdateEvent[eventId=jazz, amendment=EventPatch[capacity=7], condition=DetailsCondition[]] | 200 | "eventId":"jazz"
                    PATCH /events/jazz | {"capacity":7,"status":"scheduled"} | UpdateEvent[eventId=jazz, amendment=EventPatch[capacity=7], reinstates=true, condition=DetailsCondition[]] | 200 | "eventId":"jazz"
                    PATCH /events/jazz | {"owner":"oscar"} | UpdateEvent[eventId=jazz, amendment=EventPatch[], owner=oscar, condition=DetailsCondition[]] | 200 | "eventId":"jazz"
                    PATCH /events/jazz | {"owner":"unknown"} | UpdateEvent[eventId=jazz, amendment=EventPatch[], owner=unknown, condition=DetailsCondition[]] | 404 | /problems/user-not-found
                    PATCH /events/backwards | {"registrationOpensAt":"2027-03-01T12:00:00Z"} | UpdateEvent[eventId=backwards, amendment=EventPatch[fields={registrationOpensAt=Optional[2027-03-01T12:00:00Z]}], condition=DetailsCondition[]] | 400 | "pointer":"/registrationClosesAt","message":"must be later than registrationOpensAt"
                    DELETE /events/jazz | | CancelEvent[eventId=jazz, condition=DetailsCondition[]] | 200 | "status":"cancelled"
                    GET /events/jazz/registrations | | ListRegistrations[eventId=jazz, status=REGISTERED, limit=50] | 200 | "nextCursor":"MTc"
                    GET /events/jazz/registrations?status=waitlisted&limit=1 | | ListRegistrations[eventId=jazz, status=WAITLISTED, limit=1] | 200 | "name":"Ada"
                    GET /events/jazz/registrations?status=waitlisted&cursor=MTc | | ListRegistrations[eventId=jazz, status=WAITLISTED, limit=50, after=17] | 200 | "waitlistPosition":1
                    GET /events/jazz/registrations?status=waitlisted&cursor=MTcuNS45 | | ListRegistrations[eventId=jazz, status=WAITLISTED, limit=50, after=17.5.9] | 200 |
                    GET /events/jazz/registrations/ada | | GetRegistration[eventId=jazz, userId=ada] | 200 | {"eventId":"jazz","userId":"ada","status":"waitlisted","registeredAt":"2026-11-22T09:30:00.123Z","waitlistPosition":3,"waitlistTicket":4,"version":12}
                    POST /events/jazz/register Idempotency-Key=!~k | {"userId":"ada"} | Register[eventId=jazz, userId=ada, requestKey=!~k] | 200 | {"eventId":"jazz","userId":"ada","status":"registered","registeredAt":"2026-11-22T09:30:00.123Z","waitlistTicket":4,"version":12}
                    POST /events/taken/register | {"userId":"ada"} | Register[eventId=taken, userId=ada] | 409 | "registration":{"eventId":"taken","userId":"ada","status":"waitlisted","registeredAt":"2026-11-22T09:30:00.123Z","waitlistPosition":4,"waitlistTicket":4,"version":12}
                    POST /events/jazz/register/ada/confirm | | ConfirmSeat[eventId=jazz, userId=ada] | 200 | "status":"registered"
                    POST /events/jazz/register/eve/confirm | | ConfirmSeat[eventId=jazz, userId=eve] | 409 | /problems/no-seat-yet
                    DELETE /events/jazz/register/ada | | Unregister[eventId=jazz, userId=ada] | 200 | "promoted":"grace"
                    POST /events/jazz/guests Idempotency-Key=k | {"userId":"ada"} | InviteGuest[eventId=jazz, userId=ada, requestKey=k] | 200 | "status":"registered"
                    POST /events/huge/guests | {"userId":"ada"} | InviteGuest[eventId=huge, userId=ada] | 409 | /problems/capacity-at-maximum
                    """)
    void servicesAreAskedAndTheirResultsAnswered(String call, String body, String asked, int status, String answer) {
        var response = send(call, body);
        var given = services.asked().toString().replaceAll("(\\w+=(null|false|\\{})|deadline=[^,\\]]*)(, )?", "");
        assertThat(given.replace(", ]", "]")).isEqualTo(asked);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(answer == null ? "" : answer);
    }

    /** @param call method and target, and headers in the form {@code name=value} */
    private HttpResponse<String> send(String call, String body) {
        var parts = call.split(" ");
        var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = api.request(parts[1]).method(parts[0], content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (var header : List.of(parts).subList(2, parts.length)) {
            request.header(header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
        }
        return api.send(request);
    }

    @Test
    void createsUserAndSaysWhere() {
        var key = "k".repeat(255);
        var response = send("POST /users Idempotency-Key=" + key, "{\"userId\":\"ada\",\"name\":\"Ada\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("users/ada");
        assertThat(services.asked())
                .isEqualTo(new CreateUser("ada", "Ada", new RequestKey(key, "{\"name\":\"Ada\",\"userId\":\"ada\"}")));
    }

    @Test
    void answersRepeatedCreateWith200AndLocation() {
        var response = send("POST /events Idempotency-Key=again", "{\"name\":\"Jazz\",\"capacity\":2}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Location").orElseThrow()).matches("events/[0-9a-f-]{36}");
    }

    @Test
    void listsEventsOfPeriodStatusAndOwner() {
        var cursor = PageCursor.encode("1803925800123." + "x".repeat(64));
        api.get("/events?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00%2B01:00&status=cancelled&owner=olga&cursor="
                + cursor);
        assertThat(services.asked())
                .isEqualTo(new ListEvents(
                        Instant.parse("2027-03-01T00:00:00Z"),
                        Instant.parse("2027-03-31T23:00:00Z"),
                        Event.Status.CANCELLED,
                        "olga",
                        8,
                        new EventListCursor(Instant.ofEpochMilli(1_803_925_800_123L), "x".repeat(64))));
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
    void registersUntilTheDeadline() {
        api.post("/events/jazz/register", "{\"userId\":\"ada\"}");
        assertThat(services.asked()).isInstanceOfSatisfying(Register.class, q -> assertThat(
                        q.deadline().remainingMillis())
                .isBetween(0L, Eventually.PATIENT_MILLIS));
    }

    @Test
    void changesWhatIsNamedAndTakesAwayWhatIsNull() {
        var response = send(
                "PATCH /events/jazz", "{\"capacity\":110,\"description\":null,\"startsAt\":\"2027-03-01T12:00:00Z\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).contains("\"12.1.o\"");
        var amendment = new EventPatch(
                null,
                110,
                null,
                Map.of(
                        EventField.DESCRIPTION,
                        Optional.empty(),
                        EventField.STARTS_AT,
                        Optional.of(Instant.parse("2027-03-01T12:00:00Z"))));
        assertThat(services.asked()).isInstanceOfSatisfying(UpdateEvent.class, q -> assertThat(q.amendment())
                .isEqualTo(amendment));
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
        assertThat(services.asked()).isInstanceOfSatisfying(UpdateEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
        api.send(api.request("/events/jazz?purge=false").headers(headers).DELETE());
        assertThat(services.asked()).isInstanceOfSatisfying(CancelEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
        api.send(api.request("/events/jazz?purge=true").headers(headers).DELETE());
        assertThat(services.asked()).isInstanceOfSatisfying(PurgeEvent.class, q -> assertThat(q.condition())
                .isEqualTo(condition));
    }

    @Test
    void registersUsersInTheirOrder() {
        var response = api.post(
                "/events/jazz/registrations", "{\"userIds\":[\"bob\",\"ada\",\"eve\"]}", "Idempotency-Key", "k");
        assertThat(services.asked()).isInstanceOfSatisfying(RegisterUsers.class, q -> {
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
}
