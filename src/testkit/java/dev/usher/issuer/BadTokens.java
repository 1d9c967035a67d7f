package dev.usher.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Tokens that must be rejected, each with one defect that its name describes. All carry every scope. */
public final class BadTokens {
    private BadTokens() {}

    public static Map<String, String> of(IssuerStub issuer) throws JOSEException {
        var tokens = new LinkedHashMap<String, String>();
        var good = admin(issuer).build();
        tokens.put("alg none", new PlainJWT(good).serialize());
        tokens.put("alg none with a signature", header("{\"alg\":\"none\"}", issuer.sign(good)));
        tokens.put("no signature", issuer.sign(good).replaceAll("[^.]+$", ""));
        tokens.put("another signature", issuer.sign(good).replaceAll("[^.]+$", "AAAA"));
        tokens.put("HS256 with the public key in PEM", symmetric(issuer.key(), pem(issuer.key()), good));
        tokens.put("HS256 with the public key in DER", symmetric(issuer.key(), der(issuer.key()), good));
        tokens.put(
                "HS256 with the modulus",
                symmetric(issuer.key(), issuer.key().getModulus().decode(), good));
        tokens.put("another issuer's key", IssuerStub.sign(IssuerStub.newKey(), good));
        tokens.put(
                "another key under its kid",
                IssuerStub.sign(renamed(issuer.key().getKeyID()), good));
        tokens.put("a key that it brings along", withOwnKey(good));
        tokens.put("crit", withCritical(issuer.key(), good));
        tokens.put("RS512 where the key is for RS256", otherAlgorithm(issuer.key(), good));
        tokens.put("other claims", changed(issuer.sign(issuer.claims("ada").build()), issuer.sign(good)));
        claims(issuer)
                .forEach((name, defect) ->
                        tokens.put(name, issuer.sign(defect.apply(admin(issuer)).build())));
        tokens.put(
                "sub is half a surrogate pair",
                payload(issuer.key(), good.toPayload().toString().replace("root", "\\ud800")));
        for (var type : List.of("dpop+jwt", "logout+jwt", "id_token", "jwt+x", "")) {
            tokens.put("typ " + type, typed(issuer.key(), type, good));
        }
        tokens.put("no token at all", "opaque");
        tokens.put("a dot", ".");
        tokens.put("dots", "..");
        tokens.put("a fourth part", issuer.sign(good) + ".AAAA");
        tokens.put("a last dot", issuer.sign(good) + ".");
        tokens.put("a header that is no JSON", header("{", issuer.sign(good)));
        tokens.put("a header that is a list", header("[]", issuer.sign(good)));
        tokens.put("alg is a number", header("{\"alg\":7}", issuer.sign(good)));
        return tokens;
    }

    /** Defects of claims. */
    private static Map<String, UnaryOperator<JWTClaimsSet.Builder>> claims(IssuerStub issuer) {
        var defects = new LinkedHashMap<String, UnaryOperator<JWTClaimsSet.Builder>>();
        defects.put("iss of another issuer", c -> c.issuer("https://login.example.com"));
        defects.put("iss with a slash", c -> c.issuer(issuer.uri() + "/"));
        defects.put("no iss", c -> c.issuer(null));
        defects.put("another aud", c -> c.audience("another"));
        defects.put("no aud", c -> c.audience((String) null));
        defects.put("aud is a number", c -> c.claim("aud", 7));
        defects.put("no exp", c -> c.expirationTime(null));
        defects.put("exp is a text", c -> c.claim("exp", "later"));
        defects.put("exp a minute ago", c -> c.expirationTime(in(-60)));
        defects.put("nbf in a minute", c -> c.notBeforeTime(in(60)));
        defects.put("nbf is a text", c -> c.claim("nbf", "now"));
        defects.put("iat in a minute", c -> c.issueTime(in(60)));
        defects.put("no sub", c -> c.subject(null));
        defects.put("sub is empty", c -> c.subject(""));
        defects.put("sub is a number", c -> c.claim("sub", 7));
        defects.put("sub is too long", c -> c.subject("a".repeat(256)));
        defects.put("another aud beside the client_id of this one", c -> c.audience("another")
                .claim("client_id", IssuerStub.AUDIENCE));
        defects.put(
                "no aud and another client_id", c -> c.audience((String) null).claim("client_id", "another"));
        defects.put("an ID token of Cognito", c -> c.claim("token_use", "id"));
        defects.put("an ID token of Keycloak", c -> c.claim("typ", "ID"));
        for (var foreign : List.of("nonce", "at_hash", "c_hash", "events")) {
            defects.put("a claim of another kind of token: " + foreign, c -> c.claim(foreign, "x"));
        }
        return defects;
    }

    private static String typed(RSAKey key, String type, JWTClaimsSet claims) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType(type))
                .build();
        return signed(key, header, claims);
    }

    private static JWTClaimsSet.Builder admin(IssuerStub issuer) {
        return issuer.claims("root").claim("scope", "usher:admin");
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static RSAKey renamed(String kid) {
        return new RSAKey.Builder(IssuerStub.newKey()).keyID(kid).build();
    }

    private static String symmetric(RSAKey key, byte[] secret, JWTClaimsSet claims) throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static byte[] der(RSAKey key) throws JOSEException {
        return key.toRSAPublicKey().getEncoded();
    }

    private static byte[] pem(RSAKey key) throws JOSEException {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(key));
        return ("-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String withOwnKey(JWTClaimsSet claims) throws JOSEException {
        var own = IssuerStub.newKey();
        return signed(
                own,
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).build(),
                claims);
    }

    private static String withCritical(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .criticalParams(Set.of("unknown"))
                .customParam("unknown", 1)
                .build();
        return signed(key, header, claims);
    }

    private static String otherAlgorithm(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        return signed(
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID(key.getKeyID()).build(),
                claims);
    }

    private static String signed(RSAKey key, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String payload(RSAKey key, String json) throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        var token = new JWSObject(header, new Payload(json));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /** Claims of one token with the signature of another. */
    private static String changed(String signed, String claims) {
        var parts = signed.split("[.]");
        return parts[0] + "." + claims.split("[.]")[1] + "." + parts[2];
    }

    private static String header(String json, String token) {
        var header = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return header + token.substring(token.indexOf('.'));
    }
}
