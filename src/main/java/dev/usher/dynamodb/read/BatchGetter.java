package dev.usher.dynamodb.read;

import dev.usher.async.Backoff;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads rows by key. All or nothing: a key that DynamoDB left unprocessed is requested again, and never reported as a
 * missing row.
 */
public final class BatchGetter {
    private static final int KEYS_A_CALL = 100;
    private static final int TRIES = 4;
    private static final long MAX_PAUSE_MILLIS = 320;

    private final DynamoDbGateway dynamo;
    private final String table;
    private final boolean consistent;

    private BatchGetter(DynamoDbGateway dynamo, String table, boolean consistent) {
        this.dynamo = dynamo;
        this.table = table;
        this.consistent = consistent;
    }

    /** Creates strongly consistent reads. */
    public BatchGetter(DynamoDbGateway dynamo, String table) {
        this(dynamo, table, true);
    }

    /** Creates eventually consistent reads, which cost half. */
    public static BatchGetter eventuallyConsistent(DynamoDbGateway dynamo, String table) {
        return new BatchGetter(dynamo, table, false);
    }

    /**
     * @param keys distinct keys
     * @return the rows that exist, in any order
     */
    public Future<List<Map<String, AttributeValue>>> rows(List<Map<String, AttributeValue>> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (keys.size() == 1) {
            return row(keys.get(0));
        }
        var chunks = new ArrayList<Future<List<Map<String, AttributeValue>>>>();
        for (int from = 0; from < keys.size(); from += KEYS_A_CALL) {
            chunks.add(chunk(
                    keys.subList(from, Math.min(keys.size(), from + KEYS_A_CALL)),
                    dynamo.backoff(MAX_PAUSE_MILLIS),
                    TRIES));
        }
        return Future.all(chunks).map(all -> chunks.stream()
                .flatMap(chunk -> chunk.result().stream())
                .toList());
    }

    private Future<List<Map<String, AttributeValue>>> row(Map<String, AttributeValue> key) {
        return dynamo.call(client ->
                        client.getItem(get -> get.tableName(table).key(key).consistentRead(consistent)))
                .map(response -> response.hasItem() ? List.of(response.item()) : List.of());
    }

    private Future<List<Map<String, AttributeValue>>> chunk(
            List<Map<String, AttributeValue>> keys, Backoff backoff, int tries) {
        var request = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(consistent)
                .build();
        return dynamo.call(keys.size(), client -> client.batchGetItem(get -> get.requestItems(Map.of(table, request))))
                .compose(response -> completed(response, backoff, tries));
    }

    private Future<List<Map<String, AttributeValue>>> completed(
            BatchGetItemResponse response, Backoff backoff, int tries) {
        var found = response.responses().getOrDefault(table, List.of());
        var unprocessed = response.unprocessedKeys().get(table);
        if (unprocessed == null || unprocessed.keys().isEmpty()) {
            return Future.succeededFuture(found);
        }
        if (tries == 1) {
            return Future.failedFuture(new UnavailableException("DynamoDB left keys of a read unprocessed", null));
        }
        return backoff.pause(true)
                .compose(paused -> chunk(unprocessed.keys(), backoff, tries - 1))
                .map(rest -> Stream.concat(found.stream(), rest.stream()).toList());
    }
}
