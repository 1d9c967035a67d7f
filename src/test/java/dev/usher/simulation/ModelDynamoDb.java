package dev.usher.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Tables in memory with DynamoDB's transactions: prepare locks every item and checks its condition, one moment decides,
 * and then the items become visible one by one, each when its own delay has passed. A plain read returns what is
 * visible; a transaction that touches a locked item is cancelled. Tokens are remembered until {@link #restart}.
 */
final class ModelDynamoDb {
    private static final Map<String, List<String>> KEYS = Map.of(
            "Users", List.of("userId"),
            "Events", List.of("eventId"),
            "Registrations", List.of("eventId", "userId"),
            "Waitlist", List.of("eventId", "ticket"),
            "Changes", List.of("eventId", "version"));
    private static final int MAX_ACTIONS = 100;
    private static final int RANGE_DIGITS = 20;
    private static final CancellationReason NONE =
            CancellationReason.builder().code("None").build();

    /** One item as a transaction wrote it; empty for an item that does not exist. */
    record ItemChange(String table, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {}

    private static final class Item {
        private Map<String, AttributeValue> visible = Map.of();
        private Write lock;
    }

    /** @param order of the write among all writes */
    private record Indexed(long order, Map<String, AttributeValue> item) {}

    private record Write(String table, String key, Item item, Map<String, AttributeValue> after, boolean checksOnly) {}

    private final VirtualTime time;
    private final Faults faults;
    private final BiConsumer<String, List<ItemChange>> onDecision;
    private final Map<String, NavigableMap<String, Item>> tables = new HashMap<>();
    private final Map<String, Map<String, Map<String, AttributeValue>>> decided = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private final Set<String> completed = new HashSet<>();
    private final Map<String, NavigableMap<String, Indexed>> indexes =
            Map.of("Events", new TreeMap<>(), "Registrations", new TreeMap<>());
    private long order;

    /** @param onDecision is called with the token and the changes of each transaction, in their serial order */
    ModelDynamoDb(VirtualTime time, Faults faults, BiConsumer<String, List<ItemChange>> onDecision) {
        this.time = time;
        this.faults = faults;
        this.onDecision = onDecision;
        KEYS.keySet().forEach(table -> {
            tables.put(table, new TreeMap<>());
            decided.put(table, new TreeMap<>());
        });
    }

    /** Tokens of transactions that are complete are forgotten. */
    void restart() {
        completed.clear();
    }

    boolean idle() {
        return pending.isEmpty();
    }

    /** The items of a table after the last decision, by key. */
    Map<String, Map<String, AttributeValue>> decided(String table) {
        return decided.get(table);
    }

    static String key(String table, Map<String, AttributeValue> attributes) {
        var key = new StringBuilder();
        for (var name : KEYS.get(table)) {
            var value = attributes.get(name);
            key.append(
                            value.n() == null
                                    ? value.s()
                                    : "0".repeat(RANGE_DIGITS - value.n().length()) + value.n())
                    .append('|');
        }
        return key.toString();
    }

    Map<String, AttributeValue> visible(String table, String key) {
        var item = tables.get(table).get(key);
        return item == null ? Map.of() : item.visible;
    }

    boolean locked(String table, String key) {
        var item = tables.get(table).get(key);
        return item != null && item.lock != null;
    }

    static Map<String, AttributeValue> keyOf(String table, Map<String, AttributeValue> item) {
        var key = new HashMap<>(item);
        key.keySet().retainAll(KEYS.get(table));
        return key;
    }

    /** The keys of a table behind one, in order; also of items that were deleted or are not visible yet. */
    Set<String> keysAfter(String table, String key, boolean backwards) {
        var items = tables.get(table);
        return backwards
                ? items.headMap(key, false).descendingKeySet()
                : items.tailMap(key, false).keySet();
    }

    /** Events that owe seats, as the index shows them. */
    List<Map<String, AttributeValue>> owing() {
        return indexed("Events", "owed");
    }

    /** Items that have an attribute, as an index with this hash key shows them. */
    List<Map<String, AttributeValue>> indexed(String table, String attribute) {
        return indexes.get(table).values().stream()
                .map(Indexed::item)
                .filter(item -> item.containsKey(attribute))
                .toList();
    }

    private void indexed(Write write) {
        if (indexes.containsKey(write.table)) {
            var shown = new Indexed(order++, write.after);
            time.after(faults.index(), () -> indexes.get(write.table)
                    .merge(write.key, shown, (one, other) -> one.order > other.order ? one : other));
        }
    }

    /** @param reply null when it is committed and all of it is visible, else what DynamoDB answers */
    void transact(TransactWriteItemsRequest request, Consumer<RuntimeException> reply) {
        var token = request.clientRequestToken();
        if (completed.contains(token)) {
            reply.accept(null);
            return;
        }
        if (pending.contains(token)) {
            reply.accept(TransactionInProgressException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("TransactionInProgressException")
                            .build())
                    .build());
            return;
        }
        var writes = new ArrayList<Write>();
        var reasons = new ArrayList<CancellationReason>();
        for (var action : request.transactItems()) {
            reasons.add(prepare(action, writes));
        }
        if (writes.size() > MAX_ACTIONS
                || writes.stream().map(Write::item).distinct().count() < writes.size()) {
            throw new AssertionError("not a transaction: " + request);
        }
        if (reasons.stream().anyMatch(reason -> reason != NONE)) {
            reply.accept(TransactionCanceledException.builder()
                    .cancellationReasons(reasons)
                    .statusCode(400)
                    .build());
            return;
        }
        pending.add(token);
        writes.forEach(write -> write.item.lock = write);
        boolean aborts = faults.happens("coordinator failed");
        time.after(faults.decision(), () -> {
            if (aborts) {
                writes.forEach(write -> write.item.lock = null);
                pending.remove(token);
            } else {
                decide(token, writes, reply);
            }
        });
    }

    private CancellationReason prepare(TransactWriteItem action, List<Write> writes) {
        if (action.put() != null) {
            var put = action.put();
            return prepare(
                    writes,
                    put.tableName(),
                    put.item(),
                    put.conditionExpression(),
                    new ExpressionEvaluator(put.expressionAttributeNames(), put.expressionAttributeValues()),
                    put.returnValuesOnConditionCheckFailure(),
                    (evaluator, visible) -> put.item());
        }
        if (action.update() != null) {
            var update = action.update();
            return prepare(
                    writes,
                    update.tableName(),
                    update.key(),
                    update.conditionExpression(),
                    new ExpressionEvaluator(update.expressionAttributeNames(), update.expressionAttributeValues()),
                    update.returnValuesOnConditionCheckFailure(),
                    (evaluator, visible) -> {
                        var base = new HashMap<>(visible);
                        base.putAll(update.key());
                        return evaluator.updated(update.updateExpression(), base);
                    });
        }
        if (action.delete() != null) {
            var delete = action.delete();
            return prepare(
                    writes,
                    delete.tableName(),
                    delete.key(),
                    delete.conditionExpression(),
                    new ExpressionEvaluator(delete.expressionAttributeNames(), delete.expressionAttributeValues()),
                    delete.returnValuesOnConditionCheckFailure(),
                    (evaluator, visible) -> Map.of());
        }
        var check = action.conditionCheck();
        return prepare(
                writes,
                check.tableName(),
                check.key(),
                check.conditionExpression(),
                new ExpressionEvaluator(check.expressionAttributeNames(), check.expressionAttributeValues()),
                check.returnValuesOnConditionCheckFailure(),
                null);
    }

    private interface Effect {
        Map<String, AttributeValue> on(ExpressionEvaluator evaluator, Map<String, AttributeValue> visible);
    }

    private CancellationReason prepare(
            List<Write> writes,
            String table,
            Map<String, AttributeValue> keyed,
            String condition,
            ExpressionEvaluator evaluator,
            ReturnValuesOnConditionCheckFailure returned,
            Effect effect) {
        var key = key(table, keyed);
        var item = tables.get(table).computeIfAbsent(key, absent -> new Item());
        var after = effect == null ? item.visible : effect.on(evaluator, item.visible);
        writes.add(new Write(table, key, item, after, effect == null));
        if (item.lock != null) {
            return CancellationReason.builder().code("TransactionConflict").build();
        }
        if (evaluator.matches(condition, item.visible)) {
            return NONE;
        }
        boolean brings = returned == ReturnValuesOnConditionCheckFailure.ALL_OLD && !item.visible.isEmpty();
        return CancellationReason.builder()
                .code("ConditionalCheckFailed")
                .item(brings ? item.visible : null)
                .build();
    }

    private void decide(String token, List<Write> writes, Consumer<RuntimeException> reply) {
        var changes = new ArrayList<ItemChange>();
        for (var write : writes) {
            if (!write.checksOnly) {
                changes.add(new ItemChange(write.table, write.item.visible, write.after));
                if (write.after.isEmpty()) {
                    decided.get(write.table).remove(write.key);
                } else {
                    decided.get(write.table).put(write.key, write.after);
                }
            }
        }
        onDecision.accept(token, changes);
        var hidden = new AtomicInteger(writes.size());
        var visibility = faults.visibility();
        for (var write : writes) {
            time.after(visibility.applyAsLong(write.table), () -> {
                write.item.visible = write.after;
                write.item.lock = null;
                indexed(write);
                if (hidden.decrementAndGet() == 0) {
                    pending.remove(token);
                    completed.add(token);
                    reply.accept(null);
                }
            });
        }
    }
}
