package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creates repeated with one {@code Idempotency-Key}, mostly without an id in the body, on two replicas. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdempotencyIT extends AgainstUsher {
    private static final String KEY = "Idempotency-Key";
    private static final String EVENT = "{\"name\":\"Jazz\",\"capacity\":2}";
    private static final String USER = "{\"name\":\"Ada\"}";
    private static final long STALL_MILLIS = 60_000;

    private static ProxiedUsher usher;

    @BeforeAll
    static void start() throws Exception {
        usher = ProxiedUsher.start(prefix(), Map.of("USHER_REQUEST_TIMEOUT_MS", "2500"));
    }

    @AfterAll
    static void stop() {
        usher.close();
    }

    @ParameterizedTest
    @CsvSource({"/users, userId", "/events, eventId"})
    void manyAtOnceOnTwoReplicasMakeOneRow(String path, String id) throws Exception {
        var body = path.equals("/users") ? USER : EVENT;
        var nodes = List.of(usher.api(), api);
        var replies = ConcurrentRunner.act(20, 10, i -> settled(nodes.get(i % 2), path, body, "at-once"));
        assertThat(new HashSet<>(replies.stream().map(reply -> reply.text(id)).toList()))
                .hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSizeLessThan(2);
        assertThat(replies).extracting(ApiClient.Reply::status).containsOnly(200, 201);
        assertThat(usher.uri().resolve(path).resolve(replies.get(0).location()).getPath())
                .isEqualTo(path + "/" + replies.get(0).text(id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /users  | {"name":"Ada"}                                 | {"name":"Bob"}
                    /users  | {"userId":"reused","name":"Ada"}               | {"userId":"reused","name":"Bob"}
                    /events | {"name":"Jazz","capacity":2}                   | {"name":"Jazz","capacity":3}
                    /events | {"eventId":"reused","name":"Jazz","capacity":2} | {"eventId":"reused","name":"Jazz","capacity":3}
                    """)
    void anotherBodyUnderTheSameKeyIsRefused(String path, String body, String other) throws Exception {
        var key = "reused-" + body.length();
        assertThat(api.post(path, body, KEY, key).status()).isEqualTo(201);
        assertThat(api.post(path, other, KEY, key).word()).isEqualTo("422 idempotency-key-reused");
        assertThat(api.post(path, body.replace(":", " : "), KEY, key).status()).isEqualTo(200);
        boolean named = body.contains("Id");
        assertThat(api.post(path, other, KEY, key + "-2").status()).isEqualTo(named ? 409 : 201);
        assertThat(api.post(path, body.replace("reused", "another"), KEY, key).status())
                .as("a key counts for one id only")
                .isEqualTo(named ? 201 : 200);
    }

    /** The replica never answers, as if it had died after its transaction: another one finds the row. */
    @ParameterizedTest
    @CsvSource({"/users, userId", "/events, eventId"})
    void aReplyThatIsLostForGoodLeavesOneRow(String path, String id) throws Exception {
        var body = path.equals("/users") ? USER : EVENT;
        usher.resetCounts();
        usher.transactionsMeet(Map.of(Fault.STALL_REPLY, 1.0), 1, STALL_MILLIS);
        try {
            do {
                assertThat(usher.api().post(path, body, KEY, "dies").word()).isEqualTo("503 busy");
            } while (usher.arrived().requests(ProxiedUsher.TRANSACTION) == 0);
        } finally {
            usher.storeBehaves(FaultProfile.KIND);
        }
        var again = settled(api, path, body, "dies");
        assertThat(again.status()).isEqualTo(200);
        assertThat(settled(usher.api(), path, body, "dies").text(id)).isEqualTo(again.text(id));
        assertThat(api.post(path, body, KEY, "lives").text(id)).isNotEqualTo(again.text(id));
    }

    /** A 503 says nothing, and is asked again. */
    private static ApiClient.Reply settled(ApiClient api, String path, String body, String key) throws Exception {
        var last = new AtomicReference<ApiClient.Reply>();
        Eventually.holds(() -> {
            last.set(api.post(path, body, KEY, key));
            assertThat(last.get().status()).isNotEqualTo(503);
        });
        return last.get();
    }

    @Test
    void theKeysOfOneCallerAreNotThoseOfAnother() throws Exception {
        try (var issuer = IssuerStub.start();
                var asked = LocalUsher.start(TestDynamoDb.endpoint(), prefix(), issuer.settings())) {
            var olga = new ApiClient(asked.uri(), issuer.token("olga", "usher:events"));
            var oscar = new ApiClient(asked.uri(), issuer.token("oscar", "usher:events"));
            var first = olga.post("/events", EVENT, KEY, "shared");
            assertThat(oscar.post("/events", EVENT, KEY, "shared").text("eventId"))
                    .isNotEqualTo(first.text("eventId"));
            assertThat(olga.post("/events", EVENT, KEY, "shared").text("eventId"))
                    .isEqualTo(first.text("eventId"));
        }
    }
}
