package dev.usher.dynamodb;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Sweeps away rows of a line at or below its floor. Nothing reads them any more, so that a row that could not be
 * deleted harms nobody: what fails ends the sweep, and the next one up to the floor finds what is left. One small batch
 * after the other, so that sweeping never competes with turns.
 */
final class DeadLine {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLine.class);
    private static final int ROWS_A_CALL = 25;
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 100;

    private final Dynamo dynamo;
    private final String table;

    DeadLine(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.table = tables.waitlist();
    }

    /**
     * Both tickets included. Never fails.
     *
     * @return whether all of them are gone
     */
    Future<Boolean> delete(String eventId, long from, long to) {
        Promise<Boolean> done = Promise.promise();
        deleteOn(eventId, from, to, done);
        return done.future();
    }

    /**
     * Never fails.
     *
     * @return whether all of them are gone
     */
    Future<Boolean> deleteUpTo(String eventId, long floor) {
        Promise<Boolean> done = Promise.promise();
        deleteOnUpTo(eventId, floor, done);
        return done.future();
    }

    private void deleteOn(String eventId, long from, long to, Promise<Boolean> done) {
        if (from > to) {
            done.complete(true);
            return;
        }
        long last = Math.min(to, from + ROWS_A_CALL - 1);
        var keys = LongStream.rangeClosed(from, last)
                .mapToObj(ticket -> Items.placeKey(eventId, ticket))
                .toList();
        deleted(keys).onSuccess(gone -> {
            if (gone) {
                deleteOn(eventId, last + 1, to, done);
            } else {
                done.complete(false);
            }
        });
    }

    private void deleteOnUpTo(String eventId, long floor, Promise<Boolean> done) {
        var dead = Conditions.lineUpTo(eventId, floor);
        var ticket = Map.of(Expression.alias(Attributes.TICKET), Attributes.TICKET);
        var query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression(dead.text())
                .expressionAttributeNames(Expression.merged(dead.names(), ticket))
                .expressionAttributeValues(dead.values())
                .projectionExpression(Expression.alias(Attributes.TICKET))
                .limit(ROWS_A_CALL)
                .build();
        dynamo.call(client -> client.query(query))
                .map(page -> page.items().stream()
                        .map(item -> Items.placeKey(eventId, Values.number(item, Attributes.TICKET)))
                        .toList())
                .compose(keys -> deleted(keys).onSuccess(gone -> {
                    if (gone && !keys.isEmpty()) {
                        deleteOnUpTo(eventId, floor, done);
                    } else {
                        done.complete(gone);
                    }
                }))
                .onFailure(failure -> {
                    LOG.debug("event={} dead rows not found", eventId, failure);
                    done.complete(false);
                });
    }

    /** @return whether all of them are gone; never fails */
    private Future<Boolean> deleted(List<Map<String, AttributeValue>> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(true);
        }
        var deletes = keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        return written(deletes, 1).otherwise(failure -> {
            LOG.debug("dead rows of a line stay for now", failure);
            return false;
        });
    }

    private Future<Boolean> written(List<WriteRequest> writes, int attempt) {
        return dynamo.call(
                        writes.size(),
                        client -> client.batchWriteItem(batch -> batch.requestItems(Map.of(table, writes))))
                .compose(response -> {
                    var unprocessed = response.unprocessedItems().getOrDefault(table, List.of());
                    if (unprocessed.isEmpty() || attempt == TRIES) {
                        return Future.succeededFuture(unprocessed.isEmpty());
                    }
                    return dynamo.pause(PAUSE_MILLIS).compose(pause -> written(unprocessed, attempt + 1));
                });
    }
}
