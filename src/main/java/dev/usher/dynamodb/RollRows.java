package dev.usher.dynamodb;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Reads who has a row at an event. */
final class RollRows {
    private static final Map<String, String> NAME = Map.of(Expression.alias(Attributes.USER_ID), Attributes.USER_ID);
    private static final Map<String, String> ITS_VERSION =
            Map.of(Expression.alias(Attributes.VERSION), Attributes.VERSION);

    private final Dynamo dynamo;
    private final Pages pages;
    private final Tables tables;

    RollRows(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.pages = new Pages(dynamo);
        this.tables = tables;
    }

    Future<Optional<Set<String>>> users(String eventId, int most) {
        var event = Conditions.ofEvent(eventId);
        var query = QueryRequest.builder()
                .tableName(tables.registrations())
                .consistentRead(true)
                .keyConditionExpression(event.text())
                .expressionAttributeNames(Expression.merged(event.names(), NAME))
                .expressionAttributeValues(event.values())
                .projectionExpression(Expression.alias(Attributes.USER_ID))
                .limit(most + 1)
                .build();
        return pages.query(query, rows -> rows.count() > most).map(rows -> Optional.of(rows.items())
                .filter(items -> items.size() <= most)
                .map(items -> items.stream()
                        .map(item -> Values.text(item, Attributes.USER_ID))
                        .collect(Collectors.toSet())));
    }

    /** One transaction. */
    Future<OptionalLong> versionWithAll(String eventId, Set<String> userIds) {
        var items = new ArrayList<TransactGetItem>();
        items.add(get(tables.events(), Items.eventKey(eventId), ITS_VERSION));
        userIds.forEach(user -> items.add(get(tables.registrations(), Items.registrationKey(eventId, user), NAME)));
        return dynamo.call(items.size(), client -> client.transactGetItems(get -> get.transactItems(items)))
                .map(response -> versionWithAll(response, items.size()))
                .recover(RollRows::underWay);
    }

    private static TransactGetItem get(String table, Map<String, AttributeValue> key, Map<String, String> attribute) {
        var get = Get.builder()
                .tableName(table)
                .key(key)
                .expressionAttributeNames(attribute)
                .projectionExpression(attribute.keySet().iterator().next())
                .build();
        return TransactGetItem.builder().get(get).build();
    }

    /** What is not answered is not known to be there. */
    private static OptionalLong versionWithAll(TransactGetItemsResponse response, int asked) {
        List<ItemResponse> items = response.responses();
        return items.size() == asked && items.stream().allMatch(ItemResponse::hasItem)
                ? OptionalLong.of(Values.number(items.get(0).item(), Attributes.VERSION))
                : OptionalLong.empty();
    }

    private static Future<OptionalLong> underWay(Throwable failure) {
        return failure instanceof TransactionCanceledException cancelled
                        && Verdict.of(cancelled).kind() == Verdict.Kind.CANCELLED
                ? Future.succeededFuture(OptionalLong.empty())
                : Future.failedFuture(failure);
    }
}
