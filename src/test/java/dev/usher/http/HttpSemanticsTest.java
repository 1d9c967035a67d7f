package dev.usher.http;

import static dev.usher.http.ApiFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.CreateEvent;
import dev.usher.events.DetailsCondition;
import dev.usher.events.EventDetails;
import dev.usher.http.response.ETag;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.users.CreateUser;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of RFC 9110 and 9111, and of common clients and proxies, for every answer and every body. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSemanticsTest {
    /** Headers that differ from response to response. */
    private static final Set<String> OWN = Set.of("date", "x-request-id");

    private static final Set<String> OF_CONTENT = Set.of("date", "x-request-id", "content-type", "content-length");

    private final ApiFixture api = new ApiFixture();
    private final SampleServices services = new SampleServices(api);

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/ada",
                "/users/ada/events",
                "/users/ada/events?limit=0",
                "/events",
                "/events/jazz",
                "/events/none",
                "/events/jazz/registrations",
                "/events/jazz/registrations/ada",
                "/nothing",
                "/openapi.json",
                "/"
            })
    void headIsGetWithoutBody(String path) {
        var get = api.sendUnchecked(api.request(path).GET());
        var head = api.sendUnchecked(api.request(path).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(get.headers().firstValue("content-length"))
                .contains(Integer.toString(get.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
        assertThat(headers(head, OWN)).isEqualTo(headers(get, OWN));
    }

    @Test
    void headOpensNoStream() {
        var head = api.send(api.request("/events/jazz/changes").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-type")).isEqualTo("text/event-stream");
        assertThat(header(head, "cache-control")).isEqualTo("no-store, no-transform");
        assertThat(header(head, "x-accel-buffering")).isEqualTo("no");
        assertThat(api.send(api.request("/events/none/changes").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /events/jazz, 200, no-cache",
        "GET, /events, 200, no-store",
        "GET, /users/ada, 200, no-store",
        "GET, /events?limit=0, 400, no-store",
        "GET, /nothing, 404, no-store",
        "GET, /nothing/, 404, no-store",
        "PUT, /events, 405, no-store",
        "POST, /events, 415, no-store",
        "GET, /docs/, 308, no-store",
        "GET, /openapi.yaml, 200, no-cache"
    })
    void everyAnswerHasDateAndCacheControl(String method, String path, int status, String cacheControl) {
        var before = ZonedDateTime.now().minusSeconds(1);
        var answer = api.sendUnchecked(api.request(path).method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("cache-control")).containsExactly(cacheControl);
        var date = header(answer, "date");
        assertThat(date).matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .isBetween(before, ZonedDateTime.now());
    }

    @Test
    void whatCannotBeReadIsDatedToo() {
        var reply = RawReply.exchange(api.port(), "GET / HTTP/9\r\n\r\n".getBytes());
        assertThat(reply.headers()).containsKeys("date", "cache-control");
    }

    @Test
    void changesAreMergePatches() {
        for (var type : List.of("application/merge-patch+json", "application/json", "application/json;charset=utf8")) {
            assertThat(patch(type).statusCode()).as(type).isEqualTo(200);
        }
        var refused = patch("application/json-patch+json");
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(header(refused, "accept-patch")).isEqualTo("application/json, application/merge-patch+json");
        var options = api.send(api.request("/events/jazz").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(header(options, "accept-patch")).isEqualTo("application/json, application/merge-patch+json");
        var create = api.send(api.request("/events")
                .header("Content-Type", "application/merge-patch+json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(create.statusCode()).isEqualTo(415);
        assertThat(header(create, "accept")).isEqualTo("application/json");
    }

    /** RFC 9110, 15.4.5. */
    @ParameterizedTest
    @CsvSource({"GET, /events/jazz", "HEAD, /events/jazz", "GET, /openapi.yaml", "HEAD, /openapi.yaml"})
    void notModifiedHasTheHeadersOfTheRepresentation(String method, String path) {
        var whole = api.sendUnchecked(api.request(path).GET());
        var known = api.sendUnchecked(api.request(path)
                .header("If-None-Match", header(whole, "etag"))
                .method(method, BodyPublishers.noBody()));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(headers(known, OWN)).isEqualTo(headers(whole, OF_CONTENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Range|bytes=0-3",
                "If-Range|\"12.1.o\"",
                "If-Modified-Since|Fri, 01 Jan 2100 00:00:00 GMT",
                "If-Unmodified-Since|Thu, 01 Jan 1970 00:00:00 GMT"
            })
    void readsHaveNoRangesAndNoDatesToCompare(String header, String value) {
        for (var path : List.of("/events/jazz", "/openapi.yaml")) {
            var answer = api.sendUnchecked(api.request(path).header(header, value));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().map()).doesNotContainKeys("accept-ranges", "content-range", "last-modified");
        }
    }

    @Test
    void severalLinesOfAListAreOneList() {
        var tag = header(api.get("/events/jazz"), "etag");
        assertThat(api.get("/events/jazz", "If-None-Match", "\"other\"", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(api.get("/events/none", "If-None-Match", "*").statusCode()).isEqualTo(404);
        api.send(api.request("/events/jazz")
                .headers("Content-Type", "application/json", "If-Match", "\"12.7\"", "If-Match", "\"12.9\"")
                .method("PATCH", BodyPublishers.ofString("{\"capacity\":7}")));
        assertThat(((UpdateEvent) services.asked()).condition()).isEqualTo(new DetailsCondition(Set.of(7L, 9L)));
    }

    /** Another representation under another tag, so that no cache mixes them up. */
    @Test
    void whoSeesTheOwnerHasAnotherTag() {
        assertThat(ETag.of(SampleServices.event("jazz"), true))
                .isNotEqualTo(ETag.of(SampleServices.event("jazz"), false));
    }

    @Test
    void saysWhenRegistrationOpens() {
        var before = Instant.now();
        var refused = api.post("/events/soon/register", "{\"userId\":\"ada\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(refused.body()).getInstant("opensAt")).isEqualTo(SampleServices.OPENS);
        var wait = Duration.ofSeconds(Long.parseLong(header(refused, "retry-after")));
        assertThat(before.plus(wait)).isBefore(SampleServices.OPENS.plusSeconds(1));
        assertThat(Instant.now().plus(wait)).isAfter(SampleServices.OPENS.minusSeconds(120));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events?_=1700000000&utm_source=mail&fbclid=x&page=2",
                "/events?q=100%25",
                "/events/jazz?t=7&t=8",
                "/users/ada/events?status=registered&state=x"
            })
    void getIgnoresWhatNoOperationNames(String path) {
        assertThat(api.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void namesAByteOrderMark() {
        assertThat(message(api.post("/users", "\uFEFF{\"name\":\"Ada\"}"))).isEqualTo("starts with a byte order mark");
    }

    @Test
    void nullIsLeftOutOfWhatIsNew() {
        api.post("/users", "{\"userId\":null,\"name\":\"Ada\"}");
        assertThat(services.asked()).isEqualTo(new CreateUser(null, "Ada", null));
        var created = api.post(
                "/events",
                "{\"eventId\":null,\"name\":\"x\",\"capacity\":1,\"hasWaitlist\":null,\"waitlistCapacity\":null,"
                        + "\"description\":null,\"location\":null,\"startsAt\":null,\"endsAt\":null,\"timeZone\":null,\"registrationOpensAt\":null,"
                        + "\"registrationClosesAt\":null,\"promotesUntil\":null}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(((CreateEvent) services.asked()).terms()).isEqualTo(new EventDetails("x", 1, false));
        assertThat(api.post("/events", "{\"name\":null,\"capacity\":1}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, ok",
        "1970-01-01T05:59:59+06:00, years",
        "1969-12-31T18:00:00-06:00, ok",
        "9999-12-31T23:59:59.999999999Z, ok",
        "9999-12-31T23:59:59-12:00, years",
        "0000-01-01T00:00:00Z, years"
    })
    void momentsLieInYearsThatEveryClientReads(String moment, String verdict) {
        var created = api.post("/events", "{\"name\":\"x\",\"capacity\":1,\"startsAt\":\"" + moment + "\"}");
        if (verdict.equals("ok")) {
            assertThat(created.statusCode()).isEqualTo(201);
        } else {
            assertThat(message(created)).isEqualTo("must be in the years 1970 to 9999 (UTC)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\u00A0",
                "\u200B",
                "\u2800",
                "\u3000",
                "\u3164",
                "\u115F\u1160",
                "\uFFA0",
                "\u00AD",
                "\u2060",
                "\uFEFF",
                "\u200D\u200C",
                "\u0301",
                "\uFE0F",
                "\uDB40\uDC41",
                "\u061C",
                "  \u200B \u2800"
            })
    void aNameCanBeSeen(String name) {
        var user = api.post("/users", new JsonObject().put("name", name).encode());
        assertThat(user.statusCode()).isEqualTo(400);
        var event = api.post(
                "/events",
                new JsonObject()
                        .put("name", "x")
                        .put("capacity", 1)
                        .put("location", name)
                        .encode());
        assertThat(new JsonObject(event.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("/location");
    }

    @ParameterizedTest
    @CsvSource({
        "' Ada  Lovelace\u00A0', 'Ada  Lovelace'",
        "'\u200B\uFEFF中\u3000', '中'",
        "'\u0915\u094D\u200D', '\u0915\u094D\u200D'",
        "'👩\u200D👩', '👩\u200D👩'",
        "'\uD83E\uDEE8', '\uD83E\uDEE8'",
        "'.', '.'"
    })
    void aNameIsTrimmed(String name, String stored) {
        api.post("/users", new JsonObject().put("name", name).encode());
        assertThat(services.asked()).isEqualTo(new CreateUser(null, stored, null));
    }

    @Test
    void aDescriptionHasLines() {
        var body =
                new JsonObject().put("name", "x").put("capacity", 1).put("description", "  \tOne\r\ntwo\rthree\n\n ");
        assertThat(api.post("/events", body.encode()).statusCode()).isEqualTo(201);
        assertThat(((CreateEvent) services.asked()).terms().description()).isEqualTo("  \tOne\ntwo\nthree\n\n ");
    }

    private HttpResponse<String> patch(String type) {
        return api.send(api.request("/events/jazz")
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofString("{\"capacity\":7}")));
    }

    private static Map<String, List<String>> headers(HttpResponse<String> response, Set<String> except) {
        return response.headers().map().entrySet().stream()
                .filter(header -> !except.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String message(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(400);
        return new JsonObject(refused.body())
                .getJsonArray("errors")
                .getJsonObject(0)
                .getString("message");
    }
}
