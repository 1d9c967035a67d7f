package dev.usher.http.access;

import static dev.usher.http.ApiFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.usher.acceptance.CapturedLog;
import dev.usher.acceptance.Eventually;
import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.RawReply;
import dev.usher.http.connection.ClientAddressResolver;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.response.RequestListener;
import dev.usher.registrations.RegisterResult;
import dev.usher.registrations.RegisterUsers;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import dev.usher.users.CreateUser;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that sends too much is refused; other clients are not. The clock of the allowances is fixed unless set. */
class RateLimitHandlerTest {
    private static final int PER_SECOND = 2;
    private static final int BURST = 4;
    private static final Predicate<InetAddress> LOOPBACK = InetAddress::isLoopbackAddress;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private ApiFixture api;

    private void limited(Predicate<InetAddress> proxies) {
        limited(proxies, Optional.empty());
    }

    private void limited(Predicate<InetAddress> proxies, Optional<Supplier<TokenAuthenticator>> tokens) {
        api = new ApiFixture(
                Eventually.PATIENT_MILLIS,
                vertx -> new EdgeOptions(
                        Optional.empty(),
                        List.of(),
                        Optional.of(new ClientRateLimiter(PER_SECOND, nanos::get)),
                        proxies,
                        EdgeListener.NONE),
                RequestListener.NONE,
                tokens);
        api.serve(GetUser.class, find -> {
            asked.incrementAndGet();
            return Future.succeededFuture(Outcome.done(new User(find.userId(), "Ada", Timestamp.now(), null)));
        });
        api.serve(RegisterUsers.class, batch -> {
            asked.addAndGet(batch.users().size());
            return Future.succeededFuture(Outcome.done(batch.users().stream()
                    .map(user ->
                            new RegisterResult(user.userId(), Optional.of(Outcome.refused(RefusalReason.EVENT_FULL))))
                    .toList()));
        });
        api.serve(CreateUser.class, create -> {
            asked.incrementAndGet();
            return Future.failedFuture("nobody should ask");
        });
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoSendsTooMuchIsToldSoAndWhenToComeBack() {
        limited(address -> false);
        for (int left = BURST - 1; left >= 0; left--) {
            var answer = api.get("/users/ada");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"client\";q=4;w=2");
            assertThat(header(answer, "RateLimit")).isEqualTo("\"client\";r=" + left + ";t=" + (BURST - left + 1) / 2);
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        }

        var refused = api.post("/users", "{\"name\":");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(ApiFixture.code(refused)).isEqualTo("too-many-requests");
        assertThat(header(refused, "RateLimit")).isEqualTo("\"client\";r=0;t=2");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(asked).hasValue(BURST);
    }

