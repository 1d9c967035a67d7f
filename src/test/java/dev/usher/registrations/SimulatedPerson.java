package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One user who registers and unregisters, one request after the other, on whichever node. Knows from the answers alone
 * how it must stand, and fails when an answer does not agree with those before.
 */
final class SimulatedPerson {
    /** How long after an answer that said nothing a lost request may still arrive. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private enum Known {
        IN,
        OUT,
        NOT_KNOWN
    }

    private final SimulatedNodes nodes;
    private final SimulatedStore store;
    private final Vertx vertx;
    private final Random random;
    private final String user;
    private Known known = Known.OUT;
    private long doubtfulUntil = System.nanoTime();
    private String lostKey;
    private int keys;

    SimulatedPerson(SimulatedNodes nodes, SimulatedStore store, Vertx vertx, Random random, String user) {
        this.nodes = nodes;
        this.store = store;
        this.vertx = vertx;
        this.random = random;
        this.user = user;
    }

    Future<Void> act(int requests) {
        if (requests == 0) {
            return Future.succeededFuture();
        }
        return request()
                .compose(said -> vertx.timer(1 + random.nextInt(lostKey == null ? 20 : 80)))
                .compose(paused -> act(requests - 1));
    }

    private Future<Void> request() {
        long arrived = System.nanoTime();
        var deadline = Deadline.inMillis(50 + random.nextInt(350));
        if (lostKey != null && random.nextInt(3) > 0) {
            return register(lostKey, arrived, deadline);
        }
        if (random.nextInt(5) < 3) {
            return register("key" + keys++, arrived, deadline);
        }
        lostKey = null;
        return nodes.ask(new Unregister("e", user, deadline)).map(outcome -> left(outcome, arrived));
    }

    private Future<Void> register(String key, long arrived, Deadline deadline) {
        boolean again = key.equals(lostKey);
        boolean nothingElseIsLost = again || known == Known.OUT;
        lostKey = null;
        return nodes.ask(new Register("e", user, key, deadline))
                .map(outcome -> registered(outcome, key, arrived, again, nothingElseIsLost));
    }

    private Void registered(Outcome<Standing> outcome, String key, long arrived, boolean again, boolean onlyKey) {
        if (nothingSaid(outcome)) {
            lostKey = onlyKey ? key : null;
            return null;
        }
        return outcome.fold(
                standing -> {
                    assertThat(known).as(user + " gets what it has").isNotEqualTo(Known.IN);
                    assertThat(standing.registration().requestKey())
                            .isEqualTo(dev.usher.bus.RequestKey.stored(key, user));
                    store.timeline.assertPlaceWasTrue(standing);
                    return found(Known.IN, arrived);
                },
                refused -> switch (refused.reason()) {
                    case ALREADY_REGISTERED -> {
                        assertThat(known).as(user + " has nothing").isNotEqualTo(Known.OUT);
                        assertThat(again).as(user + " repeats its key").isFalse();
                        yield found(Known.IN, arrived);
                    }
                    case EVENT_FULL -> {
                        assertThat(known).as(user + " has a place").isNotEqualTo(Known.IN);
                        store.timeline.assertWasFullSince(arrived);
                        yield found(Known.OUT, arrived);
                    }
                    default -> throw new AssertionError(refused.reason());
                });
    }

    private Void left(Outcome<Unregistered> outcome, long arrived) {
        if (nothingSaid(outcome)) {
            return null;
        }
        return outcome.fold(
                done -> {
                    assertThat(known).as(user + " leaves where it is not").isNotEqualTo(Known.OUT);
                    if (done.promoted() != null) {
                        store.timeline.assertWasPromoted(done.promoted());
                    }
                    return found(Known.OUT, arrived);
                },
                refused -> {
                    assertThat(refused.reason().name()).isEqualTo("REGISTRATION_NOT_FOUND");
                    assertThat(known).as(user + " is registered").isNotEqualTo(Known.IN);
                    return found(Known.OUT, arrived);
                });
    }

    /** A node that died says nothing, and one that is busy nothing more. */
    private boolean nothingSaid(Outcome<?> outcome) {
        boolean nothing = outcome == null
                || outcome.fold(done -> false, refused -> refused.reason() == dev.usher.bus.Reason.BUSY);
        if (nothing) {
            known = Known.NOT_KNOWN;
            doubtfulUntil = System.nanoTime() + LATE_NANOS;
        }
        store.counts.merge(outcome == null ? "died" : nothing ? "busy" : "done", 1, Integer::sum);
        return nothing;
    }

    private Void found(Known now, long arrived) {
        known = arrived - doubtfulUntil >= 0 ? now : Known.NOT_KNOWN;
        return null;
    }

    void check() {
        if (known != Known.NOT_KNOWN) {
            assertThat(store.tables.rows.containsKey(user)).as(user).isEqualTo(known == Known.IN);
        }
    }
}
