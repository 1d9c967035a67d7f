package dev.usher.dynamodb;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Queries and scans, read on page after page until enough is known or there is no more. A page is twice as long as the
 * one before, so that a first page that was meant to be enough does not become thousands.
 */
final class Pages {
    private static final int MOST_ROWS_A_CALL = 16_000;

    /**
     * What the pages so far held.
     *
     * @param count of the rows, also when they were only counted
     * @param next where the next page starts; empty when there is none
     */
    record Rows(List<Map<String, AttributeValue>> items, int count, Map<String, AttributeValue> next) {
        private static final Rows NONE = new Rows(List.of(), 0, null);

        boolean complete() {
            return next != null && next.isEmpty();
        }

        private Rows with(List<Map<String, AttributeValue>> more, int counted, Map<String, AttributeValue> from) {
            if (items.isEmpty()) {
                return new Rows(more, count + counted, from);
            }
            var all = new ArrayList<>(items);
            all.addAll(more);
            return new Rows(all, count + counted, from);
        }
    }

    private final Dynamo dynamo;

    Pages(Dynamo dynamo) {
        this.dynamo = dynamo;
    }

    Future<Rows> query(QueryRequest request, Predicate<Rows> enough) {
        return query(request, enough, Rows.NONE);
    }

    Future<Rows> scan(ScanRequest request, Predicate<Rows> enough) {
        return scan(request, enough, Rows.NONE);
    }

    private Future<Rows> query(QueryRequest request, Predicate<Rows> enough, Rows before) {
        return dynamo.call(client -> client.query(request)).compose(page -> {
            var rows = before.with(page.items(), page.count(), page.lastEvaluatedKey());
            if (rows.complete() || enough.test(rows)) {
                return Future.succeededFuture(rows);
            }
            var following = request.toBuilder()
                    .exclusiveStartKey(rows.next())
                    .limit(longer(request.limit()))
                    .build();
            return query(following, enough, rows);
        });
    }

    private Future<Rows> scan(ScanRequest request, Predicate<Rows> enough, Rows before) {
        return dynamo.call(client -> client.scan(request)).compose(page -> {
            var rows = before.with(page.items(), page.count(), page.lastEvaluatedKey());
            if (rows.complete() || enough.test(rows)) {
                return Future.succeededFuture(rows);
            }
            var following = request.toBuilder()
                    .exclusiveStartKey(rows.next())
                    .limit(longer(request.limit()))
                    .build();
            return scan(following, enough, rows);
        });
    }

    private static Integer longer(Integer limit) {
        return limit == null ? null : Integer.valueOf(Math.max(limit, Math.min(MOST_ROWS_A_CALL, 2 * limit)));
    }
}
