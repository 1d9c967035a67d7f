package dev.usher.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only those keys of a key set that may sign tokens are used. */
class JwkSetTest {
    private static final String MODULUS = "A".repeat(342);
    private static final JsonObject RSA = new JsonObject().put("kty", "RSA").put("n", MODULUS);

    private static JwkSet keys(JsonObject... keys) {
        return JwkSet.of(new JsonObject().put("keys", new JsonArray(List.of(keys))));
    }

    @ParameterizedTest
    @CsvSource({"RSA, , RS256", "OKP, Ed25519, EdDSA", "EC, P-256, ES256", "EC, P-384, ES384", "EC, P-521, ES512"})
    void aKeyThatDoesNotSaySoHasTheUsualAlgorithmOfItsKind(String type, String curve, String algorithm) {
        var key = new JsonObject().put("kty", type).put("crv", curve).put("n", MODULUS);
        assertThat(keys(key).all()).containsExactly(key.copy().put("alg", algorithm));
    }

    @Test
    void whatAKeySaysItIsForCounts() {
        var pss = RSA.copy().put("alg", "PS512").put("use", "sig");
        assertThat(keys(pss).all()).containsExactly(pss);
        assertThat(keys(RSA.copy().put("use", "enc")).all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512", "none", "RSA-OAEP", "ES256K", ""})
    void noKeySignsByAnAlgorithmThatIsNotAllowed(String algorithm) {
        assertThat(keys(RSA.copy().put("alg", algorithm)).all()).isEmpty();
    }

    @Test
    void aSecretIsNoKeyWhateverItSaysOfItself() {
        var secret = new JsonObject().put("kty", "oct").put("k", MODULUS).put("alg", "RS256");
        assertThat(keys(secret).all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kty", "n", "use", "alg"})
    void anOddKeyIsPassedOverAndTheOthersCount(String member) {
        var odd = RSA.copy().put("use", "sig").put("alg", "RS256");
        assertThat(keys(odd.copy().putNull(member), RSA.copy().put(member, 7), odd)
                        .all())
                .containsExactly(odd);
    }

    @Test
    void aShortModulusIsNoKey() {
        assertThat(keys(RSA.copy().put("n", "A".repeat(171))).all()).isEmpty();
    }

    @Test
    void whatIsNoObjectIsNoKey() {
        assertThat(JwkSet.of(new JsonObject().put("keys", new JsonArray().add("text")))
                        .all())
                .isEmpty();
    }

    @Test
    void aCurveThatIsNoTextIsNoCurve() {
        assertThat(keys(new JsonObject().put("kty", "EC").putNull("crv")).all()).isEmpty();
    }

    @Test
    void thereIsABoundToTheirNumber() {
        var many = IntStream.range(0, 300)
                .mapToObj(n -> RSA.copy().put("kid", "k" + n))
                .toArray(JsonObject[]::new);
        assertThat(keys(many).all()).hasSize(100);
    }
}
