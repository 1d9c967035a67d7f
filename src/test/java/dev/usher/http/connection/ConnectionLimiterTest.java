package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
    private static final String ONE = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";
    private static final String EXEMPT = "127.0.0.1";

    private final AtomicInteger rejected = new AtomicInteger();
    private final EdgeListener listener = new EdgeListener() {
        @Override
        public void connectionRejected() {
            rejected.incrementAndGet();
        }
    };
    private final ConnectionLimiter limiter = new ConnectionLimiter(5, 2, InetAddress::isLoopbackAddress, listener);
    private final List<EmbeddedChannel> open = new ArrayList<>();

    private boolean admits(String address) throws UnknownHostException {
        var connection = new EmbeddedChannel();
        return limiter.admit(connection, InetAddress.getByName(address)) && open.add(connection);
    }

    @Test
    void anAddressHasItsLimitAndAnExemptOneTheTotalAlone() throws Exception {
        assertThat(List.of(admits(ONE), admits(ONE), admits(ONE), admits(OTHER)))
                .containsExactly(true, true, false, true);
        assertThat(rejected).hasValue(1);
        open.remove(0).close();
        assertThat(List.of(admits(ONE), admits(ONE))).containsExactly(true, false);
        assertThat(List.of(admits(EXEMPT), admits(EXEMPT), admits(EXEMPT), admits(OTHER)))
                .containsExactly(true, true, false, false);
        open.remove(0).close();
        assertThat(List.of(admits(OTHER), admits(EXEMPT))).containsExactly(true, false);
    }

    @Test
    void anExemptAddressTakesNothingFromItsNetwork() throws Exception {
        assertThat(List.of(admits("::1"), admits("::1"), admits("::1"), admits("::2")))
                .containsOnly(true);
    }

    @Test
    void aServerClosesAConnectionThatIsNotAdmitted() throws Exception {
        var vertx = Vertx.builder()
                .withTransport(VertxInternals.transport(new ConnectionLimiter(1, 1, address -> false, listener)))
                .build();
        var server = vertx.createNetServer().connectHandler(admitted -> admitted.write("hello"));
        int port = ApiFixture.await(server.listen(0, EXEMPT)).actualPort();
        try (var admitted = new Socket(EXEMPT, port);
                var refused = new Socket(EXEMPT, port)) {
            assertThat(admitted.getInputStream().read()).isEqualTo('h');
            assertThat(refused.getInputStream().read()).isNegative();
            assertThat(admitted.getInputStream().read()).isEqualTo('e');
        } finally {
            ApiFixture.await(vertx.close());
        }
    }
}
