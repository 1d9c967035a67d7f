package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import dev.usher.webhook.store.Delivery;
import dev.usher.webhook.store.DeliveryStore;
import dev.usher.webhook.store.UntoldEvent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Reads and writes of the webhook's progress. Stateless: any context may call it. */
public final class DynamoDbDeliveryStore implements DeliveryStore {
    private static final int EVENTS_A_PAGE = 250;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final String deliveries;
    private final Paginator pages;

    /** @param tables with a webhook */
    public DynamoDbDeliveryStore(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.deliveries = tables.deliveries().orElseThrow();
        this.pages = new Paginator(dynamo);
    }

    @Override
    public Future<Optional<UntoldEvent>> find(String eventId) {
        var keys = Map.of(
                tables.events(),
                consistent(ItemMapper.eventKey(eventId)),
                deliveries,
                consistent(ItemMapper.deliveryKey(eventId)));
        return dynamo.call(client -> client.batchGetItem(get -> get.requestItems(keys)))
                .map(this::untold);
    }

    private static KeysAndAttributes consistent(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder()
                .keys(List.of(key))
                .consistentRead(true)
                .build();
    }

    private Optional<UntoldEvent> untold(BatchGetItemResponse read) {
        if (!read.unprocessedKeys().isEmpty()) {
            throw new UnavailableException("DynamoDB did not return all rows", null);
        }
        var delivery = read.responses().getOrDefault(deliveries, List.of()).stream()
                .map(ItemMapper::delivery)
                .findFirst();
        return read.responses().getOrDefault(tables.events(), List.of()).stream()
                .filter(item -> item.containsKey(UNTOLD))
                .map(item -> new UntoldEvent(ItemMapper.event(item), number(item, UNTOLD), delivery))
                .findFirst();
    }

    @Override
    public Future<Boolean> move(String eventId, Optional<Delivery> before, Delivery after) {
        var unchanged = before.map(ConditionExpressions::deliveryIs).orElseGet(() -> absent(CURSOR));
        return happened(dynamo.call(client -> client.putItem(put -> put.tableName(deliveries)
                .item(ItemMapper.item(eventId, after))
                .conditionExpression(unchanged.text())
                .expressionAttributeNames(unchanged.names())
                .expressionAttributeValues(unchanged.valuesOrNull()))));
    }

    @Override
    public Future<Boolean> told(String eventId, long version) {
        var unmarked = UpdateExpression.difference(Map.of(UNTOLD, number(version)), Map.of());
        var current = is(VERSION, number(version));
        return happened(dynamo.call(client -> client.updateItem(update -> update.tableName(tables.events())
                .key(ItemMapper.eventKey(eventId))
                .updateExpression(unmarked.text())
                .conditionExpression(current.text())
                .expressionAttributeNames(merged(unmarked.names(), current.names()))
                .expressionAttributeValues(current.values()))));
    }

    private static Future<Boolean> happened(Future<?> write) {
        return write.map(true)
                .recover(failure -> failure instanceof ConditionalCheckFailedException
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    /** The place where the next page starts is an event's id and its mark, which an index needs as its key. */
    @Override
    public Future<Page<String>> untold(String after) {
        var scan = ScanRequest.builder()
                .tableName(tables.events())
                .indexName(TableNames.UNTOLD)
                .limit(EVENTS_A_PAGE)
                .exclusiveStartKey(after == null ? null : key(after))
                .build();
        return pages.scan(scan, rows -> true)
                .map(rows -> new Page<>(
                        rows.items().stream().map(item -> text(item, EVENT_ID)).toList(),
                        rows.complete() ? null : place(rows.next())));
    }

    private static String place(Map<String, AttributeValue> key) {
        return number(key, UNTOLD) + " " + text(key, EVENT_ID);
    }

    private static Map<String, AttributeValue> key(String place) {
        int blank = place.indexOf(' ');
        return Map.of(
                EVENT_ID, text(place.substring(blank + 1)),
                UNTOLD, AttributeValue.fromN(place.substring(0, blank)));
    }
}
