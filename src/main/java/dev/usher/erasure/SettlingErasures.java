package dev.usher.erasure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Erasures for which a pass has found no registration, with the moment of the first such pass. Keeps a bounded number
 * of them: the time of the others begins once there is room. Lives on one context.
 */
final class SettlingErasures {
    static final int MAX_KEPT = 10_000;

    private final Map<PendingErasure, Long> since = new HashMap<>();
    private final long settleNanos;

    /** @param settleNanos time after which no registration can appear any more */
    SettlingErasures(long settleNanos) {
        this.settleNanos = settleNanos;
    }

    /**
     * Returns whether a pass that found nothing was the last one that the erasure needs.
     *
     * @param begunNanos the moment at which the pass began
     */
    boolean isSettled(PendingErasure erasure, long begunNanos) {
        if (since.size() < MAX_KEPT) {
            since.putIfAbsent(erasure, begunNanos);
        }
        var first = since.get(erasure);
        return first != null && begunNanos - first >= settleNanos;
    }

    void remove(PendingErasure erasure) {
        since.remove(erasure);
    }

    Set<PendingErasure> kept() {
        return new HashSet<>(since.keySet());
    }

    void removeAll(Set<PendingErasure> erasures) {
        since.keySet().removeAll(erasures);
    }
}
