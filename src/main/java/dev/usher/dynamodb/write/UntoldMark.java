package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.UpdateExpression;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Marks the row of an event in each transaction that commits a version, if there is a webhook. The mark is the first
 * version that is not known to be delivered; it stays until all are.
 */
public final class UntoldMark {
    private UntoldMark() {}

    /** Returns the update of an event's row with the mark of the version that it commits. */
    static UpdateExpression marked(TableNames tables, UpdateExpression update, long version) {
        return tables.deliveries().isEmpty() ? update : update.andSetIfAbsent(UNTOLD, number(version));
    }

    /** Returns the row of a new event with the mark of its first version. */
    public static Map<String, AttributeValue> marked(
            TableNames tables, Map<String, AttributeValue> item, long version) {
        if (tables.deliveries().isEmpty()) {
            return item;
        }
        var marked = new HashMap<>(item);
        put(marked, UNTOLD, version);
        return marked;
    }
}
