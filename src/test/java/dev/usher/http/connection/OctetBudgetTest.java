package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OctetBudgetTest {
    private static final long CAPACITY = 1_000;
    private static final long NANOS = 1_000;

    private final List<EdgeListener.Cut> cuts = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final EdgeListener listener = new EdgeListener() {
        @Override
        public void cut(Cut cause) {
            cuts.add(cause);
        }

        @Override
        public void octets(long change) {
            taken.addAndGet(change);
        }
    };
    private final ConnectionRegistry registry = new ConnectionRegistry(CAPACITY, 1_000, listener, now::get);
    private final OctetBudget budget = registry.budget;

    @Test
    void refusesWhatDoesNotFitWhenNoClientKeepsOctetsWaiting() {
        assertThat(budget.take(CAPACITY)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.give(CAPACITY);
        assertThat(budget.take(1)).isTrue();
    }

    @Test
    void closesTheConnectionsThatKeepTheMostOctetsForTheLongest() {
        var largeAndOld = new Client(200);
        now.addAndGet(10);
        new Client(500);
        var small = new Client(200);
        now.addAndGet(10);
        assertThat(budget.take(300)).isTrue();
        assertOpen(largeAndOld, small);
        assertThat(cuts).containsExactly(EdgeListener.Cut.MEMORY);
        now.addAndGet(10);
        assertThat(budget.take(350)).isTrue();
        assertOpen(small);
        assertThat(taken).hasValue(850);
    }

    @Test
    void closesAConnectionThatItselfGrowsTooLarge() {
        var client = new Client(600);
        now.addAndGet(1);
        assertThat(client.hold.set(1_200)).isFalse();
        assertOpen();
        assertThat(taken).hasValue(0);
    }

    @Test
    void closesConnectionsPastTheirDeadlineAlone() {
        var late = new Client(10);
        now.addAndGet(NANOS);
        var early = new Client(10);
        registry.closeExpired();
        assertOpen(late, early);
        now.addAndGet(1);
        registry.closeExpired();
        assertOpen(early);
        assertThat(cuts).containsExactly(EdgeListener.Cut.UNREAD);
    }

    @Test
    void aClosedConnectionKeepsNothing() {
        var client = new Client(10);
        client.channel.close();
        assertThat(taken).hasValue(0);
        assertThat(client.hold.set(1)).isFalse();
        assertThat(client.hold.set(0)).isFalse();
        assertThat(taken).hasValue(0);
    }

    private void assertOpen(Client... open) {
        assertThat(clients).filteredOn(client -> client.channel.isOpen()).containsExactly(open);
    }

    /** A client that keeps octets waiting from now on. */
    private final class Client extends ClientConnection {
        private final Hold hold = new Hold(EdgeListener.Cut.UNREAD, NANOS);

        Client(long octets) {
            super(OctetBudgetTest.this.registry, new EmbeddedChannel());
            clients.add(this);
            assertThat(hold.set(octets)).isTrue();
        }
    }
}
