package dev.usher.simulation;

import dev.usher.dynamodb.StubDynamoDb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * One replica's connection to {@link ModelDynamoDb}: requests and replies take time, are lost, come late or twice, and
 * are throttled. Once it is cut, nothing is sent and nothing is received; what was sent may still arrive.
 */
final class FaultyClient extends StubDynamoDb {
    private static final int LATE_MILLIS = 6_000;
    private static final int SLOW_MILLIS = 400;
    private static final int FIRST_ITEMS = 20;
    private static final String LAST_KEY = Character.toString(Character.MAX_VALUE);

    private final VirtualTime time;
    private final ModelDynamoDb store;
    private final Faults faults;
    private final Consumer<String> onSend;
    private boolean cut;

    /** @param onSend is called with the token of each transaction that is sent */
    FaultyClient(VirtualTime time, ModelDynamoDb store, Faults faults, Consumer<String> onSend) {
        this.time = time;
        this.store = store;
        this.faults = faults;
        this.onSend = onSend;
    }

    void cut() {
        cut = true;
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        var call = this.<TransactWriteItemsResponse>call();
        if (cut) {
            return call;
        }
        onSend.accept(request.clientRequestToken());
        if (faults.happens("throttled")) {
            reply(call, () -> {
                throw throttled();
            });
            return call;
        }
        if (faults.happens("cancelled as throttled")) {
            reply(call, () -> {
                throw cancelled("ThrottlingError");
            });
            return call;
        }
        if (faults.happens("conflict with another client")) {
            reply(call, () -> {
                throw cancelled("TransactionConflict");
            });
            return call;
        }
        var cancelled = new AtomicBoolean();
        boolean lost = faults.happens("request lost");
        if (!lost) {
            long delay = faults.happens("request late") ? faults.upTo(LATE_MILLIS) : faults.latency();
            time.after(delay, () -> store.transact(request, failure -> answer(call, failure, cancelled)));
        }
        if (faults.happens("request twice")) {
            time.after(faults.upTo(LATE_MILLIS), () -> {
                if (!cancelled.get()) {
                    store.transact(request, failure -> {});
                }
            });
        }
        return call;
    }

    /** @param cancelled is set when the client learns that this try wrote nothing: DynamoDB repeats no such try */
    private void answer(
            CompletableFuture<TransactWriteItemsResponse> call, RuntimeException failure, AtomicBoolean cancelled) {
        if (faults.happens("reply lost")) {
            return;
        }
        cancelled.set(failure instanceof TransactionCanceledException);
        reply(call, () -> {
            if (failure != null) {
                throw failure;
            }
            return TransactWriteItemsResponse.builder().build();
        });
    }

