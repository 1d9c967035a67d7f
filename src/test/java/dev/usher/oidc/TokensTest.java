package dev.usher.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.access.Caller;
import dev.usher.access.Scope;
import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.bus.UnavailableException;
import dev.usher.config.Oidc;
import dev.usher.http.TokenCheck;
import dev.usher.issuer.BadTokens;
import dev.usher.issuer.IssuerStub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a token is, and what becomes of it when the issuer's keys change or the issuer is gone. */
class TokensTest {
    private static final long NEVER = 3_600_000;
    private static final long RENEWAL_MILLIS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private IssuerStub issuer;

    @BeforeEach
    void open() throws Exception {
        issuer = IssuerStub.start();
    }

    @AfterEach
    void close() throws Exception {
        bus.close();
        get(vertx.close());
        issuer.close();
    }

    private TokenCheck tokens(long everyMillis) throws Exception {
        var keeper = new IssuerVerticle(bus, new Oidc(issuer.uri(), IssuerStub.AUDIENCE), everyMillis, RENEWAL_MILLIS);
        get(vertx.deployVerticle(keeper));
        return keeper.check();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }

    private static Optional<Caller> caller(TokenCheck tokens, String token) throws Exception {
        return get(tokens.callerOf(token, Deadline.inMillis(5_000)));
    }

    @Test
    void saysWhoCallsAndWhatTheyMay() throws Exception {
        var tokens = tokens(NEVER);
        var expires = Instant.now().plusSeconds(600);
        var claims = issuer.claims("ada")
                .claim("scope", "openid usher:events usher:unknown usher:admin")
                .audience(List.of("another", IssuerStub.AUDIENCE))
                .expirationTime(Date.from(expires));
        assertThat(caller(tokens, issuer.sign(claims.build())))
                .contains(new Caller(
                        Optional.of("ada"),
                        Set.of(Scope.EVENTS, Scope.ADMIN),
                        (expires.getEpochSecond() + Tokens.SKEW_SECONDS) * 1_000));
        assertThat(caller(tokens, issuer.token("auth0|bob")).orElseThrow().userId())
                .isEmpty();
        assertThat(caller(
                                tokens,
                                issuer.sign(issuer.claims("ada")
                                        .claim("scope", List.of("usher:admin"))
                                        .build()))
                        .orElseThrow()
                        .scopes())
                .isEmpty();
    }

    @Test
    void takesNoneThatIsWrongInAnything() throws Exception {
        var tokens = tokens(NEVER);
        for (var bad : BadTokens.of(issuer).entrySet()) {
            assertThat(caller(tokens, bad.getValue())).as(bad.getKey()).isEmpty();
        }
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
    }

    /** A token that is remembered is found by its end; that alone must not make another one count. */
    @Test
    void takesNoneThatOnlyEndsLikeOneThatCounts() throws Exception {
        var tokens = tokens(NEVER);
        var good = issuer.token("ada");
        assertThat(caller(tokens, good)).isPresent();
        for (int at = 0; at < good.length() - 1; at += 7) {
            var other = good.substring(0, at) + (good.charAt(at) == 'A' ? 'B' : 'A') + good.substring(at + 1);
            assertThat(caller(tokens, other)).as("changed at %d", at).isEmpty();
        }
        assertThat(caller(tokens, "a" + good)).isEmpty();
        assertThat(caller(tokens, good.substring(1))).isEmpty();
        assertThat(caller(tokens, good.substring(good.length() - 100))).isEmpty();
        assertThat(caller(tokens, good)).isPresent();
    }

    @Test
    void letsClocksDifferALittle() throws Exception {
        var tokens = tokens(NEVER);
        var late = issuer.sign(issuer.claims("ada")
                .expirationTime(in(-Tokens.SKEW_SECONDS / 2))
                .build());
        assertThat(caller(tokens, late)).isPresent();
        var early = issuer.sign(
                issuer.claims("ada").notBeforeTime(in(Tokens.SKEW_SECONDS / 2)).build());
        assertThat(caller(tokens, early)).isPresent();
    }

