package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.PageCursor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the contract does not allow: 400 with the place, and no service is called. */
class InvalidRequestsTest {
    private static final ApiFixture API = new ApiFixture();
    private static final String TOO_MUCH =
            "is nested too deeply, or has too many members, or a name or number that is too long";

    @AfterAll
    static void stop() {
        API.close();
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("", "", "is empty"),
                Arguments.of("   ", "", "is empty"),
                Arguments.of("{", "", "is not valid JSON at line 1, column 2"),
                Arguments.of("{} {}", "", "is followed by more content"),
                Arguments.of("nonsense", "", "is not valid JSON at line 1, column 9"),
                Arguments.of("{'name':'x'}", "", "is not valid JSON at line 1, column 2"),
                Arguments.of("[]", "", "must be of type object"),
                Arguments.of("null", "", "must be of type object"),
                Arguments.of("{}", "/name", "is missing"),
                Arguments.of("{\"name\":\"x\"}", "/capacity", "is missing"),
                Arguments.of("{\"name\":null,\"capacity\":1}", "/name", "must be of type string"),
                Arguments.of("{\"name\":5,\"capacity\":1}", "/name", "must be of type string"),
                Arguments.of("{\"name\":\"\",\"capacity\":1}", "/name", "must have a length of at least 1"),
                Arguments.of(event("\"1\""), "/capacity", "must be an integer"),
                Arguments.of(event("1.5"), "/capacity", "must be an integer"),
                Arguments.of(event("true"), "/capacity", "must be an integer"),
                Arguments.of(event("0"), "/capacity", "must be at least 1"),
                Arguments.of(event("-0"), "/capacity", "must be at least 1"),
                Arguments.of(event("-1"), "/capacity", "must be at least 1"),
                Arguments.of(event("1000001"), "/capacity", "must be at most 1000000"),
                Arguments.of(event("1e30"), "/capacity", "must be at most 1000000"),
                Arguments.of(event("4294967297"), "/capacity", "must be at most 1000000"),
                Arguments.of(event("9".repeat(40)), "/capacity", "must be at most 1000000"),
                Arguments.of(event("1e999"), "/capacity", "must be an integer"),
                Arguments.of(event("9".repeat(10_000)), "", TOO_MUCH),
                Arguments.of(event("NaN"), "", "is not valid JSON at line 1, column 27"),
                Arguments.of(event("01"), "", "is not valid JSON at line 1, column 25"),
                Arguments.of(event("1,\"capacity\":1"), "/capacity", "occurs more than once"),
                Arguments.of(event("1,\"extra\":1"), "/extra", "is unknown"),
                Arguments.of(event("1,\"a/b~c\":1"), "/a~1b~0c", "is unknown"),
                Arguments.of(event("1,\"hasWaitlist\":\"true\""), "/hasWaitlist", "must be of type boolean or null"),
                Arguments.of(event("null"), "/capacity", "must be an integer"),
                Arguments.of(event("1,\"eventId\":\"\""), "/eventId", "must have a length of at least 1"),
                Arguments.of(event("1,\"eventId\":\"-x\""), "/eventId", "does not match the required pattern"),
                Arguments.of(event("1,\"eventId\":\"x\\n\""), "/eventId", "does not match the required pattern"),
                Arguments.of(
                        event("1,\"eventId\":\"" + "x".repeat(65) + "\""),
                        "/eventId",
                        "must have a length of at most 64"),
                Arguments.of("[".repeat(10_000) + "]".repeat(10_000), "", TOO_MUCH),
                Arguments.of(event("1,\"" + "x".repeat(300) + "\":1"), "", TOO_MUCH),
                Arguments.of(event("1," + members(126)), "", TOO_MUCH));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\":0").collect(Collectors.joining(","));
    }

    @Test
    void namesHundredPlacesAtMost() {
        var errors = errors(API.post("/events", event("0," + members(120))));
        assertThat(errors).hasSize(100);
        assertThat(errors.getJsonObject(0).getString("pointer")).isEqualTo("/capacity");
        assertThat(errors.getJsonObject(99).getString("pointer")).isEqualTo("/m98");
    }

    @ParameterizedTest
    @MethodSource("events")
    void namesPlaceInBody(String body, String pointer, String message) {
        var errors = errors(API.post("/events", body));
        assertThat(errors)
                .contains(new JsonObject()
                        .put("in", "body")
                        .put("pointer", pointer)
                        .put("message", message));
    }

    /** Bodies of the other operations. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    PATCH /events/jazz | {} | | must have at least one member
                    PATCH /events/jazz | {"name":null} | /name | must be of type string
                    PATCH /events/jazz | {"owner":null} | /owner | must be of type string
                    PATCH /events/jazz | {"capacity":null} | /capacity | must be an integer
                    PATCH /events/jazz | {"hasWaitlist":null} | /hasWaitlist | must be of type boolean
                    PATCH /events/jazz | {"capacity":0} | /capacity | must be at least 1
                    PATCH /events/jazz | {"waitlistCapacity":0} | /waitlistCapacity | must be at least 1
                    PATCH /events/jazz | {"waitlistCapacity":"1"} | /waitlistCapacity | must be an integer or null
                    PATCH /events/jazz | {"description":""} | /description | must have a length of at least 1
                    PATCH /events/jazz | {"location":5} | /location | must be of type string or null
                    PATCH /events/jazz | {"startsAt":"2027-02-30T12:00:00Z"} | /startsAt | must be an existing date and time, such as 2026-11-22T09:30:00Z
                    PATCH /events/jazz | {"startsAt":"2027-02-03T24:00:01Z"} | /startsAt | must be an existing date and time, such as 2026-11-22T09:30:00Z
                    PATCH /events/jazz | {"startsAt":"2027-02-03T12:00:00+19:00"} | /startsAt | must be an existing date and time, such as 2026-11-22T09:30:00Z
                    PATCH /events/jazz | {"startsAt":"2027-02-03 12:00:00Z"} | /startsAt | does not match the required pattern
                    PATCH /events/jazz | {"status":"cancelled"} | /status | must be scheduled
                    PATCH /events/jazz | {"status":null} | /status | must be of type string
                    PATCH /events/jazz | {"eventId":"other"} | /eventId | is unknown
                    POST /events/jazz/register | {} | /userId | is required when the server requires no token
                    POST /events/jazz/guests | {} | /userId | is missing
                    POST /events/jazz/registrations | {} | /userIds | is missing
                    POST /events/jazz/registrations | {"userIds":[]} | /userIds | must have at least 1 entry
                    POST /events/jazz/registrations | {"userIds":"ada"} | /userIds | must be of type array
                    POST /events/jazz/registrations | {"userIds":["ada","bob","ada"]} | /userIds/2 | occurs more than once
                    POST /events/jazz/registrations | {"userIds":["ada","-"]} | /userIds/1 | does not match the required pattern
                    POST /events/jazz/registrations | {"userIds":[null]} | /userIds/0 | must be of type string
                    """)
    void namesPlaceInOtherBodies(String call, String body, String pointer, String message) {
        var parts = call.split(" ");
        var response = API.send(API.request(parts[1])
                .header("Content-Type", "application/json")
                .method(parts[0], BodyPublishers.ofString(body)));
        assertThat(errors(response))
                .containsExactly(new JsonObject()
                        .put("in", "body")
                        .put("pointer", pointer == null ? "" : pointer)
                        .put("message", message));
    }

    @Test
    void registersAtMostAHundredUsers() {
        var ids = IntStream.range(0, 101).mapToObj(i -> "user-" + i).toList();
        var body = new JsonObject().put("userIds", ids).encode();
        assertThat(errors(API.post("/events/jazz/registrations", body))
                        .getJsonObject(0)
                        .getString("message"))
                .isEqualTo("must have at most 100 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\u0000b",
                "a\\u001fb",
                "a\\u007fb",
                "a\\u0085b",
                "a\\nb",
                "line\\n",
                "\\u2028",
                "\\u202e",
                "\\u2066"
            })
    void refusesNamesThatCannotBeShown(String name) {
        var errors = errors(API.post("/users", "{\"name\":\"" + name + "\"}"));
        assertThat(errors.getJsonObject(0).getString("pointer")).isEqualTo("/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00x", "x\\ud83dx", "\\ude00\\ud83d"})
    void refusesHalfSurrogatePairs(String name) {
        var errors = errors(API.post("/users", "{\"name\":\"" + name + "\"}"));
        assertThat(errors.getJsonObject(0).getString("message")).isEqualTo("contains an unpaired surrogate");
        errors = errors(API.post("/users", "{\"" + name + "\":1}"));
        assertThat(errors.getJsonObject(0).getString("pointer")).isEmpty();
    }

    @Test
    void refusesNameOf201CodePoints() {
        var body = new JsonObject().put("name", "😀".repeat(201)).encode();
        assertThat(errors(API.post("/users", body)).getJsonObject(0).getString("message"))
                .isEqualTo("must have a length of at most 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C3", "ff", "c080", "eda080", "f4908080"})
    void refusesWhatIsNotUtf8(String octets) {
        var hex = java.util.HexFormat.of();
        var body = hex.parseHex(hex.formatHex("{\"name\":\"".getBytes()) + octets + hex.formatHex("\"}".getBytes()));
        var response = API.send(API.request("/users")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(errors(response).getJsonObject(0).getString("message")).isEqualTo("is not UTF-8");
    }

    @Test
    void namesEveryPlaceAtOnce() {
        var response = API.post("/events", "{\"capacity\":0,\"x\":1}", "Idempotency-Key", "k".repeat(256));
        assertThat(errors(response)).hasSize(4);
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                Arguments.of("limit=0", "limit", "must be at least 1"),
                Arguments.of("limit=101", "limit", "must be at most 100"),
                Arguments.of("limit=abc", "limit", "must be an integer"),
                Arguments.of("limit=1.0", "limit", "must be an integer"),
                Arguments.of("limit=+1", "limit", "must be an integer"),
                Arguments.of("limit=", "limit", "must be an integer"),
                Arguments.of("limit", "limit", "must be an integer"),
                Arguments.of("limit=" + "9".repeat(50), "limit", "must be an integer"),
                Arguments.of("limit=1&limit=1", "limit", "is given more than once"),
                Arguments.of("limit=1;limit=1", "limit", "is given more than once"),
                Arguments.of("Limit=1", "Limit", "is unknown; did you mean limit?"),
                Arguments.of("limti=1", "limti", "is unknown; did you mean limit?"),
                Arguments.of("cursors=AB&_=7", "cursors", "is unknown; did you mean cursor?"),
                Arguments.of("cursor=", "cursor", "must have a length of at least 1"),
                Arguments.of("cursor=%2B", "cursor", "does not match the required pattern"),
                Arguments.of("cursor=A", "cursor", "is not a valid cursor"),
                Arguments.of("cursor=AB", "cursor", "is not a valid cursor"),
                Arguments.of("cursor=LQ", "cursor", "is not a valid cursor"),
                Arguments.of(
                        "from=2027-02-30T00:00:00Z",
                        "from",
                        "must be an existing date and time, such as 2026-11-22T09:30:00Z"),
                Arguments.of("from=2027-03-01", "from", "must have a length of at least 20"),
                Arguments.of("from=1969-12-31T23:59:59Z", "from", "must be in the years 1970 to 9999 (UTC)"),
                Arguments.of("from=2027-03-01T00:00:00Z&to=2027-03-01T00:00:00Z", "to", "must be later than from"),
                Arguments.of("owner=me", "owner", "must be a user id: the caller is not a user"),
                Arguments.of("status=over", "status", "must be one of scheduled, cancelled"),
                Arguments.of("cursor=Yg", "cursor", "is not a cursor of this list"),
                Arguments.of("cursor=" + "A".repeat(129), "cursor", "must have a length of at most 128"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void namesPlaceInQuery(String query, String name, String message) {
        assertThat(errors(API.get("/events?" + query))).contains(place("query", name, message));
    }

    @Test
    void namesEveryUnknownParameterOfWhatChangesSomething() {
        assertThat(errors(API.post("/events?utm_source=x&_=7", event("1"))))
                .contains(place("query", "utm_source", "is unknown"), place("query", "_", "is unknown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ada", "017", "0", "1234567890123456789", "1.5", "1.5.", "1.0.7", "1.5.07", "1.1234567890.7"})
    void refusesCursorThatIsNoTicket(String after) {
        var response = API.get("/events/jazz/registrations?status=waitlisted&cursor=" + PageCursor.encode(after));
        assertThat(errors(response).getJsonObject(0).getString("name")).isEqualTo("cursor");
    }

    @Test
    void refusesUnknownStatus() {
        assertThat(errors(API.get("/users/ada/events?status=gone")))
                .containsExactly(place("query", "status", "must be one of registered, waitlisted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a%0A", "a%20b", "%C3%A9", "a,b", "a+b", "a;b", "a:b", "a@b"})
    void refusesIds(String id) {
        assertThat(errors(API.get("/users/" + id)).getJsonObject(0).getString("in"))
                .isEqualTo("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "schlüssel"})
    void refusesKeys(String key) {
        var bytes = ("POST /events/e/register HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIdempotency-Key: " + key
                        + "\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"userId\":\"a\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var reply = API.raw("POST", "/events/e/register", bytes);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(new JsonObject(reply.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("name"))
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void refusesTwoKeys() {
        var response =
                API.post("/events/e/register", "{\"userId\":\"a\"}", "Idempotency-Key", "a", "Idempotency-Key", "b");
        assertThat(errors(response)).containsExactly(place("header", "Idempotency-Key", "is given more than once"));
    }

    private static String event(String capacity) {
        return "{\"name\":\"x\",\"capacity\":" + capacity + "}";
    }

    private static JsonObject place(String in, String name, String message) {
        return new JsonObject().put("in", in).put("name", name).put("message", message);
    }

    private static JsonArray errors(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.code(response)).isEqualTo("invalid-request");
        return new JsonObject(response.body()).getJsonArray("errors");
    }
}
