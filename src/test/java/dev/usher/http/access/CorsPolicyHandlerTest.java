package dev.usher.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.connection.EdgeListener;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Origins whose pages may call from a browser. */
class CorsPolicyHandlerTest {
    private static final String OURS = "https://tickets.example.com";
    private static final String OTHER = "https://evil.example.com";
    private static final ApiFixture CLOSED = new ApiFixture();
    private static final ApiFixture OPEN = open(Optional.empty());
    private static final ApiFixture LIMITED = open(Optional.of(new ClientRateLimiter(1)));

    private static ApiFixture open(Optional<ClientRateLimiter> allowances) {
        return new ApiFixture(vertx -> new EdgeOptions(
                Optional.empty(),
                List.of(OURS, "http://localhost:3000"),
                allowances,
                address -> false,
                EdgeListener.NONE));
    }

    @AfterAll
    static void stop() {
        LIMITED.close();
        CLOSED.close();
        OPEN.close();
    }

    @Test
    void isClosedUnlessOriginsAreNamed() {
        var preflight = preflight(CLOSED, OURS);
        assertThat(preflight.statusCode()).isEqualTo(405);
        assertSaysNothing(preflight);
        assertSaysNothing(get(CLOSED, OURS));
    }

    @Test
    void aNamedOriginMaySendWhatTheContractKnows() {
        var preflight = preflight(OPEN, OURS);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).contains(OURS);
        assertThat(header(preflight, "Access-Control-Allow-Methods").orElseThrow())
                .contains("GET", "POST", "PATCH", "DELETE")
                .doesNotContain("PUT");
        assertThat(header(preflight, "Access-Control-Allow-Headers")
                        .orElseThrow()
                        .toLowerCase())
                .contains(
                        "authorization",
                        "content-type",
                        "idempotency-key",
                        "last-event-id",
                        "if-none-match",
                        "traceparent");
        assertThat(header(preflight, "Access-Control-Allow-Credentials")).isEmpty();
    }

    /** A refusal, too: the page has to learn when to come back. */
    @Test
    void aNamedOriginMayReadEveryAnswer() {
        HttpResponse<String> answer;
        do {
            answer = get(LIMITED, OURS);
            assertThat(header(answer, "Access-Control-Allow-Origin")).contains(OURS);
            assertThat(header(answer, "Access-Control-Expose-Headers")
                            .orElseThrow()
                            .toLowerCase())
                    .contains("location", "etag", "retry-after", "ratelimit", "ratelimit-policy", "x-request-id");
            assertThat(header(answer, "Vary").orElseThrow().toLowerCase()).contains("origin");
        } while (answer.statusCode() != 429);
    }

    @Test
    void anotherOriginIsToldNothing() {
        var preflight = preflight(OPEN, OTHER);
        assertThat(preflight.statusCode()).isEqualTo(405);
        assertSaysNothing(preflight);
        assertSaysNothing(get(OPEN, OTHER));
        assertSaysNothing(get(OPEN, "null"));
        assertSaysNothing(get(OPEN, OURS + ".evil.example.com"));
    }

    private static void assertSaysNothing(HttpResponse<String> answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase().startsWith("access-control"));
    }

    private static HttpResponse<String> preflight(ApiFixture api, String origin) {
        return api.sendUnchecked(api.request("/users")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type"));
    }

    private static HttpResponse<String> get(ApiFixture api, String origin) {
        return api.sendUnchecked(api.request("/nothing").header("Origin", origin));
    }

    private static Optional<String> header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name);
    }
}
