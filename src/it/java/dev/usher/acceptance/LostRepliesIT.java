package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A successful request is answered with success even if the store's reply was lost after the commit: never with a 409
 * or a 404.
 */
class LostRepliesIT extends AgainstUsher {
    private static final int CROWD = 60;
    private static final int HANDS = 8;
    private static final long STALL_MILLIS = 300;
    private final long seed = Long.getLong("usher.seed", System.nanoTime());
    private static ProxiedUsher usher;
    private static ApiClient lossy;

    @BeforeAll
    static void start() throws Exception {
        usher = ProxiedUsher.start(prefix(), Map.of());
        lossy = usher.api();
        ConcurrentRunner.act(CROWD, HANDS, i -> api.user("p" + i));
    }

    @AfterAll
    static void stop() {
        usher.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_REPLY", "ERROR_500_AFTER", "STALL_REPLY"})
    void oneReplyIsLost(Fault fault) throws Exception {
        var user = "u-" + fault;
        var event = "e-" + fault;
        assertThat(lost(fault, () -> lossy.user(user)).status()).isEqualTo(201);
        assertThat(lost(fault, () -> lossy.event(event, 1, true)).status()).isEqualTo(201);
        assertThat(lost(fault, () -> lossy.register(event, "p1")).word()).isEqualTo("registered");
        assertThat(lost(fault, () -> lossy.register(event, "p2")).word()).isEqualTo("waitlisted");
        assertThat(lost(fault, () -> lossy.register(event, user)).word()).isEqualTo("waitlisted");
        assertThat(lost(fault, () -> lossy.unregister(event, "p2")).status()).isEqualTo(200);
        assertThat(lost(fault, () -> lossy.unregister(event, "p1")).text("promoted"))
                .isEqualTo(user);
        assertThat(lost(fault, () -> lossy.unregister(event, user)).status()).isEqualTo(200);
    }

    /** Every transaction meets the fault until one did; then all is well again. */
    private static ApiClient.Reply lost(Fault fault, Callable<ApiClient.Reply> request) throws Exception {
        var hand = Executors.newSingleThreadExecutor();
        try {
            usher.resetCounts();
            usher.transactionsMeet(Map.of(fault, 1.0), 1, STALL_MILLIS);
            var reply = hand.submit(request);
            Eventually.holds(() -> assertThat(usher.sent().faults(fault)).isPositive());
            usher.storeBehaves(FaultProfile.KIND);
            return reply.get(90, TimeUnit.SECONDS);
        } finally {
            hand.shutdownNow();
        }
    }

    /** The neighbour changes the same event meanwhile, so that a try again finds another version. */
    @Test
    void manyRepliesAreLostBesideABusyNeighbour() throws Exception {
        System.out.println("lost replies: seed " + seed);
        usher.resetCounts();
        usher.transactionsMeet(
                Map.of(Fault.LOST_REPLY, 0.3, Fault.ERROR_500_AFTER, 0.1, Fault.ERROR_500, 0.1, Fault.RESET, 0.1),
                seed,
                0);
        lossy.event("crowd", CROWD / 2, true);
        var nodes = List.of(lossy, api);
        var joined = ConcurrentRunner.act(CROWD, HANDS, i -> nodes.get(i % 2).register("crowd", "p" + i));
        var left = ConcurrentRunner.act(CROWD, HANDS, i -> nodes.get(i % 2).unregister("crowd", "p" + i));
        usher.storeBehaves(FaultProfile.KIND);

        assertThat(joined).extracting(ApiClient.Reply::word).containsOnly("registered", "waitlisted");
        assertThat(joined.stream().filter(reply -> reply.word().equals("registered")))
                .hasSize(CROWD / 2);
        assertThat(left).extracting(ApiClient.Reply::status).containsOnly(200);
        assertThat(usher.sent().faults(Fault.LOST_REPLY)).isPositive();
        var event = lossy.get("/events/crowd").body();
        assertThat(event.get("currentRegistrations").asInt()).isZero();
        assertThat(event.get("waitlistCount").asInt()).isZero();
    }
}
