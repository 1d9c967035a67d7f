package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections without a request: an address may have some of them, and all addresses together some more. */
class ConnectionLimiterTest {
    private static final int MOST = 3;

    private final AtomicInteger turnedAway = new AtomicInteger();
    private final List<Socket> sockets = new ArrayList<>();
    private Vertx vertx;
    private int port;

    private void open(int total, int perAddress, Predicate<InetAddress> exempt) {
        var watch = new EdgeWatch() {
            @Override
            public void turnedAway() {
                turnedAway.incrementAndGet();
            }
        };
        vertx = Vertx.builder()
                .withTransport(VertxInternals.transport(new ConnectionLimiter(total, perAddress, exempt, watch)))
                .build();
        port = ApiFixture.await(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("hello"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        ApiFixture.await(vertx.close());
    }

    @Test
    void closesTheConnectionsOfAnAddressBeyondItsLimitUntilSomeHaveClosed() throws Exception {
        open(100, MOST, address -> false);
        for (int i = 0; i < MOST; i++) {
            assertThat(isServed(connect())).isTrue();
        }
        assertThat(isServed(connect())).isFalse();
        assertThat(isServed(connect())).isFalse();
        assertThat(turnedAway).hasValue(2);

        sockets.get(0).close();
        long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!isServed(connect())) {
            assertThat(System.nanoTime()).isLessThan(bound);
        }
        assertThat(isServed(connect())).isFalse();
        assertThat(isServed(sockets.get(1))).isTrue();
    }

    @Test
    void otherAddressesHaveTheirOwnLimit() throws Exception {
        open(100, MOST, address -> false);
        for (int i = 0; i < MOST; i++) {
            assertThat(isServed(connect())).isTrue();
        }
        assertThat(isServed(connect("127.0.0.2"))).isTrue();
    }

    @Test
    void anExemptAddressIsLimitedByTheTotalAlone() throws Exception {
        open(3 * MOST, MOST, InetAddress::isLoopbackAddress);
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(isServed(connect())).isTrue();
        }
        assertThat(isServed(connect())).isFalse();
        assertThat(isServed(connect("127.0.0.2"))).isFalse();
    }

    private Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private Socket connect(String from) throws IOException {
        var socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static boolean isServed(Socket socket) {
        try {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
            return socket.getInputStream().read(new byte[1_000]) > 0;
        } catch (IOException reset) {
            return false;
        }
    }
}
