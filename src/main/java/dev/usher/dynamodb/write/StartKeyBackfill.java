package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.StartKeys;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Adds missing index keys to the rows of events. A key is added only while the start is the one that was read; a row
 * that changes meanwhile, or that a turn is writing, is left to the next visit.
 */
public final class StartKeyBackfill {
    private final DynamoDbGateway dynamo;
    private final String table;

    /** @param table of events */
    public StartKeyBackfill(DynamoDbGateway dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /** @param rows rows of events that can be read */
    public Future<Void> complete(List<Map<String, AttributeValue>> rows) {
        return Future.join(rows.stream()
                        .filter(row -> !StartKeys.missing(row).isEmpty())
                        .map(this::add)
                        .toList())
                .mapEmpty();
    }

    private Future<?> add(Map<String, AttributeValue> row) {
        var eventId = text(row, EVENT_ID);
        var start = row.get(STARTS_AT);
        var unchanged = is(EVENT_ID, text(eventId)).and(start == null ? absent(STARTS_AT) : is(STARTS_AT, start));
        var update = TransactItems.update(
                table,
                ItemMapper.eventKey(eventId),
                UpdateExpression.difference(Map.of(), StartKeys.missing(row)),
                unchanged);
        return new IdempotentTransaction(dynamo, List.of(update)).send();
    }
}
