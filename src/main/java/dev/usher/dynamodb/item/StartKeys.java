package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keys of an event's row in the indexes {@code EventsByStart} and {@code EventsByOwner}. Written when the event is
 * created and when its start changes, so that no other turn writes to these indexes.
 *
 * <p>{@code startMonth} has the same value in all rows. A list of any period is then one query, no list has to know
 * which months have events, and replicas of earlier versions, which do not write the attribute, cannot make it wrong.
 * Only creations and changes of the start write to this one partition.
 */
public final class StartKeys {
    /** Value of {@code startMonth}. */
    static final String EVERY_MONTH = "all";
    /** Text of no start: sorts after every start, and earlier versions can parse it. */
    private static final String NO_START = "9999-12-31T23:59:60Z";
    /** Has always three decimals: texts of different lengths would not sort by time. */
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private StartKeys() {}

    /** @param startsAt null for no start, which comes after all others */
    public static String text(Instant startsAt) {
        return startsAt == null ? NO_START : TEXT.format(startsAt);
    }

    /** Returns the start in a row or an index key; null for none. */
    public static Instant startsAt(Map<String, AttributeValue> item) {
        var text = textOrNull(item, STARTS_AT);
        return text == null || text.equals(NO_START) ? null : Instant.parse(text);
    }

    /**
     * Returns the attributes that the row of a replica of an earlier version lacks, or that another program wrote in
     * another form; empty if it has all of them.
     */
    public static Map<String, AttributeValue> missing(Map<String, AttributeValue> row) {
        var keys = keys(startsAt(row));
        return row.entrySet().containsAll(keys.entrySet()) ? Map.of() : keys;
    }

    public static Map<String, AttributeValue> keys(Instant startsAt) {
        return Map.of(START_MONTH, AttributeValues.text(EVERY_MONTH), STARTS_AT, AttributeValues.text(text(startsAt)));
    }

    /** Returns the row without the text of no start. */
    static Map<String, AttributeValue> details(Map<String, AttributeValue> item) {
        var startsAt = item.get(STARTS_AT);
        if (startsAt == null || !NO_START.equals(startsAt.s())) {
            return item;
        }
        var details = new HashMap<>(item);
        details.remove(STARTS_AT);
        return details;
    }
}
