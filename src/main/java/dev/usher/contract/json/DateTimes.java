package dev.usher.contract.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** Converts texts of the contract's format {@code date-time} to moments. Stateless. */
public final class DateTimes {
    public static final String FORMAT = "date-time";
    private static final String NOT_A_MOMENT = "must be an existing date and time, such as 2026-11-22T09:30:00Z";
    private static final String OTHER_YEARS = "must be in the years 1970 to 9999 (UTC)";
    /** First moment whose year has five digits. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z").plusMillis(1);

    private DateTimes() {}

    /**
     * Parses a text that matches the contract's pattern. Rejects dates that do not exist, such as 30 February.
     *
     * @param wrong receives the reason where the text is rejected
     * @return the moment to the millisecond; empty where the text is rejected
     */
    public static Optional<Instant> read(String text, Consumer<String> wrong) {
        try {
            var moment = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            if (!moment.isBefore(Instant.EPOCH) && moment.isBefore(END)) {
                return Optional.of(moment);
            }
            wrong.accept(OTHER_YEARS);
        } catch (DateTimeException e) {
            wrong.accept(NOT_A_MOMENT);
        }
        return Optional.empty();
    }
}
