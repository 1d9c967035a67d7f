package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OctetBudgetTest {
    private static final long CAPACITY = 1_000;
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Vertx vertx = Vertx.vertx();
    private final List<EdgeWatch.Cut> cuts = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final EdgeWatch watch = new EdgeWatch() {
        @Override
        public void cut(Cut cause) {
            cuts.add(cause);
        }
    };
    private final ConnectionRegistry registry = new ConnectionRegistry(vertx, CAPACITY, 1_000, watch, now::get);
    private final OctetBudget budget = registry.budget();

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
    void closesTheConnectionThatKeepsTheMostOctetsWaiting() {
        var small = new Client(registry);
        var large = new Client(registry);
        assertThat(hold(small, 100).grow(100)).isTrue();
        assertThat(hold(large, 500).grow(200)).isTrue();
        now.addAndGet(10);
        assertThat(budget.take(300)).isTrue();
        assertThat(small.channel.isOpen()).isTrue();
        assertThat(large.channel.isOpen()).isFalse();
        assertThat(cuts).containsExactly(EdgeWatch.Cut.MEMORY);
        assertThat(budget.taken()).isEqualTo(500);
    }

    @Test
    void ofTheSameSizeTheOldestIsClosedFirst() {
        var old = new Client(registry);
        hold(old, 400);
        now.addAndGet(10);
        var young = new Client(registry);
        hold(young, 400);
        now.addAndGet(10);
        assertThat(budget.take(300)).isTrue();
        assertThat(old.channel.isOpen()).isFalse();
        assertThat(young.channel.isOpen()).isTrue();
    }

    @Test
    void closesAConnectionThatItselfGrowsTooLarge() {
        var client = new Client(registry);
        var hold = hold(client, 600);
        now.addAndGet(1);
        assertThat(hold.grow(600)).isFalse();
        assertThat(client.channel.isOpen()).isFalse();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void closesConnectionsPastTheirDeadlineAlone() {
        var late = new Client(registry);
        var patient = new Client(registry);
        budget.hold(late, EdgeWatch.Cut.UNREAD, -1, 0).grow(10);
        hold(patient, 10);
        budget.closeExpired();
        assertThat(late.channel.isOpen()).isFalse();
        assertThat(patient.channel.isOpen()).isTrue();
        assertThat(cuts).containsExactly(EdgeWatch.Cut.UNREAD);
    }

    @Test
    void aClosedConnectionKeepsNothing() {
        var client = new Client(registry);
        var hold = hold(client, 10);
        client.channel.close();
        assertThat(budget.taken()).isZero();
        assertThat(hold.grow(1)).isFalse();
        hold.release();
        assertThat(budget.taken()).isZero();
    }

    private OctetBudget.Hold hold(ClientConnection connection, long octets) {
        var hold = budget.hold(connection, EdgeWatch.Cut.MEMORY, NO_DEADLINE, 0);
        assertThat(hold.grow(octets)).isTrue();
        return hold;
    }

    private static final class Client extends ClientConnection {
        Client(ConnectionRegistry registry) {
            super(registry, new EmbeddedChannel());
        }

        @Override
        void arrived(HttpServerRequest request, ConnectionRegistry.Underway underway) {}

        @Override
        ConnectionRegistry.Underway underway(HttpServerRequest request) {
            return registry.none();
        }
    }
}
