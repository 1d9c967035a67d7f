package dev.usher.registrations.report;

import dev.usher.registrations.model.Turn;
import java.util.Map;
import java.util.Optional;

/**
 * Report of one turn.
 *
 * @param turn the committed turn; empty when nothing was committed
 * @param answered how many changes it answered
 * @param queued how many changes wait for the next turn
 * @param waitNanos how long the first of its changes had waited when it began
 * @param nanos duration of the turn
 * @param retries how often it was tried again
 * @param promotionNanos from the moment in which a seat was owed, as far as this process observed, to the commit that
 *     promoted onto it; negative when no user was promoted
 * @param inconsistent whether it gave up because the rows never matched their event
 */
public record TurnReport(
        String eventId,
        Optional<Turn> turn,
        int answered,
        int queued,
        long waitNanos,
        long nanos,
        Map<RetryReason, Integer> retries,
        long promotionNanos,
        boolean inconsistent) {}
