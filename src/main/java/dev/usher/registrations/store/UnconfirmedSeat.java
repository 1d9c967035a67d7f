package dev.usher.registrations.store;

import java.time.Instant;

/** A seat that lapses at a moment unless its user confirms it, as an index shows it. */
public record UnconfirmedSeat(String eventId, String userId, Instant confirmBy) {}
