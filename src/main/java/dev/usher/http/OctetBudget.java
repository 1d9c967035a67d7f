package dev.usher.http;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Accounts the octets that one event loop keeps for its clients. When they exceed the budget, the connections that have
 * kept the most octets waiting for the longest are closed, until an eighth of the budget is free. Belongs to one event
 * loop.
 */
final class OctetBudget {
    private static final int FREED_PART = 8;
    /** After a search that closed nothing. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long capacity;
    private final Set<Hold> holds = new LinkedHashSet<>();
    private long taken;
    private final LongSupplier clock;
    private long searchAgain;

    /** @param clock in the manner of {@link System#nanoTime} */
    OctetBudget(long capacity, LongSupplier clock) {
        this.capacity = capacity;
        this.clock = clock;
        this.searchAgain = clock.getAsLong();
    }

    /** Takes octets for work of the server's own. Returns false when there is no room and none can be made. */
    boolean take(long octets) {
        if (taken + octets > capacity) {
            reclaim(octets);
        }
        boolean fits = taken + octets <= capacity;
        taken += fits ? octets : 0;
        return fits;
    }

    void give(long octets) {
        taken -= octets;
    }

    long taken() {
        return taken;
    }

    /**
     * Octets that wait for a client: for the rest of a request, or for a response to be read.
     *
     * @param nanos after which the connection is closed; {@link Long#MAX_VALUE} for none
     * @param octets that were taken already
     */
    Hold hold(ClientConnection connection, EdgeWatch.Cut cause, long nanos, long octets) {
        var hold = new Hold(connection, cause, nanos, octets);
        holds.add(hold);
        connection.held(hold);
        return hold;
    }

    /** Closes the connections whose clients are too late. */
    void closeExpired() {
        long now = clock.getAsLong();
        for (var hold : List.copyOf(holds)) {
            if (now - hold.since > hold.nanos) {
                hold.connection.cut(hold.cause);
            }
        }
    }

    private void reclaim(long octets) {
        long now = clock.getAsLong();
        if (now - searchAgain < 0) {
            return;
        }
        Map<ClientConnection, Double> weights = new HashMap<>();
        holds.forEach(hold -> weights.merge(hold.connection, hold.weight(now), Double::sum));
        var heaviest = weights.entrySet().stream()
                .filter(weight -> weight.getValue() > 0)
                .sorted(Map.Entry.<ClientConnection, Double>comparingByValue(Comparator.reverseOrder()))
                .iterator();
        while (taken + octets > capacity - capacity / FREED_PART && heaviest.hasNext()) {
            heaviest.next().getKey().cut(EdgeWatch.Cut.MEMORY);
        }
        if (taken + octets > capacity) {
            searchAgain = now + PAUSE_NANOS;
        }
    }

    /** Of one connection. */
    final class Hold {
        private final ClientConnection connection;
        private final EdgeWatch.Cut cause;
        private final long nanos;
        private final long since = clock.getAsLong();
        private long octets;
        private boolean released;

        private Hold(ClientConnection connection, EdgeWatch.Cut cause, long nanos, long octets) {
            this.connection = connection;
            this.cause = cause;
            this.nanos = nanos;
            this.octets = octets;
        }

        /** Returns false when there is no room and none can be made, or the connection was closed to make some. */
        boolean grow(long more) {
            if (released || !take(more)) {
                return false;
            }
            if (released) {
                give(more);
                return false;
            }
            octets += more;
            return true;
        }

        long octets() {
            return octets;
        }

        boolean isFor(EdgeWatch.Cut one) {
            return cause == one;
        }

        void release() {
            if (!released) {
                released = true;
                holds.remove(this);
                connection.released(this);
                give(octets);
            }
        }

        private double weight(long now) {
            return (double) octets * Math.max(0, now - since);
        }
    }
}
