package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.registrations.model.Register;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.users.GetUser;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All other rows of the error list: refusals of the services, and errors of the router. */
class ErrorResponsesTest {
    private static final ApiFixture API = new ApiFixture();

    /** A registration is refused for the reason that its event is called; a read of a user fails unexpectedly. */
    @BeforeAll
    static void serve() {
        API.serve(Register.class, q -> Future.succeededFuture(Outcome.refused(RefusalReason.valueOf(q.eventId()))));
        API.serve(GetUser.class, q -> {
            throw new IllegalStateException("secret.internal.Name");
        });
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(RefusalReason.EVENT_NOT_FOUND, 404, "event-not-found"),
                Arguments.of(RefusalReason.USER_NOT_FOUND, 404, "user-not-found"),
                Arguments.of(RefusalReason.REGISTRATION_NOT_FOUND, 404, "registration-not-found"),
                Arguments.of(RefusalReason.USER_EXISTS, 409, "user-exists"),
                Arguments.of(RefusalReason.EVENT_EXISTS, 409, "event-exists"),
                Arguments.of(RefusalReason.EVENT_FULL, 409, "event-full"),
                Arguments.of(RefusalReason.WAITLIST_FULL, 409, "waitlist-full"),
                Arguments.of(RefusalReason.REGISTRATION_NOT_OPEN, 409, "registration-not-open"),
                Arguments.of(RefusalReason.REGISTRATION_CLOSED, 409, "registration-closed"),
                Arguments.of(RefusalReason.EVENT_CANCELLED, 409, "event-cancelled"),
                Arguments.of(RefusalReason.EVENT_OVER, 409, "event-over"),
                Arguments.of(RefusalReason.EVENT_HAS_HISTORY, 409, "event-has-history"),
                Arguments.of(RefusalReason.ALREADY_REGISTERED, 409, "already-registered"),
                Arguments.of(RefusalReason.CAPACITY_BELOW_REGISTRATIONS, 409, "capacity-below-registrations"),
                Arguments.of(RefusalReason.BUSY, 503, "busy"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void answersWhatServiceRefuses(RefusalReason reason, int status, String code) {
        var response = API.post("/events/" + reason + "/register", "{\"userId\":\"a\"}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(ApiFixture.code(response)).isEqualTo(code);
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void tellsNothingOfWhatNobodyForesaw() {
        var response = API.get("/users/broken");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(ApiFixture.code(response)).isEqualTo("internal-error");
        assertThat(response.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("FindUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/users/a/b", "/users/", "/users/a/", "/events/e/register/u/x", "/Users"})
    void knowsNoOtherPath(String path) {
        var response = API.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(ApiFixture.code(response)).isEqualTo("path-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/users|POST",
                "GET|/users|POST",
                "POST|/users/a|DELETE, GET, HEAD, PATCH",
                "DELETE|/events|GET, HEAD, POST",
                "PUT|/events/e|DELETE, GET, HEAD, PATCH",
                "PUT|/events/e/registrations|GET, HEAD, POST",
                "DELETE|/events/e/registrations/u|GET, HEAD",
                "GET|/events/e/register|POST",
                "POST|/events/e/register/u|DELETE",
                "OPTIONS|/events|GET, HEAD, POST",
                "TRACE|/events|GET, HEAD, POST",
                "PUT|/problems/busy|GET, HEAD",
                "NONSENSE|/events|GET, HEAD, POST"
            })
    void namesMethodsThatPathTakes(String method, String path, String allow) {
        var response = API.send(API.request(path).method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(ApiFixture.code(response)).isEqualTo("method-not-allowed");
    }

    /** {@code ContentTypeTest} has more of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/problem+json", "application/json; charset=latin1", "json", "*/*"})
    void takesNoOtherMediaType(String type) {
        var response = API.send(
                API.request("/users").header("Content-Type", type).POST(BodyPublishers.ofString("{\"name\":\"x\"}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(ApiFixture.code(response)).isEqualTo("unsupported-media-type");
        assertThat(response.headers().firstValue("Accept-Encoding")).isEmpty();
    }

    @Test
    void takesNoBodyWithoutMediaTypeAndNoneCompressed() {
        var body = BodyPublishers.ofString("{\"name\":\"x\"}");
        assertThat(API.send(API.request("/users").POST(body)).statusCode()).isEqualTo(415);
        var compressed = API.post("/users", "{\"name\":\"x\"}", "Content-Encoding", "gzip");
        assertThat(compressed.statusCode()).isEqualTo(415);
        assertThat(compressed.headers().firstValue("Accept-Encoding")).contains("identity");
        assertThat(API.post("/users", "{}", "Content-Encoding", "Identity").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPLICATION/JSON", "application/json; profile=x; charset=Utf-8;"})
    void takesMediaTypeHoweverItIsWritten(String type) {
        var response =
                API.send(API.request("/users").header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void takesNoBodyOver32KiB() {
        var body = "{\"name\":\"\"}";
        var whole = body + " ".repeat(32 * 1024 - body.length());
        assertThat(API.post("/users", whole).statusCode()).isEqualTo(400);
        assertThat(API.post("/users", whole + " ").statusCode()).isEqualTo(413);
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofString(whole + " "));
        var response = API.send(
                API.request("/users").header("Content-Type", "application/json").POST(chunked));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(ApiFixture.code(response)).isEqualTo("body-too-large");
    }
}
