package dev.usher.registrations;

import dev.usher.bus.Timestamp;

/**
 * An entry of a waitlist as stored.
 *
 * @param registeredAt null for an entry from before it was kept here
 * @param left whether the user left the waitlist
 */
public record WaitlistEntry(long ticket, String userId, Timestamp registeredAt, boolean left) {}