    @Test
    void isServedAgainWhenItHasWaited() {
        limited(address -> false);
        untilRefused("/users/ada");
        long wait = Long.parseLong(header(api.get("/users/ada"), "Retry-After"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(wait));
        assertThat(api.get("/users/ada").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoOperationCountsToo() {
        limited(address -> false);
        untilRefused("/openapi.yaml");
        assertThat(api.get("/nothing").statusCode()).isEqualTo(429);
    }

    /** Nobody can give themselves another address, or use up somebody else's share. */
    @Test
    void whatAStrangerSaysOfItsAddressIsNotBelieved() {
        limited(address -> false);
        untilRefused("/users/ada");
        assertThat(api.get("/users/ada", "X-Forwarded-For", "192.0.2.1").statusCode())
                .isEqualTo(429);
    }

    @Test
    void aTrustedProxySaysWhoCalls() {
        limited(LOOPBACK);
        untilRefused("/users/ada", "X-Forwarded-For", "192.0.2.1");
        assertThat(from("192.0.2.1")).isEqualTo(429);
        assertThat(from("192.0.2.2")).isEqualTo(200);
        assertThat(from("192.0.2.2, 127.0.0.1")).isEqualTo(200);
    }

    /** Only the last part of the header is the proxy's own; what stands before it came from the client. */
    @Test
    void whatAClientTellsTheProxyIsNotBelieved() {
        limited(LOOPBACK);
        untilRefused("/users/ada", "X-Forwarded-For", "192.0.2.1");
        assertThat(from("203.0.113.9, 192.0.2.1")).isEqualTo(429);
        assertThat(api.get("/users/ada", "X-Forwarded-For", "192.0.2.1", "Forwarded", "for=203.0.113.9")
                        .statusCode())
                .isEqualTo(429);
        assertThat(from("unknown")).as("the proxy itself").isEqualTo(200);
    }

    @Test
    void theClientsPortDoesNotCount() {
        limited(LOOPBACK);
        untilRefused("/users/ada", "X-Forwarded-For", "192.0.2.1:40001");
        assertThat(from("192.0.2.1")).isEqualTo(429);
        assertThat(from("192.0.2.1:40002, 127.0.0.1:80, [::1]:443")).isEqualTo(429);
        assertThat(from("192.0.2.2:40001")).as("another client").isEqualTo(200);
        untilRefused("/users/ada", "X-Forwarded-For", "[2001:db8::1]:40001");
        assertThat(from("[2001:db8::2]")).isEqualTo(429);
        assertThat(from("2001:db8::3")).isEqualTo(429);
        assertThat(from("[2001:db8:1::1]:40001")).as("another network").isEqualTo(200);
        assertThat(from("192.0.2.1:80a")).as("the proxy itself").isEqualTo(200);
    }

    @Test
    void oneNetworkOfVersionSixIsOneClient() {
        limited(LOOPBACK);
        untilRefused("/users/ada", "X-Forwarded-For", "2001:db8:1:2::1");
        assertThat(from("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(429);
        assertThat(from("2001:db8:1:3::1")).isEqualTo(200);
    }

    private void limitedByToken() {
        TokenAuthenticator tokens = (token, deadline) -> Future.succeededFuture(
                token.equals("bad")
                        ? Optional.empty()
                        : Optional.of(new Caller(Optional.of(token), Set.of(Scope.ADMIN), Long.MAX_VALUE)));
        limited(LOOPBACK, Optional.of(() -> tokens));
    }

    @Test
    void whoHasATokenIsLimitedWhereverItIsSentFrom() {
        limitedByToken();
        for (int left = BURST - 1; left >= 0; left--) {
            var answer = with("ada", "192.0.2." + left);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "RateLimit")).startsWith("\"client\";r=" + left + ";");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        }
        var refused = with("ada", "192.0.2.99");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
    }

    @Test
    void manyPeopleBehindOneAddressEachHaveTheirOwn() {
        limitedByToken();
        for (int person = 0; person < 5 * BURST; person++) {
            assertThat(with("person-" + person, "192.0.2.1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoGuessesAtTokensIsHeldUp() {
        limitedByToken();
        for (int guess = 0; guess < BURST; guess++) {
            assertThat(with("bad", "192.0.2.1").statusCode()).isEqualTo(401);
        }
        assertThat(with("bad", "192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(with("bad", "192.0.2.2").statusCode()).isEqualTo(401);
    }

    /** Remembers two tokens; every other one that is not bad is valid, after a check. */
    private void limitedByRememberedToken() {
        var ada = new Caller(Optional.of("ada"), Set.of(Scope.ADMIN), Long.MAX_VALUE);
        TokenAuthenticator tokens = new TokenAuthenticator() {
            @Override
            public Knowledge known(String token) {
                return switch (token) {
                    case "remembered" -> Knowledge.valid(ada);
                    case "remembered as bad" -> Knowledge.INVALID;
                    default -> Knowledge.unchecked(3);
                };
            }

            @Override
            public Future<Optional<Caller>> callerOf(String token, Deadline deadline) {
                return Future.succeededFuture(Optional.of(ada).filter(caller -> !token.equals("bad")));
            }
        };
        limited(address -> false, Optional.of(() -> tokens));
    }

    @Test
    void aFloodWithoutTokensLeavesTokensAtTheSameAddressAlone() {
        limitedByRememberedToken();
        untilRefused("/users/ada");
        assertThat(api.get("/users/ada", "Authorization", "Bearer remembered").statusCode())
                .isEqualTo(200);
        assertThat(api.get("/users/ada", "Authorization", "Bearer other").statusCode())
                .as("a token that has to be checked")
                .isEqualTo(200);
    }

    @Test
    void aFloodOfBadTokensLeavesRememberedOnesAlone() {
        limitedByRememberedToken();
        untilRefused("/users/ada", "Authorization", "Bearer bad");
        assertThat(api.get("/users/ada", "Authorization", "Bearer remembered").statusCode())
                .isEqualTo(200);
        assertThat(api.get("/users/ada").statusCode()).isEqualTo(401);
    }

    @Test
    void aBadTokenCostsItsCheckAndARepetitionOne() {
        limitedByRememberedToken();
        assertThat(left(api.get("/users/ada", "Authorization", "Bearer bad"))).isEqualTo(BURST - 1);
        assertThat(left(api.get("/users/ada", "Authorization", "Bearer bad")))
                .as("three for the first, one for this")
                .isZero();
        assertThat(left(api.get("/users/ada", "Authorization", "Bearer remembered as bad")))
                .isEqualTo(BURST - 1);
        assertThat(left(api.get("/users/ada", "Authorization", "Bearer remembered as bad")))
                .isEqualTo(BURST - 2);
    }

    @Test
    void batchCountsAsItsUsersBeforeAnyOfThemIsRegistered() {
        limited(address -> false);
        assertThat(left(batch(3))).isEqualTo(BURST - 3);
        var refused = batch(3);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(ApiFixture.code(refused)).isEqualTo("too-many-requests");
        assertThat(asked).hasValue(3);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(Long.parseLong(header(refused, "Retry-After"))));
        assertThat(batch(3).statusCode()).isEqualTo(200);
    }

    @Test
    void batchOfMoreUsersThanTheAllowanceIsAcceptedWhenTheAllowanceIsFull() {
        limited(address -> false);
        assertThat(api.get("/users/ada").statusCode()).isEqualTo(200);
        var refused = batch(100);
        assertThat(refused.statusCode()).isEqualTo(429);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(Long.parseLong(header(refused, "Retry-After"))));
        assertThat(left(batch(100))).isZero();
        assertThat(header(api.get("/users/ada"), "Retry-After")).isEqualTo("49");
        assertThat(asked).hasValue(101);
    }

    private HttpResponse<String> batch(int users) {
        var ids = IntStream.range(0, users).mapToObj(i -> "\"u" + i + '"').collect(Collectors.joining(",", "[", "]"));
        return api.post("/events/e/registrations", "{\"userIds\":" + ids + "}");
    }

    @Test
    void everyKindOfRequestCounts() {
        limited(address -> false, Optional.empty());
        api.get("/users/ada/");
        api.get("/users/%00");
        api.send(api.request("/users/ada").method("OPTIONS", BodyPublishers.noBody()));
        RawReply.exchange(api.port(), "GET / HTTP/1.1\r\nno header\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(api.get("/users/ada").statusCode()).isEqualTo(429);
    }

    @Test
    void warnsOnceOfAProxyThatIsNotTrusted() {
        try (var log = new CapturedLog(ClientAddressResolver.class)) {
            limitedByRememberedToken();
            api.get("/users/ada", "X-Forwarded-For", "192.0.2.1");
            api.get("/users/ada", "Authorization", "Bearer remembered");
            assertThat(log.lines()).isEmpty();
            api.get("/users/ada", "Authorization", "Bearer remembered", "X-Forwarded-For", "192.0.2.1");
            api.get("/users/ada", "Authorization", "Bearer remembered", "X-Forwarded-For", "192.0.2.1");
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getFormattedMessage()).contains("USHER_TRUSTED_PROXIES");
            });
        }
    }

    private static int left(HttpResponse<String> answer) {
        var left = header(answer, "RateLimit");
        return Integer.parseInt(left.substring(left.indexOf("r=") + 2, left.lastIndexOf(';')));
    }

    private HttpResponse<String> with(String token, String address) {
        return api.get("/users/ada", "Authorization", "Bearer " + token, "X-Forwarded-For", address);
    }

    private int from(String forwardedFor) {
        return api.get("/users/ada", "X-Forwarded-For", forwardedFor).statusCode();
    }

    private void untilRefused(String path, String... headers) {
        int requests = 0;
        do {
            assertThat(requests++).isLessThanOrEqualTo(BURST);
        } while (status(path, headers) != 429);
    }

    private int status(String path, String... headers) {
        var bare = api.request(path).GET();
        return api.sendUnchecked(headers.length == 0 ? bare : bare.headers(headers))
                .statusCode();
    }
}
