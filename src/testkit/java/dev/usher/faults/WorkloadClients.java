package dev.usher.faults;

import dev.usher.history.Action;
import dev.usher.history.Answer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Clients that register, unregister and read concurrently, as real clients do: some hang up, some retry with the same
 * key, some ask two servers at once. Records every request. Has its own threads.
 */
final class WorkloadClients {
    private static final int HANDS = 24;
    private static final int HUNG_UP_WITHIN_MILLIS = 60;
    private static final int BREATH_MILLIS = 100;

    private final List<ServerClient> nodes;
    private final List<WorkloadEvent> parties;
    private final long seed;
    private final UnaryOperator<Action> heard;
    private final ConcurrentLinkedQueue<Action> actions = new ConcurrentLinkedQueue<>();
    private final Map<String, String> lastKey = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);
    private final List<Future<?>> acting = new ArrayList<>();
    private volatile boolean over;

    /** @param heard maps an answer to what its client reads: the identity, except for clients of a broken ledger */
    WorkloadClients(List<ServerClient> nodes, List<WorkloadEvent> parties, long seed, UnaryOperator<Action> heard) {
        this.nodes = nodes;
        this.parties = parties;
        this.seed = seed;
        this.heard = heard;
    }

    void begin() {
        for (int hand = 0; hand < HANDS; hand++) {
            var random = new Random(seed * HANDS + hand);
            Callable<Void> act = () -> {
                while (!over) {
                    act(random);
                }
                return null;
            };
            acting.add(hands.submit(act));
        }
    }

    /** The kinds of the answers so far. */
    Set<Kind> answered() {
        return actions.stream().map(action -> action.answer().kind()).collect(Collectors.toSet());
    }

    /** Waits until every client has an answer or has given up; returns all requests. */
    List<Action> end() throws InterruptedException, ExecutionException {
        over = true;
        for (var hand : acting) {
            hand.get();
        }
        hands.shutdown();
        return List.copyOf(actions);
    }

    private void act(Random random) throws InterruptedException {
        var party = parties.get(random.nextInt(parties.size()));
        var user = WorkloadEvent.guest(random.nextInt(party.guests()));
        var node = nodes.get(random.nextInt(nodes.size()));
        int habit = random.nextInt(100);
        if (habit < 38) {
            note(node.register(party.event(), user, habit < 19 ? newKey(party, user) : null));
        } else if (habit < 42) {
            note(node.confirm(party.event(), user));
        } else if (habit < 70) {
            note(node.unregister(party.event(), user));
        } else if (habit < 71 && party.hasWaitlist()) {
            note(node.invite(party.event(), user));
        } else if (habit < 73 && party.hasWaitlist()) {
            note(node.resize(party.event(), party.capacity() + random.nextInt(5)));
        } else if (habit < 74 && party.hasWaitlist()) {
            note(node.cancel(party.event()));
            note(node.reinstate(party.event()));
        } else if (habit < 78) {
            note(node.look(party.event()));
        } else if (habit < 84) {
            note(node.register(party.event(), user, lastKey.get(party.event() + user)));
        } else if (habit < 92) {
            twice(node, nodes.get(random.nextInt(nodes.size())), party.event(), user, random);
        } else {
            var asked = random.nextBoolean()
                    ? node.register(party.event(), user, newKey(party, user))
                    : node.unregister(party.event(), user);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(HUNG_UP_WITHIN_MILLIS));
            asked.hangUp();
            note(asked);
        }
    }

    private void twice(ServerClient one, ServerClient other, String event, String user, Random random)
            throws InterruptedException {
        int which = random.nextInt(3);
        if (which == 0) {
            var first = one.unregister(event, user);
            var second = other.unregister(event, user);
            note(first);
            note(second);
        } else {
            var key = which == 1 ? null : "both-" + keys.incrementAndGet();
            var first = one.register(event, user, key);
            var second = other.register(event, user, key);
            note(first);
            note(second);
        }
    }

    private String newKey(WorkloadEvent party, String user) {
        var key = "key-" + keys.incrementAndGet();
        lastKey.put(party.event() + user, key);
        return key;
    }

    private void note(ServerClient.Asked asked) throws InterruptedException {
        var action = heard.apply(asked.done().join());
        actions.add(action);
        if (action.answer().kind() == Kind.NONE || action.answer().kind() == Kind.BUSY) {
            TimeUnit.MILLISECONDS.sleep(BREATH_MILLIS);
        }
    }
}
