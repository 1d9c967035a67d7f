package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.UnavailableException;
import dev.usher.registrations.Register;
import dev.usher.users.FindUser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every other row of the error list: what services refuse, and what the router does. */
class RefusalsTest {
    private final ApiFixture api = new ApiFixture(500);

    @AfterEach
    void stop() {
        api.close();
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(Reason.EVENT_NOT_FOUND, 404, "event-not-found"),
                Arguments.of(Reason.USER_NOT_FOUND, 404, "user-not-found"),
                Arguments.of(Reason.REGISTRATION_NOT_FOUND, 404, "registration-not-found"),
                Arguments.of(Reason.USER_EXISTS, 409, "user-exists"),
                Arguments.of(Reason.EVENT_EXISTS, 409, "event-exists"),
                Arguments.of(Reason.EVENT_FULL, 409, "event-full"),
                Arguments.of(Reason.ALREADY_REGISTERED, 409, "already-registered"),
                Arguments.of(Reason.CAPACITY_BELOW_REGISTRATIONS, 409, "capacity-below-registrations"),
                Arguments.of(Reason.BUSY, 503, "busy"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void answersWhatServiceRefuses(Reason reason, int status, String code) {
        api.serve(Register.class, q -> Future.succeededFuture(Outcome.refused(reason)));
        var response = api.post("/events/e/register", "{\"userId\":\"a\"}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(ApiFixture.code(response)).isEqualTo(code);
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void isBusyWhenStoreIs() {
        api.serve(FindUser.class, q -> Future.failedFuture(new UnavailableException("throttled", null)));
        assertThat(api.get("/users/a").statusCode()).isEqualTo(503);
    }

    @Test
    void isBusyWhenNobodyServes() {
        assertThat(api.get("/users/a").statusCode()).isEqualTo(503);
    }

    @Test
    void isBusyAtDeadline() {
        api.serve(FindUser.class, q -> Promise.<Outcome<dev.usher.users.User>>promise()
                .future());
        assertThat(api.get("/users/a").statusCode()).isEqualTo(503);
    }

    @Test
    void tellsNothingOfWhatNobodyForesaw() {
        api.serve(FindUser.class, q -> {
            throw new IllegalStateException("secret.internal.Name");
        });
        var response = api.get("/users/a");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(ApiFixture.code(response)).isEqualTo("internal-error");
        assertThat(response.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("FindUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/users/a/b", "/users/", "/users/a/", "/events/e/register/u/x", "/Users"})
    void knowsNoOtherPath(String path) {
        var response = api.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(ApiFixture.code(response)).isEqualTo("path-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/users|POST",
                "GET|/users|POST",
                "POST|/users/a|GET",
                "DELETE|/events|GET, POST",
                "PATCH|/events/e|GET",
                "GET|/events/e/register|POST",
                "POST|/events/e/register/u|DELETE",
                "OPTIONS|/events|GET, POST",
                "NONSENSE|/events|GET, POST"
            })
    void namesMethodsThatPathTakes(String method, String path, String allow) {
        var response = api.send(api.request(path).method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(ApiFixture.code(response)).isEqualTo("method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/jsonx",
                "application/problem+json",
                "application/json; charset=latin1",
                "application/json; charset=utf-16",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json, text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "json",
                "*/*"
            })
    void takesNoOtherMediaType(String type) {
        var response = api.send(
                api.request("/users").header("Content-Type", type).POST(BodyPublishers.ofString("{\"name\":\"x\"}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(ApiFixture.code(response)).isEqualTo("unsupported-media-type");
    }

    @Test
    void takesNoBodyWithoutMediaTypeAndNoneCompressed() {
        var body = BodyPublishers.ofString("{\"name\":\"x\"}");
        assertThat(api.send(api.request("/users").POST(body)).statusCode()).isEqualTo(415);
        assertThat(api.post("/users", "{\"name\":\"x\"}", "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPLICATION/JSON",
                "application/json;charset=UTF-8",
                "application/json ; charset=\"utf-8\"",
                "application/json; profile=x; charset=Utf-8;"
            })
    void takesMediaTypeHoweverItIsWritten(String type) {
        var response =
                api.send(api.request("/users").header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void takesNoBodyOver64KiB() {
        var body = "{\"name\":\"" + "x".repeat(70 * 1024) + "\"}";
        assertThat(api.post("/users", body).statusCode()).isEqualTo(413);
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
        var response = api.send(
                api.request("/users").header("Content-Type", "application/json").POST(chunked));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(ApiFixture.code(response)).isEqualTo("body-too-large");
    }

    @Test
    void takesBodyOf64KiB() {
        var body = "{\"name\":\"\"}";
        var whole = body + " ".repeat(64 * 1024 - body.length());
        assertThat(api.post("/users", whole).statusCode()).isEqualTo(400);
        assertThat(api.post("/users", whole + " ").statusCode()).isEqualTo(413);
    }
}
