package dev.usher.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.acceptance.CapturedLog;
import dev.usher.acceptance.Eventually;
import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.authz.UserIds;
import dev.usher.bus.ServiceBus;
import dev.usher.config.OidcSettings;
import dev.usher.config.Settings;
import dev.usher.contract.ContractCheck;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.issuer.BadTokens;
import dev.usher.issuer.IssuerStub;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication by token, also when the issuer's keys change or the issuer is unreachable. */
class JwtAuthenticatorTest {
    private static final long NEVER = 3_600_000;
    private static final long RENEWAL_MILLIS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
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

    private OidcSettings settings() {
        return Settings.from(issuer.settings()).oidc().orElseThrow();
    }

    private TokenAuthenticator tokens(long everyMillis) throws Exception {
        var keeper = new JwksVerticle(bus, settings(), everyMillis, RENEWAL_MILLIS);
        return get(vertx.deployVerticle(keeper).compose(deployed -> keeper.check()));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }

    private static Optional<Caller> caller(TokenAuthenticator tokens, String token) throws Exception {
        return get(tokens.callerOf(token, Eventually.patient()));
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
                        (expires.getEpochSecond() + JwtAuthenticator.SKEW_SECONDS) * 1_000));
        assertThat(caller(tokens, issuer.token("auth0|bob")).orElseThrow().userId())
                .contains(UserIds.of("auth0|bob"));
    }

    /** What a token's claims mean under settings that differ from the defaults; the caller is named by its scopes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SCOPE_CLAIM=permissions               | {"permissions":["usher:events"]}                    | organizer
                    SCOPE_CLAIM=realm_access.roles        | {"realm_access":{"roles":["usher:admin"]}}          | admin
                    SCOPE_CLAIM=https://example.com/roles | {"https://example.com/roles":["usher:admin"]}       | admin
                    SCOPE_CLAIM=roles                     | {"scope":"usher:admin"}                             |
                                                          | {"scope":"openid usher:events","scp":["usher:admin"]} | admin organizer
                                                          | {"scope":"xusher:admin usher:adminx","scp":7}       |
                                                          | {"scope":["usher:admin"]}                           | admin
                    ORGANIZER_SCOPE=Event.Write,staff     | {"scope":"staff"}                                   | organizer
                    ORGANIZER_SCOPE=staff                 | {"scope":"usher:events"}                            |
                    ADMIN_SCOPE=a/b                       | {"scope":"a/b"}                                     | admin
                    USER_CLAIM=oid                        | {"oid":"ada"}                                       | ada
                    USER_CLAIM=user.name                  | {"user":{"name":"ada"}}                             | ada
                    USER_CLAIM=oid                        | {"sub":"ada"}                                       | rejected
                    AUDIENCE_CLAIM=client_id              | {"client_id":"usher-test"}                          |
                    AUDIENCE_CLAIM=client_id              | {"client_id":"another"}                             | rejected
                    AUDIENCE=a,b                          | {"aud":"b"}                                         |
                    """)
    void readsTheClaimsThatTheSettingsName(String setting, String claims, String expected) throws Exception {
        var environment = new HashMap<>(issuer.settings());
        if (setting != null) {
            environment.put("USHER_OIDC_" + setting.split("=")[0], setting.split("=")[1]);
        }
        var keeper = new JwksVerticle(bus, Settings.from(environment).oidc().orElseThrow(), NEVER, RENEWAL_MILLIS);
        var tokens = get(vertx.deployVerticle(keeper).compose(deployed -> keeper.check()));
        var token = issuer.claims("someone");
        new JsonObject(claims).getMap().forEach(token::claim);
        var words = caller(tokens, issuer.sign(token.build()))
                .map(caller -> Stream.concat(
                                caller.userId().filter("ada"::equals).stream(),
                                caller.scopes().stream().map(Scope::text).sorted())
                        .collect(Collectors.joining(" ")))
                .orElse("rejected");
        assertThat(words).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":" Ada\\u0000 Lovelace\\u202E ","nickname":"x"}             | Ada Lovelace
                    {"name":"\\u200B ","preferred_username":"ada"}                     | ada
                    {"name":7,"nickname":"Countess"}                                  | Countess
                    {"username":"3b2c","email":"ada@example.com"}                     | 3b2c
                    {"email":"ada@example.com"}                                       |
                    {"name":"\\ud83d\\ude00\\ud83d"}                                    |
                    """)
    void findsANameThatTheContractAllows(String claims, String name) {
        var found = TokenName.of(new JsonObject(claims));
        assertThat(found).isEqualTo(Optional.ofNullable(name));
        var longest = TokenName.of(new JsonObject().put("name", "\uD83D\uDE00a".repeat(300)))
                .orElseThrow();
        assertThat(longest.codePointCount(0, longest.length())).isEqualTo(200);
        found.ifPresent(text -> new ContractCheck().verify("Name", '"' + text + '"'));
    }

    /** Once for many: a client that does it wrong does it again and again. */
    @Test
    void warnsOfTokensThatCanBeNobodys() throws Exception {
        try (var log = new CapturedLog(JwtAuthenticator.class)) {
            var tokens = tokens(NEVER);
            for (int i = 0; i < 3; i++) {
                caller(
                        tokens,
                        issuer.sign(issuer.claims("ada" + i).audience("account").build()));
            }
            caller(
                    tokens,
                    IssuerStub.sign(
                            IssuerStub.newKey(),
                            issuer.claims("eve").audience("forged").build()));
            assertThat(log.lines())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("rejected a token that the issuer signed: its aud is account, and not usher-test");
        }
    }

    @Test
    void takesNoneThatIsWrongInAnything() throws Exception {
        var tokens = tokens(NEVER);
        for (var bad : BadTokens.of(issuer).entrySet()) {
            assertThat(caller(tokens, bad.getValue())).as(bad.getKey()).isEmpty();
        }
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
    void takesTheTypesOfAccessTokens(String type) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(issuer.key().getKeyID())
                .type(new JOSEObjectType(type))
                .build();
        var token = new SignedJWT(header, issuer.claims("ada").build());
        token.sign(new RSASSASigner(issuer.key()));
        assertThat(caller(tokens(NEVER), token.serialize())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512"})
    void takesAnEllipticSignatureOfExactLengthOnly(String algorithm) throws Exception {
        var name = JWSAlgorithm.parse(algorithm);
        var key = new ECKeyGenerator(Curve.forJWSAlgorithm(name).iterator().next())
                .keyID("ec")
                .generate();
        issuer.shows(List.of(key));
        var tokens = tokens(NEVER);
        var token = new SignedJWT(
                new JWSHeader.Builder(name).keyID("ec").build(),
                issuer.claims("ada").build());
        token.sign(new ECDSASigner(key));
        var good = token.serialize();
        var signature = token.getSignature().decode();
        var content = good.substring(0, good.lastIndexOf('.') + 1);
        var der = ECDSA.transcodeSignatureToDER(signature);
        assertThat(caller(tokens, content + Base64URL.encode(der))).as("DER").isEmpty();
        assertThat(caller(tokens, content + Base64URL.encode(Arrays.copyOf(signature, signature.length + 2))))
                .as("longer")
                .isEmpty();
        assertThat(caller(tokens, content + Base64URL.encode(Arrays.copyOf(signature, signature.length - 2))))
                .as("shorter")
                .isEmpty();
        assertThat(caller(tokens, good)).isPresent();
    }

    @Test
    void remembersATokenAndABadOne() throws Exception {
        var tokens = tokens(NEVER);
        var good = issuer.token("ada");
        var bad = IssuerStub.sign(
                new RSAKey.Builder(IssuerStub.newKey())
                        .keyID(issuer.key().getKeyID())
                        .build(),
                issuer.claims("ada").build());
        assertThat(tokens.known(good).isChecked()).isFalse();
        assertThat(tokens.known(bad).cost()).isGreaterThan(1);
        caller(tokens, good);
        caller(tokens, bad);
        assertThat(tokens.known(good).caller().flatMap(Caller::userId)).contains("ada");
        assertThat(tokens.known(bad)).isEqualTo(TokenAuthenticator.Knowledge.INVALID);
        issuer.rotate();
        caller(tokens, issuer.token("bob"));
        assertThat(tokens.known(good).isChecked()).as("the keys are others").isFalse();
        assertThat(tokens.known(bad).isChecked()).isFalse();
    }

    @Test
    void aTokenThatHasEndedCostsNoCheck() throws Exception {
        var ended = issuer.sign(issuer.claims("ada").expirationTime(in(-60)).build());
        assertThat(tokens(NEVER).known(ended)).isEqualTo(TokenAuthenticator.Knowledge.INVALID);
    }

    @Test
    void aTokenWithoutAKeyIdIsTriedWithFewKeysAndNotWithMany() throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
                issuer.claims("ada").build());
        token.sign(new RSASSASigner(issuer.key()));
        assertThat(caller(tokens(NEVER), token.serialize())).isPresent();
        var keys = new ArrayList<JWK>(List.of(issuer.key()));
        for (int i = 0; i < 5; i++) {
            keys.add(IssuerStub.newKey());
        }
        issuer.shows(keys);
        assertThat(tokens(NEVER).known(token.serialize())).isEqualTo(TokenAuthenticator.Knowledge.INVALID);
    }

    @Test
    void onlySoManyTokensWaitForTheirCheck() throws Exception {
        var keys = JwkSet.of(new JsonObject(new JWKSet(issuer.key()).toString()));
        var worker = vertx.createSharedWorkerExecutor("busy", 1);
        var busy = new CountDownLatch(1);
        var tokens = new JwtAuthenticator(vertx, worker, bus, settings(), () -> keys);
        worker.executeBlocking(() -> busy.await(1, TimeUnit.MINUTES));
        var content = issuer.token("ada");
        int one = tokens.known(content).cost();
        int last = content.length() - 5;
        // Without another character than the token's, a number could be the end of its signature.
        var wrong = content.substring(0, last) + (content.charAt(last) == 'A' ? 'B' : 'A');
        var checks = new ArrayList<Future<Optional<Caller>>>();
        for (int i = 0; i <= JwtAuthenticator.MAX_WAITING / one; i++) {
            checks.add(tokens.callerOf(wrong + "%04d".formatted(i), Eventually.patient()));
        }
        assertThat(checks.stream().filter(Future::failed).map(Future::cause))
                .singleElement()
                .isInstanceOf(UnavailableException.class);
        busy.countDown();
        for (var check : checks) {
            assertThat(check.failed() || get(check).isEmpty()).isTrue();
        }
        assertThat(caller(tokens, content)).isPresent();
    }

    /** What differs from a token that counts in any character does not. */
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
                .expirationTime(in(-JwtAuthenticator.SKEW_SECONDS / 2))
                .build());
        assertThat(caller(tokens, late)).isPresent();
        var early = issuer.sign(issuer.claims("ada")
                .notBeforeTime(in(JwtAuthenticator.SKEW_SECONDS / 2))
                .build());
        assertThat(caller(tokens, early)).isPresent();
    }

    @Test
    void forgetsATokenWhenItEnds() throws Exception {
        var tokens = tokens(NEVER);
        var ending = ending(tokens, 1);
        await(() -> caller(tokens, ending).isEmpty());
    }

    /**
     * Returns a token that was accepted and is remembered, and lives for no longer than this machine needs for that.
     */
    private String ending(TokenAuthenticator tokens, long seconds) throws Exception {
        var token = issuer.sign(issuer.claims("ada")
                .expirationTime(in(seconds - JwtAuthenticator.SKEW_SECONDS))
                .build());
        return caller(tokens, token).isPresent() && caller(tokens, token).isPresent()
                ? token
                : ending(tokens, 2 * seconds);
    }

    @Test
    void findsAKeyThatIsNewAndForgetsTheOldOne() throws Exception {
        var tokens = tokens(NEVER);
        var old = issuer.token("ada");
        assertThat(caller(tokens, old)).isPresent();
        issuer.rotate();
        int before = issuer.reads();
        assertThat(caller(tokens, old)).as("as long as nobody knows").isPresent();
        assertThat(caller(tokens, issuer.token("ada"))).isPresent();
        assertThat(issuer.reads()).isEqualTo(before + 1);
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
        var pair = IssuerStub.newKey();
        int before = issuer.reads();
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            var stranger = new RSAKey.Builder(pair).keyID("stranger-" + i).build();
            for (int again = 0; again < 5; again++) {
                assertThat(caller(
                                tokens,
                                IssuerStub.sign(
                                        stranger, issuer.claims("ada" + again).build())))
                        .isEmpty();
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat(issuer.reads() - before).isBetween(1, 1 + (int) (seconds * 1_000 / RENEWAL_MILLIS) + 1);
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
    void checksNoTokenBeforeTheIssuerAnswers() throws Exception {
        issuer.breaks(true);
        var keeper = new JwksVerticle(bus, settings(), NEVER, RENEWAL_MILLIS);
        var tokens = vertx.deployVerticle(keeper).compose(deployed -> keeper.check());
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(tokens.isComplete()).isFalse();
        issuer.breaks(false);
        assertThat(caller(get(tokens), issuer.token("ada"))).isPresent();
    }

    @Test
    void anIssuerThatCannotBeAskedIsOneThatDoesNotAnswer() {
        var known = settings();
        var unreachable = new OidcSettings(
                URI.create("http://127.0.0.1:99999"),
                known.audiences(),
                known.audienceClaims(),
                known.userClaim(),
                known.scopeClaims(),
                known.organizerScopes(),
                known.adminScopes());
        assertThat(new JwksClient(vertx, unreachable, 3_000).answers().toCompletionStage())
                .failsWithin(Duration.ofSeconds(60));
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static void await(Callable<Boolean> condition) {
        Eventually.holds(() -> assertThat(condition.call()).isTrue());
    }
}
