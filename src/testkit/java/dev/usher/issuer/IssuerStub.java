package dev.usher.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Issuer of tokens that listens on a port of its own and rotates its keys on demand. Thread-safe. As a process: the
 * arguments are the port and the public key that it publishes until it is killed.
 */
public final class IssuerStub implements AutoCloseable {
    public static final String AUDIENCE = "usher-test";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private int rotations;
    private volatile RSAKey key;
    private volatile List<JWK> shown;
    private volatile boolean broken;

    /** Generating a key takes long: a JVM generates one for all its issuers. */
    static final class FirstPair {
        static final RSAKey KEY = generate();
    }

    /** Generated when one of them is needed. */
    private static final class MorePairs {
        /** Of issuers that have rotated. */
        private static final RSAKey ROTATED = generate();
        /** Of no issuer. */
        private static final RSAKey OTHER = generate();
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2_048)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private IssuerStub(int port, RSAKey key) throws IOException {
        this.key = key;
        shown = List.of(key);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", this::keys);
        server.setExecutor(threads);
        server.start();
    }

    public static void main(String[] arguments) throws Exception {
        new IssuerStub(Integer.parseInt(arguments[0]), RSAKey.parse(arguments[1]));
    }

    public static IssuerStub start() throws IOException {
        return start(0);
    }

    /** Starts on a port that it used before. */
    public static IssuerStub start(int port) throws IOException {
        return new IssuerStub(port, FirstPair.KEY);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Settings with which a server accepts its tokens. */
    public Map<String, String> settings() {
        return settings(uri());
    }

    static Map<String, String> settings(URI issuer) {
        return Map.of("USHER_AUTH", "oidc", "USHER_OIDC_ISSUER", issuer.toString(), "USHER_OIDC_AUDIENCE", AUDIENCE);
    }

    /** Number of requests for its keys. */
    public int reads() {
        return reads.get();
    }

    /** Number of requests of any kind. */
    public int asked() {
        return asked.get();
    }

    /** Its signing key. */
    public RSAKey key() {
        return key;
    }

    /** Signs with a new key from now on; no longer publishes the old one. */
    public synchronized void rotate() {
        key = renamed(++rotations % 2 == 0 ? FirstPair.KEY : MorePairs.ROTATED);
        shown = List.of(key);
    }

    public void shows(List<JWK> keys) {
        shown = List.copyOf(keys);
    }

    /** Answers every request with 500. */
    public void breaks(boolean now) {
        broken = now;
    }

    /** Valid token. */
    public String token(String subject, String... scopes) {
        return sign(claims(subject).claim("scope", String.join(" ", scopes)).build());
    }

    /** Claims of a valid token for a user. */
    public JWTClaimsSet.Builder claims(String subject) {
        return signer().claims(subject);
    }

    private TokenSigner signer() {
        return new TokenSigner(uri(), key);
    }

    public String sign(JWTClaimsSet claims) {
        return signer().sign(claims);
    }

    /** Signs with any key. */
    public static String sign(RSAKey key, JWTClaimsSet claims) {
        return new TokenSigner(null, key).sign(claims);
    }

    /** A key with an id of its own, whose pair no issuer has. */
    public static RSAKey newKey() {
        return renamed(MorePairs.OTHER);
    }

    private static RSAKey renamed(RSAKey pair) {
        return new RSAKey.Builder(pair).keyID(UUID.randomUUID().toString()).build();
    }

    private void describe(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(uri()));
    }

    private void keys(HttpExchange exchange) throws IOException {
        reads.incrementAndGet();
        answer(exchange, new JWKSet(shown).toPublicJWKSet().toString());
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        asked.incrementAndGet();
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(broken ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
