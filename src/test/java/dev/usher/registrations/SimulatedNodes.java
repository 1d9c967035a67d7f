package dev.usher.registrations;

import dev.usher.bus.Bus;
import dev.usher.bus.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The nodes of one schedule, which die and are replaced, or forget an event while it is at work. */
final class SimulatedNodes {
    private record Node(MortalNode way, SeatLedger ledger) {}

    private final Vertx vertx;
    private final Bus bus;
    private final SimulatedStore store;
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();

    SimulatedNodes(Vertx vertx, Bus bus, SimulatedStore store, Random random, int count) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.random = random;
        for (int i = 0; i < count; i++) {
            nodes.add(node(new MortalNode(store)));
        }
    }

    private Node node(MortalNode way) {
        return new Node(way, new SeatLedger(vertx, bus, way, 400));
    }

    /** A live node answers in the end, whatever happens. */
    <A> Future<Outcome<A>> ask(Change<A> change) {
        var node = nodes.get(random.nextInt(nodes.size()));
        return node.way().heard(node.ledger().submit(change)).timeout(5, TimeUnit.SECONDS);
    }

    void handOn() {
        nodes.forEach(node -> node.ledger().handOn("e"));
    }

    /** One node is gone with all it knew; what it had sent may still arrive. */
    void die() {
        int which = random.nextInt(nodes.size());
        nodes.get(which).way().die();
        nodes.set(which, node(new MortalNode(store)));
        store.counts.merge("node died", 1, Integer::sum);
    }

    /** One node begins anew with the event while its old ledger is still at work. */
    void forget() {
        int which = random.nextInt(nodes.size());
        nodes.set(which, node(nodes.get(which).way()));
        store.counts.merge("event forgotten", 1, Integer::sum);
    }
}
