package dev.usher.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Moment as it is stored and returned: ISO-8601 in UTC, to the millisecond. Those of rows are never compared, so it
 * stays text: parsing and formatting it would cost each read more than the rest of its row.
 */
public record Timestamp(String text) {

    public static Timestamp now() {
        return of(Instant.now());
    }

    public Instant moment() {
        return Instant.parse(text);
    }

    public static Timestamp of(Instant moment) {
        return new Timestamp(moment.truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
