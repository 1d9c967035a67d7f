package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.authz.UserIds;
import dev.usher.contract.ContractCheck;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.BadTokens;
import dev.usher.issuer.IssuerStub;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Access rules: every operation of the contract by every kind of caller, against an issuer whose keys rotate. */
class AccessIT {
    /** An operation of the contract that has no row here fails the test. */
    private static final String MATRIX =
            """
                              | no token | expired | other aud | other person | person | other organizer | organizer | admin
            getMe             | 401      | 401     | 401       | 200          | 200    | 200             | 200       | 200
            createUser        | 401      | 401     | 401       | 403          | 201    | 403             | 403       | 201
            getUser           | 401      | 401     | 401       | 403          | 200    | 403             | 403       | 200
            updateUser        | 401      | 401     | 401       | 403          | 200    | 403             | 403       | 200
            eraseUser         | 401      | 401     | 401       | 403          | 202    | 403             | 403       | 202
            listUserEvents    | 401      | 401     | 401       | 403          | 200    | 403             | 403       | 200
            listEvents        | 401      | 401     | 401       | 200          | 200    | 200             | 200       | 200
            createEvent       | 401      | 401     | 401       | 403          | 403    | 201             | 201       | 201
            getEvent          | 401      | 401     | 401       | 200          | 200    | 200             | 200       | 200
            updateEvent       | 401      | 401     | 401       | 403          | 403    | 403             | 200       | 200
            cancelEvent       | 401      | 401     | 401       | 403          | 403    | 403             | 200       | 200
            watchEvent        | 401      | 401     | 401       | 200          | 200    | 200             | 200       | 200
            listRegistrations | 401      | 401     | 401       | 403          | 403    | 403             | 200       | 200
            getRegistration   | 401      | 401     | 401       | 403          | 200    | 403             | 200       | 200
            registerUsers     | 401      | 401     | 401       | 403          | 403    | 403             | 200       | 200
            register          | 401      | 401     | 401       | 403          | 200    | 403             | 200       | 200
            unregister        | 401      | 401     | 401       | 403          | 200    | 403             | 200       | 200
            confirmSeat       | 401      | 401     | 401       | 403          | 200    | 403             | 200       | 200
            inviteGuest       | 401      | 401     | 401       | 403          | 403    | 403             | 200       | 200
            """;

    private static final ContractCheck CONTRACT = new ContractCheck();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String EVENTS = "usher:events";
    private static IssuerStub issuer;
    private static LocalUsher usher;
    private static int made;

    /** User and event that a request concerns. */
    private record About(String person, String eventId) {}

    private record Row(String operation, List<String> callers, List<Integer> statuses) {
        static Row of(List<String> callers, String line) {
            var cells = cells(line);
            var statuses = cells.subList(1, cells.size()).stream().map(Integer::valueOf);
            return new Row(cells.get(0), callers, statuses.toList());
        }

