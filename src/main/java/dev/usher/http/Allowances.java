package dev.usher.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many more requests each client may send: a bucket for each, filled at the limit's rate, and holding what comes in
 * two seconds. One for the process, since a client's connections are spread over its event loops; a bucket is changed
 * by compare-and-set, without a lock. Of the clients of the last minute it remembers the busiest.
 *
 * <p>Refusals are counted out, too: as many as there are allowed requests, and from then on each has its place in a
 * line that moves at the limit's rate. So a client who is held until its place has come is refused no more often than
 * it may be served, over however many connections it asks.
 */
final class Allowances {
    /** Who is forgotten starts anew with a full bucket. */
    static final int MOST_CLIENTS = 20_000;

    static final int BURST_SECONDS = 2;
    private static final Duration MEMORY = Duration.ofMinutes(1);
    /** Well before an idle connection is closed. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);

    private final int perSecond;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(MEMORY)
            .build();
    /** For each client the moment in which the line of its refusals ends, in terms of {@link System#nanoTime()}. */
    private final Cache<String, AtomicLong> refusals = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(MEMORY)
            .build();

    Allowances(int perSecond) {
        this.perSecond = perSecond;
    }

    int burst() {
        return BURST_SECONDS * perSecond;
    }

    /** Takes one request off, if there is one. */
    ConsumptionProbe take(String client) {
        return bucket(client).tryConsumeAndReturnRemaining(1);
    }

    /** Puts one request back. */
    void giveBack(String client) {
        bucket(client).addTokens(1);
    }

    /**
     * Refuses one request more.
     *
     * @return for how many nanoseconds the client should not be read; 0 as long as it does not go too far
     */
    long refuse(String client) {
        long now = System.nanoTime();
        long patience = now - TimeUnit.SECONDS.toNanos(BURST_SECONDS);
        long place = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long end = refusals.get(client, one -> new AtomicLong(patience))
                .updateAndGet(before -> Math.min(Math.max(before - now, patience - now) + place, LONGEST_WAIT) + now);
        return Math.max(0, end - now);
    }

    /** How many clients are remembered at most now. */
    long size() {
        buckets.cleanUp();
        refusals.cleanUp();
        return Math.max(buckets.estimatedSize(), refusals.estimatedSize());
    }

    private Bucket bucket(String client) {
        return buckets.get(client, one -> Bucket.builder()
                .addLimit(limit -> limit.capacity(burst()).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .build());
    }
}
