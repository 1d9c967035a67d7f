package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import dev.usher.http.tls.EdgeListener;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final EdgeListener listener = new EdgeListener() {
        @Override
        public void turnedAway() {
            turnedAway.incrementAndGet();
        }
    };
    private final List<EmbeddedChannel> admitted = new ArrayList<>();
    private final ConnectionLimiter limiter = new ConnectionLimiter(5, 2, InetAddress::isLoopbackAddress, listener);

    private boolean admits(String address) throws UnknownHostException {
        var connection = new EmbeddedChannel();
        boolean admits = limiter.admit(connection, InetAddress.getByName(address));
        if (admits) {
            admitted.add(connection);
        }
        return admits;
    }

    @Test
    void anAddressHasItsLimitAndAnotherOneItsOwn() throws Exception {
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(admits("192.0.2.1")).isFalse();
        assertThat(admits("192.0.2.2")).isTrue();
        assertThat(turnedAway).hasValue(1);
        admitted.get(0).close();
        assertThat(admits("192.0.2.1")).isTrue();
        assertThat(admits("192.0.2.1")).isFalse();
    }

    @Test
    void anExemptAddressIsLimitedByTheTotalAlone() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(admits("127.0.0.1")).isTrue();
        }
        assertThat(admits("127.0.0.1")).isFalse();
        assertThat(admits("192.0.2.1")).isFalse();
        admitted.get(0).close();
        assertThat(admits("192.0.2.1")).isTrue();
    }

    @Test
    void aServerClosesAConnectionThatIsNotAdmitted() throws Exception {
        var vertx = Vertx.builder()
                .withTransport(VertxInternals.transport(new ConnectionLimiter(1, 1, address -> false, listener)))
                .build();
        int port = ApiFixture.await(vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("hello"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        try (var first = new Socket("127.0.0.1", port);
                var second = new Socket("127.0.0.1", port)) {
            assertThat(isServed(first)).isTrue();
            assertThat(isServed(second)).isFalse();
            assertThat(isServed(first)).isTrue();
        } finally {
            ApiFixture.await(vertx.close());
        }
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
