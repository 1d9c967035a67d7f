package dev.usher.dynamodb.read;

import dev.usher.dynamodb.client.DynamoDbGateway;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Reads the pages of a query or scan until enough rows are read or none are left. Each page is twice as long as the one
 * before, so that a small first page does not lead to thousands of calls.
 */
public final class Paginator {
    private static final int MAX_ROWS_A_CALL = 16_000;

    /**
     * Rows read so far.
     *
     * @param next key after which the next page starts; empty if there is none
     * @param calls how many pages were read
     */
    public record Rows(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> next, int calls) {
        public boolean complete() {
            return next.isEmpty();
        }
    }

    private final DynamoDbGateway dynamo;

    public Paginator(DynamoDbGateway dynamo) {
        this.dynamo = dynamo;
    }

    public Future<Rows> query(QueryRequest request, Predicate<Rows> enough) {
        return read(
                (from, limit) -> dynamo.call(client -> client.query(request.toBuilder()
                                .exclusiveStartKey(from)
                                .limit(limit)
                                .build()))
                        .map(page -> new Rows(page.items(), page.lastEvaluatedKey(), 1)),
                new Rows(List.of(), request.exclusiveStartKey(), 0),
                request.limit(),
                enough);
    }

    public Future<Rows> scan(ScanRequest request, Predicate<Rows> enough) {
        return read(
                (from, limit) -> dynamo.call(client -> client.scan(request.toBuilder()
                                .exclusiveStartKey(from)
                                .limit(limit)
                                .build()))
                        .map(page -> new Rows(page.items(), page.lastEvaluatedKey(), 1)),
                new Rows(List.of(), request.exclusiveStartKey(), 0),
                request.limit(),
                enough);
    }

    private Future<Rows> read(
            BiFunction<Map<String, AttributeValue>, Integer, Future<Rows>> page,
            Rows before,
            Integer limit,
            Predicate<Rows> enough) {
        return page.apply(before.next(), limit).compose(read -> {
            var rows = before.calls() == 0
                    ? read
                    : new Rows(concat(before.items(), read.items()), read.next(), before.calls() + 1);
            return rows.complete() || enough.test(rows)
                    ? Future.succeededFuture(rows)
                    : read(page, rows, longer(limit), enough);
        });
    }

    private static <T> List<T> concat(List<T> one, List<T> other) {
        var both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static Integer longer(Integer limit) {
        return limit == null ? null : Integer.valueOf(Math.max(limit, Math.min(MAX_ROWS_A_CALL, 2 * limit)));
    }
}
