package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import dev.usher.http.tls.EdgeListener;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OctetBudgetTest {
    private static final long CAPACITY = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<EdgeListener.Cut> cuts = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final EdgeListener listener = new EdgeListener() {
        @Override
        public void cut(Cut cause) {
            cuts.add(cause);
        }
    };
    private final ConnectionRegistry registry = new ConnectionRegistry(vertx, CAPACITY, 1_000, listener, now::get);
    private final OctetBudget budget = registry.budget;

    @AfterEach
    void close() {
        ApiFixture.await(vertx.close());
    }

    @Test
    void refusesWhatDoesNotFitWhenNoClientKeepsOctetsWaiting() {
        assertThat(budget.take(CAPACITY)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.give(CAPACITY);
        assertThat(budget.take(1)).isTrue();
    }

    @Test
    void closesTheConnectionsThatKeepTheMostOctetsForTheLongest() {
        var largeAndOld = client(200);
        now.addAndGet(10);
        client(500);
        var small = client(200);
        now.addAndGet(10);
        assertThat(budget.take(300)).isTrue();
        assertOpen(largeAndOld, small);
        assertThat(cuts).containsExactly(EdgeListener.Cut.MEMORY);
        now.addAndGet(10);
        assertThat(budget.take(350)).isTrue();
        assertOpen(small);
        assertThat(budget.taken()).isEqualTo(850);
    }

    @Test
    void closesAConnectionThatItselfGrowsTooLarge() {
        var client = client(600);
        now.addAndGet(1);
        assertThat(client.hold.set(1_200)).isFalse();
        assertOpen();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void closesConnectionsPastTheirDeadlineAlone() {
        var late = client(10);
        now.addAndGet(Client.NANOS);
        var early = client(10);
        registry.closeExpired();
        assertOpen(late, early);
        now.addAndGet(1);
        registry.closeExpired();
        assertOpen(early);
        assertThat(cuts).containsExactly(EdgeListener.Cut.UNREAD);
    }

    @Test
    void aClosedConnectionKeepsNothing() {
        var client = client(10);
        client.channel.close();
        assertThat(budget.taken()).isZero();
        assertThat(client.hold.set(1)).isFalse();
        assertThat(client.hold.set(0)).isFalse();
        assertThat(budget.taken()).isZero();
    }

    private void assertOpen(Client... open) {
        assertThat(clients).filteredOn(client -> client.channel.isOpen()).containsExactly(open);
    }

    private Client client(long octets) {
        var client = new Client(registry);
        clients.add(client);
        assertThat(client.hold.set(octets)).isTrue();
        return client;
    }

    private static final class Client extends ClientConnection {
        static final long NANOS = 1_000;

        private final Hold hold = new Hold(EdgeListener.Cut.UNREAD, NANOS);

        Client(ConnectionRegistry registry) {
            super(registry, new EmbeddedChannel());
        }
    }
}
