package dev.usher.registrations.roster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rosters of a process. Each belongs to the ledger that loaded it and lives on that ledger's context: a second
 * ledger of the same event has a roster of its own. All rosters together take a limited part of the heap, and only one
 * is loaded at a time. Thread-safe.
 */
public final class RosterCache {
    /** Octets of heap for one row with an id of the maximum length, computed: 180. */
    private static final int ROW = 200;

    private static final int HEAP_PART = 6;
    private static final int MAX_ROWS = 100_000;

    private final int maxRows;
    private final Cache<RosterLoader, EventRoster> rosters;
    private final AtomicBoolean loading = new AtomicBoolean();

    public RosterCache() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap maximum size in octets */
    RosterCache(long heap) {
        maxRows = (int) Math.min(MAX_ROWS, heap / HEAP_PART / ROW);
        // Unused rosters expire long before the rows of the change log that they would need.
        rosters = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(Duration.ofMinutes(5))
                .maximumWeight(maxRows)
                .weigher((RosterLoader loader, EventRoster roster) -> 1 + roster.size())
                .build();
    }

    /** Maximum rows of a roster that is loaded: half of all, since the rosters in use stay while one is loaded. */
    int maxRowsOfOne() {
        return maxRows / 2;
    }

    /** @return false while another roster is loaded; otherwise the caller must call {@link #loadEnded} */
    boolean beginLoad() {
        return loading.compareAndSet(false, true);
    }

    void loadEnded() {
        loading.set(false);
    }

    /** @param loader the loader of the ledger that asks */
    public Optional<EventRoster> get(RosterLoader loader) {
        return Optional.ofNullable(rosters.getIfPresent(loader));
    }

    /** Keeps a roster. Must be called again after each change, because the number of rows counts. */
    public void put(RosterLoader loader, EventRoster roster) {
        rosters.put(loader, roster);
    }

    public void remove(RosterLoader loader) {
        rosters.invalidate(loader);
    }
}
