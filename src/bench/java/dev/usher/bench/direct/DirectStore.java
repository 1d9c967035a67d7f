package dev.usher.bench.direct;

import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Reads and commits of the direct way; every read is strongly consistent. Answers on the caller's context. */
final class DirectStore {
    private static final int HEAD_PAGE = 10;

    private final Vertx vertx;
    private final DynamoDbAsyncClient dynamo;
    private final String prefix;

    /** @param row of one user at the event */
    record EventAndRow(Optional<Event> event, Optional<Registration> row) {}

    DirectStore(Vertx vertx, DynamoDbAsyncClient dynamo, String prefix) {
        this.vertx = vertx;
        this.dynamo = dynamo;
        this.prefix = prefix;
    }

    Future<Optional<Event>> event(String eventId) {
        return read(dynamo.getItem(
                        g -> g.tableName(prefix + "Events").consistentRead(true).key(ItemMapper.eventKey(eventId))))
                .map(got -> got.hasItem() ? Optional.of(ItemMapper.event(got.item())) : Optional.empty());
    }

    /** Reads both in one call. */
    Future<EventAndRow> eventAndRow(String eventId, String userId) {
        String events = prefix + "Events";
        String registrations = prefix + "Registrations";
        return read(dynamo.batchGetItem(b -> b.requestItems(Map.of(
                        events, key(ItemMapper.eventKey(eventId)),
                        registrations, key(ItemMapper.registrationKey(eventId, userId))))))
                .map(got -> {
                    if (got.hasUnprocessedKeys() && !got.unprocessedKeys().isEmpty()) {
                        throw new UnavailableException("a key was not read", null);
                    }
                    return new EventAndRow(
                            first(got.responses().get(events)).map(ItemMapper::event),
                            first(got.responses().get(registrations)).map(ItemMapper::registration));
                });
    }

    /** First entry that is still waiting; empty when the entries read contain none. */
    Future<Optional<Entry>> head(String eventId, long floor) {
        var query = QueryRequest.builder()
                .tableName(prefix + "Waitlist")
                .consistentRead(true)
                .limit(HEAD_PAGE)
                .keyConditionExpression("#eventId = :e AND #ticket > :floor")
                .expressionAttributeNames(Map.of("#eventId", "eventId", "#ticket", "ticket"))
                .expressionAttributeValues(
                        Map.of(":e", AttributeValue.fromS(eventId), ":floor", AttributeValues.number(floor)))
                .build();
        return read(dynamo.query(query)).compose(page -> {
            var entries = page.items().stream().map(ItemMapper::entry).toList();
            var head = entries.stream().filter(entry -> !entry.left()).findFirst();
            return head.isPresent() || entries.size() < HEAD_PAGE
                    ? Future.succeededFuture(head)
                    : head(eventId, entries.get(HEAD_PAGE - 1).ticket());
        });
    }

    /** Never fails. */
    Future<Attempt> commit(TransactWriteItemsRequest request) {
        return Future.fromCompletionStage(dynamo.transactWriteItems(request), vertx.getOrCreateContext())
                .map(committed -> Attempt.done())
                .otherwise(failure -> Attempt.failed(cause(failure)));
    }

    private <T> Future<T> read(CompletionStage<T> call) {
        return Future.fromCompletionStage(call, vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(new UnavailableException("not read", cause(failure))));
    }

    private static Optional<Map<String, AttributeValue>> first(List<Map<String, AttributeValue>> rows) {
        return rows == null || rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    private static KeysAndAttributes key(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder()
                .keys(List.of(key))
                .consistentRead(true)
                .build();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