    @Override
    public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
        return read("snapshot of " + (request.transactItems().size() == 1 ? "1" : "many"), () -> {
            var items = new ArrayList<ItemResponse>();
            boolean conflict = faults.happens("snapshot in conflict");
            for (var action : request.transactItems()) {
                var get = action.get();
                var key = ModelDynamoDb.key(get.tableName(), get.key());
                conflict |= store.locked(get.tableName(), key);
                var item = store.visible(get.tableName(), key);
                items.add(ItemResponse.builder()
                        .item(projected(item, get.projectionExpression(), get.expressionAttributeNames()))
                        .build());
            }
            if (conflict) {
                throw cancelled("TransactionConflict");
            }
            return TransactGetItemsResponse.builder().responses(items).build();
        });
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return read("get", () -> {
            var item = store.visible(request.tableName(), ModelDynamoDb.key(request.tableName(), request.key()));
            return GetItemResponse.builder()
                    .item(projected(item, request.projectionExpression(), request.expressionAttributeNames()))
                    .build();
        });
    }

    /** The keys are read one after the other, and some are left unprocessed. */
    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        var call = this.<BatchGetItemResponse>call();
        if (fails("batch get", call)) {
            return call;
        }
        var table = request.requestItems().keySet().iterator().next();
        var asked = request.requestItems().get(table);
        var keys = asked.keys();
        int processed = faults.happens("keys unprocessed") ? 1 + faults.upTo(keys.size() - 1) : keys.size();
        var found = new ArrayList<Map<String, AttributeValue>>();
        int first = faults.upTo(processed);
        long delay = faults.latency();
        time.after(delay, () -> keys.subList(0, first).forEach(key -> found(table, key, found)));
        time.after(delay + faults.latency(), () -> {
            keys.subList(first, processed).forEach(key -> found(table, key, found));
            var rest = keys.subList(processed, keys.size());
            reply(call, () -> BatchGetItemResponse.builder()
                    .responses(Map.of(table, found))
                    .unprocessedKeys(
                            rest.isEmpty()
                                    ? Map.of()
                                    : Map.of(
                                            table,
                                            KeysAndAttributes.builder()
                                                    .keys(rest)
                                                    .build()))
                    .build());
        });
        return call;
    }

    private void found(String table, Map<String, AttributeValue> key, List<Map<String, AttributeValue>> found) {
        var item = store.visible(table, ModelDynamoDb.key(table, key));
        if (!item.isEmpty()) {
            found.add(item);
        }
    }

    /** The first items are read some time before the others. */
    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        var call = this.<QueryResponse>call();
        if (fails("query " + request.tableName(), call)) {
            return call;
        }
        if (request.indexName() != null) {
            time.after(faults.latency(), () -> {
                var found = unconfirmed(request);
                var response = QueryResponse.builder().items(found).count(found.size());
                if (found.size() == request.limit()) {
                    response.lastEvaluatedKey(found.get(found.size() - 1));
                }
                reply(call, response::build);
            });
            return call;
        }
        var page = new Page(request);
        long delay = faults.latency();
        time.after(delay, () -> page.read(1 + faults.upTo(Math.min(page.limit, FIRST_ITEMS))));
        time.after(delay + faults.latency(), () -> {
            page.read(page.limit);
            reply(call, page::response);
        });
        return call;
    }

    /** The index of seats to confirm: the only one that is queried. */
    private List<Map<String, AttributeValue>> unconfirmed(QueryRequest request) {
        var evaluator =
                new ExpressionEvaluator(request.expressionAttributeNames(), request.expressionAttributeValues());
        return store.indexed(request.tableName(), "unconfirmed").stream()
                .filter(item -> evaluator.matches(request.keyConditionExpression(), item))
                .sorted(Comparator.comparing(FaultyClient::unconfirmedKey))
                .filter(item -> !request.hasExclusiveStartKey()
                        || unconfirmedKey(item).compareTo(unconfirmedKey(request.exclusiveStartKey())) > 0)
                .limit(request.limit())
                .toList();
    }

    private static String unconfirmedKey(Map<String, AttributeValue> item) {
        return item.get("confirmBy").s() + " " + item.get("eventId").s() + " "
                + item.get("userId").s();
    }

    private final class Page {
        private final QueryRequest request;
        private final ExpressionEvaluator evaluator;
        private final int limit;
        private final boolean backwards;
        private final List<Map<String, AttributeValue>> items = new ArrayList<>();
        private String last;
        private boolean complete;

        Page(QueryRequest request) {
            this.request = request;
            evaluator =
                    new ExpressionEvaluator(request.expressionAttributeNames(), request.expressionAttributeValues());
            limit = request.limit() == null ? Integer.MAX_VALUE - 1 : request.limit();
            backwards = Boolean.FALSE.equals(request.scanIndexForward());
            last = request.hasExclusiveStartKey()
                    ? ModelDynamoDb.key(request.tableName(), request.exclusiveStartKey())
                    : backwards ? LAST_KEY : "";
        }

        void read(int until) {
            for (var key : store.keysAfter(request.tableName(), last, backwards)) {
                if (items.size() >= until) {
                    return;
                }
                last = key;
                var item = store.visible(request.tableName(), key);
                if (!item.isEmpty() && evaluator.matches(request.keyConditionExpression(), item)) {
                    items.add(item);
                }
            }
            complete = items.size() < limit;
        }

        QueryResponse response() {
            var answer = items.stream()
                    .filter(item -> evaluator.matches(request.filterExpression(), item))
                    .map(item -> projected(item, request.projectionExpression(), request.expressionAttributeNames()))
                    .toList();
            var response = QueryResponse.builder().items(answer).count(answer.size());
            if (!complete) {
                response.lastEvaluatedKey(ModelDynamoDb.keyOf(request.tableName(), items.get(items.size() - 1)));
            }
            return response.build();
        }
    }

    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        return read("scan", () -> {
            var owing = store.owing();
            return ScanResponse.builder().items(owing).count(owing.size()).build();
        });
    }

    private <R> CompletableFuture<R> read(String what, Supplier<R> work) {
        var call = this.<R>call();
        if (!fails(what, call)) {
            time.after(faults.happens("slow read") ? faults.upTo(SLOW_MILLIS) : faults.latency(), () -> {
                try {
                    var answer = work.get();
                    reply(call, () -> answer);
                } catch (RuntimeException refusal) {
                    reply(call, () -> {
                        throw refusal;
                    });
                }
            });
        }
        return call;
    }

    private boolean fails(String what, CompletableFuture<?> call) {
        faults.count(what);
        if (cut) {
            return true;
        }
        if (faults.happens("read throttled")) {
            time.after(faults.latency(), () -> call.completeExceptionally(throttled()));
            return true;
        }
        return faults.happens("read lost");
    }

    private <R> CompletableFuture<R> call() {
        var call = new CompletableFuture<R>();
        if (!cut) {
            time.after(faults.patience(), () -> {
                if (!cut && !call.isDone()) {
                    call.completeExceptionally(ApiCallTimeoutException.create(faults.patience()));
                }
            });
        }
        return call;
    }

    private <R> void reply(CompletableFuture<R> call, Supplier<R> answer) {
        time.after(faults.latency(), () -> {
            if (cut || call.isDone()) {
                return;
            }
            try {
                call.complete(answer.get());
            } catch (DynamoDbException refusal) {
                call.completeExceptionally(refusal);
            }
        });
    }

    private static Map<String, AttributeValue> projected(
            Map<String, AttributeValue> item, String projection, Map<String, String> names) {
        if (item.isEmpty()) {
            return null;
        }
        if (projection == null) {
            return item;
        }
        var answer = new HashMap<String, AttributeValue>();
        for (var alias : projection.split(", ")) {
            var value = item.get(names.get(alias));
            if (value != null) {
                answer.put(names.get(alias), value);
            }
        }
        return answer;
    }

    private static DynamoDbException throttled() {
        var details = AwsErrorDetails.builder()
                .errorCode("ThrottlingException")
                .errorMessage("simulated")
                .build();
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(details)
                .build();
    }
}
