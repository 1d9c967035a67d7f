package dev.usher.acceptance;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand idle connections, a thousand that send their headers slowly, and hostile requests, while other clients
 * are served. Limited by the number of files that the process may have open.
 */
@Tag("soak")
@Tag("measured")
class ConnectionExhaustionIT {
    private static final int FILES_FOR_OTHER_USE = 2_000;
    private static final int CONNECTIONS = Math.min(10_000, mayOpen() - FILES_FOR_OTHER_USE);
    private static final int DRIPPING = Math.min(1_000, CONNECTIONS / 10);
    private static final int AT_ONCE = 500;
    private static final int ADDRESSES = 8;
    private static final int EACH_CONNECTION_KILOBYTES = 16;
    private static final int MORE_MEGABYTES = 24;

    private static final Vertx VERTX = Vertx.vertx();
    private static UsherProcess usher;

    private static int mayOpen() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount());
    }

    @BeforeAll
    static void start() throws Exception {
        usher = UsherProcess.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), UsherProcess.AS_SHIPPED);
        new ApiClient(usher.uri()).user("ada");
    }

    @AfterAll
    static void stop() {
        usher.close();
        VERTX.close();
    }

    @Test
    void othersAreServedAndNothingIsLeftBehind() throws Exception {
        try (var others = new LoadGenerator(VERTX, usher.uri(), 50);
                var enemies = new LoadGenerator(VERTX, usher.uri(), 50)) {
            serve(others);
            var before = ProcessStats.of(usher.pid());
            var clients = clients();
            var sockets = open(clients);
            sockets.stream().limit(DRIPPING).forEach(ConnectionExhaustionIT::drip);
            var hostile = enemies.run(100, 3_000, ConnectionExhaustionIT::hostile);
            serve(others);
            var refused = get(hostile);
            var during = ProcessStats.of(usher.pid());
            get(Future.all(clients.stream().map(NetClient::close).toList()));
            Eventually.holds(() -> assertThat(ProcessStats.of(usher.pid()).liveMegabytes())
                    .isLessThanOrEqualTo(before.liveMegabytes() + MORE_MEGABYTES));
            System.out.printf(
                    "siege: %d connections, hostile %s, before %s, during %s%n",
                    sockets.size(), refused, before, during);

            assertThat(refused.answers().keySet()).isSubsetOf(Set.of("400", "404", "405", "413", "415", "431"));
            assertThat(during.threads()).isLessThanOrEqualTo(before.threads() + 8);
            assertThat(during.liveMegabytes())
                    .isLessThanOrEqualTo(
                            before.liveMegabytes() + MORE_MEGABYTES + CONNECTIONS * EACH_CONNECTION_KILOBYTES / 1024);
            assertThat(usher.log()).doesNotContain("has been blocked", "answered 500", "OutOfMemory");
        }
    }

    private static void serve(LoadGenerator others) throws Exception {
        var tally = get(others.run(100, 2_000, number -> LoadGenerator.Call.get("/users/ada")));
        assertThat(tally.answers()).containsOnlyKeys("200");
    }

    /** An address may have a quarter of all connections. */
    private static List<NetClient> clients() {
        return IntStream.rangeClosed(1, ADDRESSES)
                .mapToObj(one -> VERTX.createNetClient(
                        new NetClientOptions().setConnectTimeout(10_000).setLocalAddress("127.0.0." + one)))
                .toList();
    }

    private static List<NetSocket> open(List<NetClient> clients) throws Exception {
        var sockets = new ArrayList<NetSocket>();
        URI server = usher.uri();
        while (sockets.size() < CONNECTIONS) {
            var some = IntStream.range(0, Math.min(AT_ONCE, CONNECTIONS - sockets.size()))
                    .mapToObj(one -> clients.get(one % ADDRESSES).connect(server.getPort(), server.getHost()))
                    .collect(Collectors.toList());
            get(Future.all(some));
            some.forEach(socket -> sockets.add(socket.result()));
        }
        return sockets;
    }

    private static void drip(NetSocket socket) {
        VERTX.setPeriodic(200, timer -> socket.write("G").onFailure(gone -> VERTX.cancelTimer(timer)));
    }

    private static LoadGenerator.Call hostile(int number) {
        var named = "{\"userId\":\"x\",\"name\":";
        return switch (number % 10) {
            case 0 -> LoadGenerator.Call.post("/users", "[".repeat(10_000));
            case 1 -> LoadGenerator.Call.post("/users", "{\"a\":".repeat(10_000));
            case 2 -> LoadGenerator.Call.post("/users", named + "9".repeat(60_000) + "}");
            case 3 -> LoadGenerator.Call.post("/users", named + "9".repeat(1024 * 1024) + "}");
            case 4 -> LoadGenerator.Call.post("/users", named + "\"a\\u0000b\"}");
            case 5 -> LoadGenerator.Call.post("/users", named + "\"\u202egnp\"}");
            case 6 -> LoadGenerator.Call.get("/users/a%00b");
            case 7 -> LoadGenerator.Call.get("/users/%2e%2e/%2e%2e/etc/passwd");
            case 8 -> LoadGenerator.Call.get("/users/" + "x".repeat(3_000));
            default ->
                LoadGenerator.Call.post(
                        "/users",
                        Buffer.buffer(new byte[] {'{', (byte) 0xc3, '}'}).toString("ISO-8859-1"));
        };
    }
}
