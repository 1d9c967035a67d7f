package dev.usher.bus;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment as it is stored and shown: ISO-8601 in UTC, to the millisecond. Never compared, so it stays the text that it
 * is: parsing and formatting it would cost each read more than the rest of its row.
 */
public record Timestamp(String text) {

    public static Timestamp now() {
        return of(Instant.now());
    }

    public static Timestamp of(Instant moment) {
        return new Timestamp(moment.truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
