package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One client sends what costs the server more than it costs the client, and from the same address fifty others, whose
 * tokens are known, go on as before: the memory is that of the image, the limit the default.
 *
 * <p>{@code -Dusher.attack.seconds=60} goes on for as long, and then also bounds how long the others wait.
 */
class CostlyRequestsIT {
    private static final int SECONDS = Integer.getInteger("usher.attack.seconds", 3);
    private static final int LONG = 60;
    private static final int LANES = 64;
    private static final int OTHERS = 50;
    /** Each of them. */
    private static final int PER_SECOND = 2;

    private static final long MOST_MILLIS = 2_000;

    private static final Vertx VERTX = Vertx.vertx();
    private static IssuerStub issuer;
    private static UsherProcess usher;

    /** What is sent again and again. */
    enum Attack {
        NO_TOKEN,
        CONTENT_TYPE,
        UNKNOWN_MEMBERS,
        BAD_ECDSA_TOKENS;

        private static final String SPACES = " ".repeat(3_000);
        private static final Buffer MEMBERS = Buffer.buffer(
                IntStream.range(0, 3_200).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(",", "{", "}")));

        RequestOptions options() {
            var options = new RequestOptions()
                    .setHost(usher.uri().getHost())
                    .setPort(usher.uri().getPort())
                    .setMethod(HttpMethod.POST)
                    .setURI("/users");
            return switch (this) {
                case NO_TOKEN -> options.setMethod(HttpMethod.GET).setURI("/events");
                case CONTENT_TYPE ->
                    options.putHeader("Authorization", "Bearer " + mallory)
                            .putHeader("Content-Type", "application/json;" + SPACES + ";" + SPACES + "@");
                case UNKNOWN_MEMBERS ->
                    options.putHeader("Authorization", "Bearer " + mallory)
                            .putHeader("Content-Type", "application/json");
                case BAD_ECDSA_TOKENS -> options.putHeader("Authorization", "Bearer " + forged());
            };
        }

        Buffer body() {
            return this == UNKNOWN_MEMBERS ? MEMBERS : Buffer.buffer();
        }
    }

    private static String mallory;
    private static String forged;

    /** A new one each time, which nobody can remember. */
    private static String forged() {
        var signature = new byte[132];
        ThreadLocalRandom.current().nextBytes(signature);
        signature[0] = 0;
        signature[66] = 0;
        return forged + Base64URL.encode(signature);
    }

    @BeforeAll
    static void start() throws Exception {
        issuer = IssuerStub.start();
        var curve = new ECKeyGenerator(Curve.P_521).keyID("ec").generate();
        issuer.shows(List.of(issuer.key(), curve));
        mallory = issuer.token("mallory", "usher:events");
        forged = Base64URL.encode(new JWSHeader.Builder(JWSAlgorithm.ES512)
                        .keyID("ec")
                        .build()
                        .toString())
                + "."
                + issuer.claims("mallory").build().toPayload().toBase64URL() + ".";
        var settings = new HashMap<>(issuer.settings());
        settings.put("JAVA_TOOL_OPTIONS", "-Xmx90m -XX:MaxDirectMemorySize=32m -XX:+ExitOnOutOfMemoryError");
        usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings);
    }

    @AfterAll
    static void stop() throws Exception {
        usher.close();
        issuer.close();
        get(VERTX.close());
    }

    @ParameterizedTest
    @EnumSource
    void leaveOthersAlone(Attack attack) throws Exception {
        var others = IntStream.range(0, OTHERS)
                .mapToObj(i -> new Pressure(
                        VERTX,
                        usher.uri(),
                        1,
                        Map.of("Authorization", "Bearer " + issuer.token("guest-" + attack + "-" + i))))
                .toList();
        for (var other : others) {
            get(other.run(1, 1_000, number -> Pressure.Call.get("/events")));
        }
        var client = VERTX.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(LANES));
        var sent = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        var lanes = IntStream.range(0, LANES)
                .mapToObj(i -> attack(client, attack, end, sent))
                .toList();
        List<Pressure.Tally> answered = get(Future.all(others.stream()
                        .map(other -> other.run(PER_SECOND, SECONDS * 1_000L, number -> Pressure.Call.get("/events")))
                        .toList()))
                .list();
        get(Future.join(lanes));
        get(client.close());
        System.out.printf("%s: %d attacks; the others %s%n", attack, sent.get(), summary(answered));

        assertThat(sent.get()).isGreaterThan(LANES);
        assertThat(answered)
                .allSatisfy(tally -> assertThat(tally.answers().keySet()).isSubsetOf("200", "503"));
        int busy = answered.stream().mapToInt(tally -> tally.count("503")).sum();
        assertThat(busy).isLessThanOrEqualTo(OTHERS * PER_SECOND * SECONDS / 100);
        assertThat(usher.health("live")).isEqualTo(200);
        assertThat(usher.log()).doesNotContain("StackOverflow", "OutOfMemoryError:", "answered 500");
        if (SECONDS >= LONG) {
            assertThat(answered)
                    .allSatisfy(tally -> assertThat(tally.millis().get(200).getValueAtPercentile(99))
                            .isLessThanOrEqualTo(MOST_MILLIS));
        }
    }

    /** One request after the other, each on a connection of its own. */
    private static Future<Void> attack(HttpClient client, Attack attack, long end, AtomicInteger sent) {
        if (System.nanoTime() > end) {
            return Future.succeededFuture();
        }
        sent.incrementAndGet();
        return client.request(attack.options())
                .compose(request -> request.send(attack.body()))
                .compose(response -> response.end())
                .eventually(() -> VERTX.timer(1))
                .transform(over -> attack(client, attack, end, sent));
    }

    private static Map<String, Integer> summary(List<Pressure.Tally> tallies) {
        var all = new HashMap<String, Integer>();
        tallies.forEach(tally -> tally.answers().forEach((answer, count) -> all.merge(answer, count, Integer::sum)));
        tallies.forEach(tally -> all.merge("slowest ms", (int) tally.slowest(200), Math::max));
        return all;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(SECONDS + 120, TimeUnit.SECONDS);
    }
}