    @Test
    void forgetsATokenWhenItEnds() throws Exception {
        var tokens = tokens(NEVER);
        var ending = issuer.sign(
                issuer.claims("ada").expirationTime(in(2 - Tokens.SKEW_SECONDS)).build());
        assertThat(caller(tokens, ending)).isPresent();
        assertThat(caller(tokens, ending)).isPresent();
        await(() -> caller(tokens, ending).isEmpty());
    }

    @Test
    void takesTheKeysThatAreMeantForSignaturesAndNoSecret() throws Exception {
        var curve = new ECKeyGenerator(Curve.P_384).keyID("ec").generate();
        var secret = new OctetSequenceKey.Builder(new byte[64])
                .keyID("secret")
                .algorithm(JWSAlgorithm.HS512)
                .build();
        issuer.shows(List.of(issuer.key(), curve));
        var tokens = tokens(NEVER);
        var header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("ec").build();
        var signed = new SignedJWT(header, issuer.claims("ada").build());
        signed.sign(new ECDSASigner(curve));
        assertThat(caller(tokens, signed.serialize())).isPresent();

        var shared = new JsonObject(secret.toJSONString());
        var weak = new JsonObject(
                new RSAKey.Builder(new Base64URL("A".repeat(171)), issuer.key().getPublicExponent())
                        .build()
                        .toJSONString());
        var keys = new JsonArray().add(shared).add(weak).add("text");
        assertThat(Keys.of(new JsonObject().put("keys", keys)).all()).isEmpty();
    }

    @Test
    void findsAKeyThatIsNewAndForgetsTheOldOne() throws Exception {
        var tokens = tokens(NEVER);
        var old = issuer.token("ada");
        assertThat(caller(tokens, old)).isPresent();
        issuer.rotate();
        assertThat(caller(tokens, old)).as("as long as nobody knows").isPresent();
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
        assertThat(issuer.reads()).isEqualTo(2);
        assertThat(caller(tokens, old)).as("the key is gone").isEmpty();
    }

    @Test
    void looksForNewKeysByItself() throws Exception {
        var tokens = tokens(100);
        var old = issuer.token("ada");
        assertThat(caller(tokens, old)).isPresent();
        issuer.rotate();
        await(() -> caller(tokens, old).isEmpty());
    }

    @Test
    void doesNotAskTheIssuerForEachTokenWhoseKeyIsUnknown() throws Exception {
        var tokens = tokens(NEVER);
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            var stranger = IssuerStub.newKey();
            for (int again = 0; again < 20; again++) {
                assertThat(caller(
                                tokens,
                                IssuerStub.sign(
                                        stranger, issuer.claims("ada" + again).build())))
                        .isEmpty();
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat(issuer.reads()).isBetween(2, 2 + (int) (seconds * 1_000 / RENEWAL_MILLIS) + 1);
    }

    @Test
    void keepsTheKnownKeysWhileTheIssuerIsGone() throws Exception {
        var tokens = tokens(50);
        issuer.breaks(true);
        int before = issuer.asked();
        await(() -> issuer.asked() > before + 2);
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
        var unknown = IssuerStub.sign(IssuerStub.newKey(), issuer.claims("ada").build());
        assertThatThrownBy(() -> caller(tokens, unknown)).isInstanceOf(UnavailableException.class);
        issuer.breaks(false);
        await(() -> {
            try {
                return caller(tokens, unknown).isEmpty();
            } catch (UnavailableException notYet) {
                return false;
            }
        });
    }

    @Test
    void neverTakesTheLastKeyAway() throws Exception {
        var tokens = tokens(50);
        issuer.shows(List.<JWK>of());
        int before = issuer.reads();
        await(() -> issuer.reads() > before + 2);
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
        assertThat(caller(tokens, BadTokens.of(issuer).get("alg none"))).isEmpty();
    }

    @Test
    void hasNotStartedBeforeTheIssuerAnswers() throws Exception {
        issuer.breaks(true);
        var keeper = new IssuerVerticle(bus, new Oidc(issuer.uri(), IssuerStub.AUDIENCE), NEVER, RENEWAL_MILLIS);
        var started = vertx.deployVerticle(keeper);
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(started.isComplete()).isFalse();
        issuer.breaks(false);
        get(started);
        assertThat(caller(keeper.check(), issuer.token("ada"))).isPresent();
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
