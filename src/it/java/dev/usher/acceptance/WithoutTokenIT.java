package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.contract.ContractCheck;
import dev.usher.contract.ContractFuzzer;
import dev.usher.contract.GeneratedRequest;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends thousands of generated requests, valid and invalid, without a token: each is answered 401, and none reaches the
 * store. An ambiguous path matches no operation: it is answered 400 before the token is checked, and is not counted
 * here. A failure names its seed: {@code -Dusher.seed} repeats it.
 */
class WithoutTokenIT {
    private static final int AT_A_TIME = 4;
    private static final String NEVER = "86400000";

    private final ContractCheck contract = new ContractCheck();
    private final ContractFuzzer drawer = new ContractFuzzer(contract);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void reachesNothing() throws Exception {
        reachesNothing(2_000);
    }

    @Test
    @Tag("soak")
    void reachesNothingHoweverOftenItIsTried() throws Exception {
        reachesNothing(10_000);
    }

    private void reachesNothing(int requests) throws Exception {
        long seed = Long.getLong("usher.seed", System.nanoTime());
        System.out.println("requests without a token: seed " + seed);
        try (var issuer = IssuerStub.start()) {
            var settings = new HashMap<>(issuer.settings());
            settings.put("USHER_RATE_LIMIT", "0");
            settings.put("USHER_SWEEP_INTERVAL_MS", NEVER);
            settings.put("USHER_SELF_CHECK_INTERVAL_MS", "0");
            try (var usher = ProxiedUsher.start(TestDynamoDb.newPrefix(), settings)) {
                Eventually.holds(() -> assertThat(atRest(usher)).isTrue());
                var refused = new AtomicInteger();
                // More than are counted, for the paths that do not count.
                ConcurrentRunner.act(requests * 5 / 4, AT_A_TIME, i -> {
                    var request = drawer.draw(new Random(seed + i));
                    try {
                        refused.addAndGet(refused(usher, request) ? 1 : 0);
                    } catch (Throwable failure) {
                        throw new AssertionError("seed " + seed + ", request " + i + ": " + request, failure);
                    }
                    return null;
                });
                assertThat(refused).hasValueGreaterThanOrEqualTo(requests);
                assertThat(usher.sent().total()).isZero();
                System.out.println(refused + " requests without a token were 401");
                assertThat(send(usher, drawer.draw(new Random(seed)), issuer.token("ada", "usher:admin"))
                                .statusCode())
                        .isNotEqualTo(401);
            }
        }
    }

    /** What the start does at the store is over. */
    private static boolean atRest(ProxiedUsher usher) throws InterruptedException {
        usher.resetCounts();
        Thread.sleep(3_000);
        return usher.sent().total() == 0;
    }

    /** @return false for a path that does not count */
    private boolean refused(ProxiedUsher usher, GeneratedRequest request) throws Exception {
        var response = send(usher, request, null);
        contract.verify(response);
        if (response.statusCode() == 400 && request.target().matches("[^?]*%20.*")) {
            return false;
        }
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer realm=\"usher\"");
        return true;
    }

    private HttpResponse<String> send(ProxiedUsher usher, GeneratedRequest drawn, String token) throws Exception {
        var request = drawn.to(usher.uri());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
