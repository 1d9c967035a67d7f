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
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One client sends requests that cost the server more than the client, and fifty others with known tokens are served as
 * before from the same address: the memory is that of the image, the limit the default.
 *
 * <p>{@code -Dusher.attack.seconds=60} runs it for as long, and then also bounds response times and refusals of the
 * others, compared with as long without an attack.
 */
@Tag("soak")
@Tag("measured")
class CostlyRequestsIT {
    private static final int SECONDS = Integer.getInteger("usher.attack.seconds", 3);
    private static final int LONG = 60;
    private static final int LANES = 64;
    private static final int OTHERS = 50;
    /** Each of them. */
    private static final int PER_SECOND = 2;

    private static final long MAX_MILLIS = 2_000;
    /** One of this number of requests may be answered 503 with Retry-After. */
    private static final int MAX_BUSY = 100;

    /** Of what others find without an attack: the measure of a busy machine. */
    private static final int MAX_TIMES = 2;

    private static final Vertx VERTX = Vertx.vertx();
    private static IssuerStub issuer;
    private static UsherProcess usher;

    /** Requests sent repeatedly; none at first. */
    enum Attack {
        NONE,
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
                case NONE, NO_TOKEN -> options.setMethod(HttpMethod.GET).setURI("/events");
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

    private static Found quiet;
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
        var settings = new HashMap<>(UsherProcess.AS_SHIPPED);
        settings.putAll(issuer.settings());
        usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), settings, UsherProcess.IMAGE);
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
        var others = IntStream.range(0, OTHERS).mapToObj(i -> new Guest()).toList();
        for (var other : others) {
            other.arrive();
        }
        var client = VERTX.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(LANES));
        var sent = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        var lanes = IntStream.range(0, attack == Attack.NONE ? 0 : LANES)
                .mapToObj(i -> attack(client, attack, end, sent))
                .toList();
        var answers = Future.all(others.stream().map(Guest::ask).toList());
        long slowest = 0;
        while (!answers.isComplete()) {
            long begun = System.nanoTime();
            assertThat(usher.health("live")).isEqualTo(200);
            slowest = Math.max(slowest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<LoadGenerator.Tally> answered = get(answers).list();
        get(Future.join(lanes));
        get(client.close());
        var found = Found.of(answered);
        System.out.printf("%s: %d attacks; the others %s; liveness %d ms%n", attack, sent.get(), found, slowest);

        assertThat(found.answers().keySet()).isSubsetOf("200", "503");
        assertThat(usher.log()).doesNotContain("StackOverflow", "OutOfMemoryError:", "answered 500");
        if (attack == Attack.NONE) {
            quiet = found;
        } else {
            assertThat(sent.get()).isGreaterThanOrEqualTo(LANES);
        }
        if (SECONDS >= LONG) {
            assertThat(slowest).isLessThan(1_000);
            assertThat(found.p99()).isLessThanOrEqualTo(Math.max(MAX_MILLIS, MAX_TIMES * quiet.p99()));
            assertThat(found.busy())
                    .isLessThanOrEqualTo(Math.max(OTHERS * PER_SECOND * SECONDS / MAX_BUSY, MAX_TIMES * quiet.busy()));
        }
    }

    /** Results of the other clients. */
    private record Found(Map<String, Integer> answers, long p99) {
        static Found of(List<LoadGenerator.Tally> tallies) {
            var all = new TreeMap<String, Integer>();
            var took = new Histogram(2);
            for (var tally : tallies) {
                tally.answers().forEach((answer, count) -> all.merge(answer, count, Integer::sum));
                tally.millis().values().forEach(took::add);
            }
            return new Found(all, took.getValueAtPercentile(99));
        }

        int busy() {
            return answers.getOrDefault("503", 0);
        }
    }

    /** A well-behaved client, with a connection and a token of its own. */
    private static final class Guest {
        private static final AtomicInteger GUESTS = new AtomicInteger();

        private final String name = "guest-" + GUESTS.incrementAndGet();
        private final LoadGenerator pressure =
                new LoadGenerator(VERTX, usher.uri(), 1, Map.of("Authorization", "Bearer " + issuer.token(name)));

        /** Its token is known from here on. */
        void arrive() throws Exception {
            var user = "{\"userId\":\"" + name + "\",\"name\":\"Guest\"}";
            Eventually.holds(
                    () -> assertThat(get(pressure.run(1, 1_000, number -> LoadGenerator.Call.post("/users", user)))
                                    .answers()
                                    .keySet())
                            .isSubsetOf("201", "409"));
        }

        Future<LoadGenerator.Tally> ask() {
            return pressure.run(PER_SECOND, SECONDS * 1_000L, number -> LoadGenerator.Call.get("/users/" + name));
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

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(SECONDS + 120, TimeUnit.SECONDS);
    }
}