        @Override
        public String toString() {
            return operation;
        }
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split("[|]")).map(String::strip).toList();
    }

    static List<Row> rows() {
        var lines = MATRIX.lines().toList();
        var callers = cells(lines.get(0)).subList(1, cells(lines.get(0)).size());
        return lines.stream().skip(1).map(line -> Row.of(callers, line)).toList();
    }

    @BeforeAll
    static void open() throws Exception {
        issuer = IssuerStub.start();
        var settings = new HashMap<>(issuer.settings());
        settings.put("USHER_RATE_LIMIT", "0");
        usher = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings);
    }

    @AfterAll
    static void close() {
        usher.close();
        issuer.close();
    }

    @Test
    void hasARowForEveryOperation() {
        var ids = new TreeSet<String>();
        CONTRACT.document()
                .get("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        ids.add(operation.get("operationId").asText());
                    }
                }));
        assertThat(rows()).extracting(Row::operation).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void letsEachDoWhatIsTheirs(Row row) throws Exception {
        var about = prepare(row.operation());
        for (int i = 0; i < row.callers().size(); i++) {
            var caller = row.callers().get(i);
            var response = send(request(row.operation(), about), token(caller, about.person()));
            assertThat(response.statusCode())
                    .as("%s by %s: %s", row.operation(), caller, response.body())
                    .isEqualTo(row.statuses().get(i));
            about = response.statusCode() < 300 ? prepare(row.operation()) : about;
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        var create = "{\"name\":\"E\",\"capacity\":1}";
        var person = send(json(to("/events"), "POST", create), issuer.token("auth0|ada"));
        assertThat(person.statusCode()).isEqualTo(403);
        assertThat(person.body())
                .contains("\"detail\":\"The caller is the user " + UserIds.of("auth0|ada")
                        + ", without the scope of an organizer. Allowed callers: an organizer (scope usher:events), or"
                        + " an admin (scope usher:admin).\"");
        assertThat(challenge(person)).endsWith(", scope=\"usher:events\"");
        var organizer = send(to("/users/ada").GET(), issuer.token("olga", EVENTS));
        assertThat(organizer.body())
                .contains("\"detail\":\"The caller is the user olga, an organizer. Allowed callers: the user whom the"
                        + " request concerns, or an admin (scope usher:admin).\"");
        assertThat(challenge(organizer)).endsWith(", scope=\"usher:admin\"");
    }

    /** Neither by the answer nor by its headers. */
    @ParameterizedTest
    @MethodSource("rows")
    void saysOfWhatIsForbiddenNothingMore(Row row) throws Exception {
        int other = row.callers().indexOf("other person");
        if (row.statuses().get(other) != 403) {
            return;
        }
        var there = send(request(row.operation(), prepare(row.operation())), token("other person", null));
        var missing = send(request(row.operation(), new About("unknown", "nothing")), token("other person", null));
        assertThat(there.body()).contains("/forbidden");
        assertThat(missing.body()).isEqualTo(there.body());
        assertThat(missing.headers().map().keySet())
                .isEqualTo(there.headers().map().keySet());
        assertThat(challenge(missing)).isEqualTo(challenge(there));
        assertThat(challenge(there)).startsWith("Bearer realm=\"usher\", error=\"insufficient_scope\", scope=\"usher:");
    }

    @Test
    void takesNoBadToken() throws Exception {
        for (var bad : BadTokens.of(issuer).entrySet()) {
            var response = send(to("/events").GET(), bad.getValue());
            assertThat(response.statusCode()).as(bad.getKey()).isEqualTo(401);
            assertThat(challenge(response)).isEqualTo("Bearer realm=\"usher\", error=\"invalid_token\"");
        }
    }

    @Test
    void takesATokenFromTheHeaderAlone() throws Exception {
        var token = issuer.token("ada");
        assertThat(send(to("/events?access_token=" + token).GET(), null).statusCode())
                .isEqualTo(401);
        var basic = to("/events").GET().header("Authorization", "Basic YTpi");
        assertThat(challenge(send(basic, null))).isEqualTo("Bearer realm=\"usher\"");
        var twice = to("/events").GET().header("Authorization", "Bearer " + token);
        assertThat(send(twice, token).statusCode()).isEqualTo(401);
        var small = to("/events").GET().header("Authorization", "bearer  " + token);
        assertThat(send(small, null).statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhomItDoesNotLetIn() throws Exception {
        send(to("/users/ada").GET(), null);
        send(to("/users/ada").GET(), issuer.token("mallory"));
        var seen = usher.scrape();
        Map.of("unauthenticated", 401, "forbidden", 403).forEach((outcome, status) -> assertThat(seen.value(
                        "usher_http_requests_seconds_count",
                        "operation=\"getUser\"",
                        "outcome=\"" + outcome + "\"",
                        "status=\"" + status + "\""))
                .as(outcome)
                .isPositive());
    }

    @Test
    void asksNobodyForWhatIsNoOperation() throws Exception {
        for (var open : List.of("/docs", "/board/jazz", "/openapi.yaml", "/openapi.json")) {
            assertThat(HTTP.send(to(open).GET().build(), BodyHandlers.ofString())
                            .statusCode())
                    .as(open)
                    .isEqualTo(200);
        }
        assertThat(send(to("/nothing").GET(), null).statusCode()).isEqualTo(404);
        assertThat(send(to("/events").DELETE(), null).statusCode()).isEqualTo(405);
    }

    @Test
    void goesOnWhenAKeyIsRotatedMeanwhile() throws Exception {
        var old = issuer.token("ada");
        assertThat(send(to("/events").GET(), old).statusCode()).isEqualTo(200);
        int before = issuer.reads();
        var begun = Instant.now();
        issuer.rotate();
        Eventually.holds(
                () -> assertThat(send(to("/events").GET(), issuer.token("ada")).statusCode())
                        .isEqualTo(200));
        assertThat(send(to("/events").GET(), old).statusCode()).isEqualTo(401);
        var unknown = IssuerStub.sign(IssuerStub.newKey(), issuer.claims("ada").build());
        for (int i = 0; i < 100; i++) {
            assertThat(send(to("/events").GET(), unknown).statusCode()).isEqualTo(401);
        }
        assertThat(issuer.reads() - before)
                .isBetween(1, 2 + (int) Duration.between(begun, Instant.now()).toSeconds() / 10);
    }

    @Test
    void onlyAdminsListTheEventsOfAnotherOwner() throws Exception {
        var about = prepare("getEvent");
        for (var caller : List.of("person", "other organizer")) {
            var refused = send(to("/events?owner=olga"), token(caller, about.person()));
            assertThat(refused.statusCode()).as(caller).isEqualTo(403);
            assertThat(challenge(refused)).contains("scope=\"usher:admin\"");
            assertThat(listed("me", token(caller, about.person()))).doesNotContain(about.eventId());
        }
        assertThat(listed("olga", token("organizer", about.person()))).contains(about.eventId());
        assertThat(listed("me", token("organizer", about.person()))).contains(about.eventId());
        assertThat(listed("olga", token("admin", about.person()))).contains(about.eventId());
    }

    private static List<String> listed(String owner, String token) throws Exception {
        var ids = new ArrayList<String>();
        var cursor = "";
        do {
            var page = new JsonObject(
                    send(to("/events?limit=100&owner=" + owner + cursor), token).body());
            page.getJsonArray("events").forEach(event -> ids.add(((JsonObject) event).getString("eventId")));
            cursor = page.containsKey("nextCursor") ? "&cursor=" + page.getString("nextCursor") : null;
        } while (cursor != null);
        return ids;
    }

    private static String token(String caller, String person) {
        var past = issuer.claims(person)
                .claim("scope", "usher:admin")
                .expirationTime(Date.from(Instant.now().minusSeconds(60)));
        return switch (caller) {
            case "no token" -> null;
            case "expired" -> issuer.sign(past.build());
            case "other aud" ->
                issuer.sign(issuer.claims("root")
                        .claim("scope", "usher:admin")
                        .audience("another")
                        .build());
            case "other person" -> issuer.token("mallory");
            case "person" -> issuer.token(person);
            case "other organizer" -> issuer.token("oscar", EVENTS);
            case "organizer" -> issuer.token("olga", EVENTS);
            case "admin" -> issuer.token("root", "usher:admin");
            default -> throw new IllegalArgumentException(caller);
        };
    }

    /** All that an operation needs to succeed, once. */
    private static About prepare(String operation) throws Exception {
        int n = ++made;
        var about = new About("person-" + n, "event-" + n);
        if (!operation.equals("createUser")) {
            done("createUser", about, "admin");
        }
        if (!operation.equals("createEvent")) {
            done("createEvent", about, "organizer");
        }
        if (List.of("getRegistration", "unregister", "confirmSeat").contains(operation)) {
            done("register", about, "person");
        }
        return about;
    }

    private static void done(String operation, About about, String caller) throws Exception {
        assertThat(send(request(operation, about), token(caller, about.person()))
                        .statusCode())
                .isBetween(200, 201);
    }

    private static HttpRequest.Builder request(String operation, About about) {
        var event = to("/events/" + about.eventId());
        var events = "/events/" + about.eventId();
        return switch (operation) {
            case "getMe" -> to("/me").GET();
            case "createUser" -> json(to("/users"), "POST", "{\"userId\":\"" + about.person() + "\",\"name\":\"A\"}");
            case "getUser" -> to("/users/" + about.person()).GET();
            case "updateUser" -> json(to("/users/" + about.person()), "PATCH", "{\"name\":\"B\"}");
            case "eraseUser" -> to("/users/" + about.person()).DELETE();
            case "listUserEvents" -> to("/users/" + about.person() + "/events").GET();
            case "listEvents" -> to("/events").GET();
            case "createEvent" ->
                json(to("/events"), "POST", "{\"eventId\":\"" + about.eventId() + "\",\"name\":\"E\",\"capacity\":2}");
            case "getEvent" -> event.GET();
            case "updateEvent" -> json(event, "PATCH", "{\"capacity\":3}");
            case "cancelEvent" -> event.DELETE();
            case "watchEvent" -> to(events + "/changes").header("Accept", "application/json");
            case "listRegistrations" -> to(events + "/registrations").GET();
            case "getRegistration" ->
                to(events + "/registrations/" + about.person()).GET();
            case "registerUsers" ->
                json(to(events + "/registrations"), "POST", "{\"userIds\":[\"" + about.person() + "\"]}");
            case "register" -> json(to(events + "/register"), "POST", "{\"userId\":\"" + about.person() + "\"}");
            case "confirmSeat" ->
                to(events + "/register/" + about.person() + "/confirm").POST(BodyPublishers.noBody());
            case "inviteGuest" -> json(to(events + "/guests"), "POST", "{\"userId\":\"" + about.person() + "\"}");
            case "unregister" -> to(events + "/register/" + about.person()).DELETE();
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String method, String body) {
        return request.setHeader("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(usher.uri().resolve(path.replace("!", "%21")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String token) throws Exception {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        CONTRACT.verify(response);
        return response;
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("www-authenticate").orElse("");
    }
}
