package dev.usher.webhook.store;

import java.time.Instant;

/**
 * Row of the table Deliveries: the last version of an event that the webhook's endpoint has confirmed, and the process
 * that sends the next one. The cursor alone decides what is sent next; owner and end of the claim only keep replicas
 * from sending the same versions.
 *
 * @param cursor the last version that the receiver has confirmed
 * @param owner the process that wrote the row
 * @param until end of the owner's claim; after a failure, the time of the next attempt by any process
 * @param failures consecutive failures of the version after the cursor
 * @param since time of the first of these failures, or null
 */
public record Delivery(long cursor, String owner, Instant until, int failures, Instant since) {

    /**
     * Returns whether another process sends versions of this event.
     *
     * @param latest end of the longest claim that a process with a correct clock can have
     */
    public boolean isClaimedFrom(String process, Instant now, Instant latest) {
        return failures == 0 && !owner.equals(process) && until.isAfter(now) && !until.isAfter(latest);
    }

    /**
     * Returns whether the next attempt is not due yet. A wrong clock recorded a failure in the future, or a longer
     * pause than any.
     *
     * @param latest end of the longest pause that begins now
     */
    public boolean isWaiting(Instant now, Instant latest) {
        return failures > 0 && until.isAfter(now) && !until.isAfter(latest) && !since.isAfter(now);
    }
}
