package dev.usher.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * How many more requests each client may send: a bucket for each, filled at the limit's rate, and holding what comes in
 * two seconds. One for the process, since a client's connections are spread over its event loops; a bucket is changed
 * by compare-and-set, without a lock. Of the clients of the last minute it remembers the busiest.
 */
final class Allowances {
    /** Who is forgotten starts anew with a full bucket. */
    static final int MOST_CLIENTS = 20_000;

    static final int BURST_SECONDS = 2;
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final int perSecond;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
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

    /** How many clients are remembered at most now. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(String client) {
        return buckets.get(client, one -> Bucket.builder()
                .addLimit(limit -> limit.capacity(burst()).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .build());
    }
}
