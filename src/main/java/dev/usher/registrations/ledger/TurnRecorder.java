package dev.usher.registrations.ledger;

import dev.usher.registrations.model.Turn;
import dev.usher.registrations.report.RetryReason;
import dev.usher.registrations.report.TurnReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records one turn from its begin to its end, for a {@link TurnReport}. Lives on the event's context. */
final class TurnRecorder {
    /** Value of {@code owedSince} when no seat is owed. */
    static final long NOTHING_OWED = Long.MIN_VALUE;

    private static final long NOBODY_PROMOTED = -1;

    private final String eventId;
    private final int taken;
    private final long begun = System.nanoTime();
    private final long waited;
    private final long owedSince;
    private final Map<RetryReason, Integer> retries = new EnumMap<>(RetryReason.class);
    private Optional<Turn> turn = Optional.empty();
    private long promotion = NOBODY_PROMOTED;
    private boolean inconsistent;

    /**
     * @param owedSince in terms of {@link System#nanoTime()}: since when a seat is owed to the head of the waitlist, or
     *     {@link #NOTHING_OWED}
     */
    TurnRecorder(String eventId, List<PendingChange> taken, long owedSince) {
        this.eventId = eventId;
        this.taken = taken.size();
        this.waited = taken.isEmpty() ? 0 : taken.get(0).age();
        this.owedSince = owedSince;
    }

    void again(RetryReason reason) {
        retries.merge(reason, 1, Integer::sum);
    }

    /** Records that the turn gave up because the rows never matched their event. */
    void inconsistent() {
        inconsistent = true;
    }

    /** @return since when a seat is owed now */
    long committed(Turn committed) {
        turn = Optional.of(committed);
        long now = System.nanoTime();
        if (committed.promotions() > 0) {
            promotion = now - (owedSince == NOTHING_OWED ? begun - waited : owedSince);
        }
        if (!committed.after().owed()) {
            return NOTHING_OWED;
        }
        return owedSince == NOTHING_OWED ? now : owedSince;
    }

    /**
     * @param left how many of the taken changes have no answer yet
     * @param queued how many changes wait for the next turn, including those
     */
    TurnReport over(int left, int queued) {
        return new TurnReport(
                eventId,
                turn,
                taken - left,
                queued,
                waited,
                System.nanoTime() - begun,
                Map.copyOf(retries),
                promotion,
                inconsistent);
    }
}
