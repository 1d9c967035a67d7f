package dev.usher.dynamodb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.usher.bus.UnavailableException;
import dev.usher.registrations.Departures;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads of whole waitlists, for departures that are not counted. One runs at a time in this process, and all who ask
 * for the same waitlist before it begins share it. What was found is remembered, within bounds: it stays true.
 * Thread-safe; each answer arrives on the context that asked.
 */
final class DepartureScans {
    private static final int ROWS_A_CALL = 4_000;
    private static final int MAX_WAITING = 1_000;
    private static final long MAX_WORDS_REMEMBERED = 100_000;
    private static final Map<String, String> PROJECTED = Map.of(Expression.alias(Attributes.TICKET), Attributes.TICKET);

    private record Scan(String eventId, long above, CompletableFuture<Departures> answer) {}

    private final Dynamo dynamo;
    private final String table;
    private final Cache<String, Departures> remembered = Caffeine.newBuilder()
            .maximumWeight(MAX_WORDS_REMEMBERED)
            .<String, Departures>weigher(
                    (eventId, departures) -> 1 + departures.words().size())
            .build();
    private final Map<String, Scan> waiting = new LinkedHashMap<>();
    private boolean running;

    DepartureScans(Dynamo dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.table = tables.waitlist();
    }

    /** What is counted, and what was found beside it. */
    Departures remembered(String eventId, Departures counted) {
        var found = remembered.getIfPresent(eventId);
        return found == null ? counted : counted.with(found);
    }

    Future<Departures> scan(String eventId, long above) {
        var scan = waiting(eventId, above);
        if (scan == null) {
            return Future.failedFuture(new UnavailableException("too many waitlists are to be read", null));
        }
        next();
        var context = Vertx.currentContext();
        return context == null
                ? Future.fromCompletionStage(scan.answer())
                : Future.fromCompletionStage(scan.answer(), context);
    }

    private synchronized Scan waiting(String eventId, long above) {
        return waiting.size() >= MAX_WAITING
                ? waiting.get(eventId)
                : waiting.computeIfAbsent(eventId, id -> new Scan(id, above, new CompletableFuture<>()));
    }

    private void next() {
        var scan = begun();
        if (scan != null) {
            read(scan, null, Departures.NONE).onComplete(result -> ended(scan, result));
        }
    }

    private synchronized Scan begun() {
        var scans = waiting.values().iterator();
        if (running || !scans.hasNext()) {
            return null;
        }
        running = true;
        var first = scans.next();
        scans.remove();
        return first;
    }

    private void ended(Scan scan, AsyncResult<Departures> result) {
        synchronized (this) {
            running = false;
        }
        next();
        if (result.succeeded()) {
            remembered.asMap().merge(scan.eventId(), result.result(), Departures::with);
            scan.answer().complete(result.result());
        } else {
            scan.answer().completeExceptionally(result.cause());
        }
    }

    /** Page by page into bits, so that it takes little memory however long the waitlist is. */
    private Future<Departures> read(Scan scan, Map<String, AttributeValue> from, Departures before) {
        var keys = Conditions.lineAbove(scan.eventId(), scan.above());
        var left = Expression.is(Attributes.LEFT, AttributeValue.fromBool(true));
        var query = QueryRequest.builder().tableName(table).consistentRead(true).limit(ROWS_A_CALL);
        Queries.where(query, keys, left);
        query.expressionAttributeNames(Expression.merged(keys.and(left).names(), PROJECTED))
                .projectionExpression(Expression.alias(Attributes.TICKET))
                .exclusiveStartKey(from);
        return dynamo.call(client -> client.query(query.build())).compose(page -> {
            var found = before.with(departures(page));
            return page.lastEvaluatedKey().isEmpty()
                    ? Future.succeededFuture(found)
                    : read(scan, page.lastEvaluatedKey(), found);
        });
    }

    private static Departures departures(QueryResponse page) {
        return Departures.of(page.items().stream()
                .map(item -> Values.number(item, Attributes.TICKET))
                .toList());
    }
}
