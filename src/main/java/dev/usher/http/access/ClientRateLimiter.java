package dev.usher.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Rate limiter for each client of the process: an allowance of requests that grows at the limit's rate up to two
 * seconds of it. Thread-safe and lock-free; shared by all event loops. Keeps the clients of the last minute, at most
 * {@link #MAX_CLIENTS}; an evicted client starts with a full allowance.
 *
 * <p>Refusals are limited, too. As many as an allowance holds are sent at once; each later one is delayed to its turn
 * at the limit's rate. A client that waits for its delayed answers is refused no more often than it may be served.
 */
public final class ClientRateLimiter {
    static final int MAX_CLIENTS = 20_000;
    static final int BURST_SECONDS = 2;
    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long BURST = BURST_SECONDS * SECOND;
    /** Longest delay of a refusal, and longest debt, in nanoseconds; far below the idle timeout of a connection. */
    private static final long MAX_DELAY = 10 * SECOND;

    private final int perSecond;
    private final long request;
    private final LongSupplier clock;
    private final Cache<String, Client> clients = Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfterAccess(MEMORY)
            .build();

    public ClientRateLimiter(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    /** @param clock in nanoseconds, in the manner of {@link System#nanoTime()} */
    public ClientRateLimiter(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.request = SECOND / perSecond;
    }

    /** State of one client: two times of the clock. */
    private static final class Client {
        /** Time at which the allowance is full again. */
        private final AtomicLong full;
        /** Time at which the last refusal is due. */
        private final AtomicLong turn;

        Client(long now) {
            full = new AtomicLong(now);
            turn = new AtomicLong(now - BURST);
        }
    }

    /**
     * Outcome of one request.
     *
     * @param left requests that may follow at once
     * @param nanosToOne after a refusal, until the same request or batch is allowed
     * @param nanosToFull until the allowance is full
     */
    record Taken(boolean allowed, long left, long nanosToOne, long nanosToFull) {}

    int burst() {
        return BURST_SECONDS * perSecond;
    }

    /** Takes one request from the allowance, unless it is used up. */
    Taken take(String client) {
        return take(client, request, 0);
    }

    /**
     * Takes the rest of a batch whose first request was taken when it arrived. A batch that exceeds the whole allowance
     * is allowed if the allowance was full before it; it leaves a debt.
     *
     * @param rest requests without the first
     */
    Taken takeRest(String client, int rest) {
        return take(client, rest * request, request);
    }

    /** @param begun what was taken for the same batch before */
    private Taken take(String client, long cost, long begun) {
        var full = client(client).full;
        while (true) {
            long before = full.get();
            long now = clock.getAsLong();
            long used = Math.max(0, before - now);
            long after = used + cost;
            if (after > BURST && used > begun) {
                return new Taken(false, 0, Math.min(used, begun + after - BURST), used);
            }
            if (full.compareAndSet(before, now + after)) {
                return new Taken(true, Math.max(0, BURST - after) / request, 0, after);
            }
        }
    }

    /** Returns one request to the allowance. */
    void giveBack(String client) {
        client(client).full.addAndGet(-request);
    }

    /** Takes requests from the allowance even when it is used up, down to a debt of ten seconds. */
    void charge(String client, int requests) {
        long now = clock.getAsLong();
        client(client)
                .full
                .updateAndGet(
                        before -> now + Math.min(Math.max(0, before - now) + requests * request, BURST + MAX_DELAY));
    }

    /**
     * Counts one refusal.
     *
     * @return nanoseconds by which to delay its answer; 0 for the first refusals
     */
    long refuse(String client) {
        long now = clock.getAsLong();
        long turn = client(client)
                .turn
                .updateAndGet(before -> now + Math.min(Math.max(before - now, -BURST) + request, MAX_DELAY));
        return Math.max(0, turn - now);
    }

    /** Returns the number of clients that are kept now. */
    long size() {
        clients.cleanUp();
        return clients.estimatedSize();
    }

    private Client client(String name) {
        return clients.get(name, one -> new Client(clock.getAsLong()));
    }
}
