package dev.usher.registrations;

import java.util.Map;
import java.util.Optional;

/**
 * How one turn went.
 *
 * @param turn what was committed; empty when nothing was
 * @param answered how many changes it answered
 * @param queued how many changes wait for the next one
 * @param waitNanos how long the first of its changes had waited when it began
 * @param nanos from its begin to its end
 * @param retries how often it was tried again
 * @param promotionNanos from the moment in which a seat was owed, as far as this process knows, to the commit that
 *     handed it on; negative when nobody was promoted
 * @param inconsistent whether it was given up because rows never fitted their event
 */
public record TurnReport(
        String eventId,
        Optional<Turn> turn,
        int answered,
        int queued,
        long waitNanos,
        long nanos,
        Map<Retry, Integer> retries,
        long promotionNanos,
        boolean inconsistent) {}
