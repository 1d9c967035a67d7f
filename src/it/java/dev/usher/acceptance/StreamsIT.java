package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.usher.dynamodb.TestDynamoDb;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand live streams and four thousand requests under way at once; fewer of each where the process may have
 * fewer files open.
 */
@Tag("soak")
class StreamsIT {
    private static final int ALL = 14_000;
    private static final int FILES_FOR_OTHER_USE = 2_000;
    private static final int OPENED = Math.min(ALL, mayOpen() - FILES_FOR_OTHER_USE);
    private static final int STREAMS = (int) (10_000L * OPENED / ALL);
    private static final int REQUESTS = (int) (4_000L * OPENED / ALL);
    private static final int AT_ONCE = 200;
    /** No caller has more than a quarter of the streams. */
    private static final int ADDRESSES = 8;

    private static final String BODY = "{\"userId\":\"ada\",\"name\":\"Ada\"}";

    private static final Vertx VERTX = Vertx.vertx();
    private static UsherProcess usher;
    private static List<NetClient> clients;

    private static int mayOpen() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount());
    }

    @BeforeAll
    static void start() throws Exception {
        usher = UsherProcess.start(
                TestDynamoDb.endpoint(),
                TestDynamoDb.newPrefix(),
                Map.of("USHER_REQUEST_TIMEOUT_MS", "300000"),
                List.of("-Xmx768m"));
        clients = IntStream.rangeClosed(1, ADDRESSES)
                .mapToObj(one -> VERTX.createNetClient(
                        new NetClientOptions().setConnectTimeout(60_000).setLocalAddress("127.0.0." + one)))
                .toList();
    }

    @AfterAll
    static void stop() {
        usher.close();
        VERTX.close();
    }

    @Test
    void neitherRefusesTheOther() throws Exception {
        var api = new ApiClient(usher.uri());
        api.user("ada");
        api.event("jazz", 5, true);
        List<Line> streams = new ArrayList<>();
        while (streams.size() < STREAMS) {
            var some = open(
                    Math.min(AT_ONCE, STREAMS - streams.size()),
                    "GET /events/jazz/changes HTTP/1.1\r\nHost: x\r\n\r\n");
            await(some, "snapshot");
            streams.addAll(some);
        }

        var head = "POST /users HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + BODY.length() + "\r\n\r\n";
        var requests = open(REQUESTS, head + BODY.substring(0, 10));
        assertThat(api.get("/events/jazz").status()).isEqualTo(200);
        assertThat(api.register("jazz", "ada").status()).isEqualTo(200);
        await(streams, "registered");

        requests.forEach(request -> request.socket.write(BODY.substring(10)));
        await(requests, "}");
        assertThat(requests).allMatch(request -> request.text.startsWith("HTTP/1.1 409"));
        assertThat(streams).allMatch(stream -> stream.text.startsWith("HTTP/1.1 200"));
        assertThat(Scrape.of(usher.metrics()).value("usher_http_sse_connections"))
                .isEqualTo(STREAMS);
    }

    private static List<Line> open(int count, String octets) throws Exception {
        List<Line> lines = new ArrayList<>();
        while (lines.size() < count) {
            var some = IntStream.range(0, Math.min(AT_ONCE, count - lines.size()))
                    .mapToObj(one -> clients.get(one % ADDRESSES)
                            .connect(usher.uri().getPort(), usher.uri().getHost())
                            .map(socket -> new Line(socket, octets)))
                    .toList();
            get(Future.all(some));
            some.forEach(line -> lines.add(line.result()));
        }
        return lines;
    }

    private static void await(List<Line> lines, String words) throws Exception {
        try {
            get(Future.all(lines.stream().map(line -> line.until(words)).toList()));
        } catch (TimeoutException e) {
            assertThat(lines).extracting(line -> line.text).allMatch(text -> text.contains(words));
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.await(300, TimeUnit.SECONDS);
    }

    /** One connection with its received data. */
    private static final class Line {
        private final NetSocket socket;
        private volatile String text = "";
        private String expected = "";
        private Promise<Void> found = Promise.promise();

        Line(NetSocket socket, String octets) {
            this.socket = socket;
            socket.handler(this::take)
                    .closeHandler(gone -> take(Buffer.buffer("closed")))
                    .write(octets);
        }

        private synchronized void take(Buffer more) {
            text += more;
            look();
        }

        private void look() {
            if (!expected.isEmpty() && text.contains(expected)) {
                found.tryComplete();
            }
        }

        /** Completes when it has received these words. */
        synchronized Future<Void> until(String words) {
            expected = words;
            found = Promise.promise();
            look();
            return found.future();
        }
    }
}
